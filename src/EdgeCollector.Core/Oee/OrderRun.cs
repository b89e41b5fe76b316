namespace EdgeCollector.Core.Oee;

/// <summary>A stretch in which a machine made one order.</summary>
/// <param name="End">ms UTC; <see cref="long.MaxValue"/>: it still runs.</param>
internal readonly record struct OrderRun(long Start, long End, string Order)
{
    /// <summary>An order that runs longer is stated in parts of this length, so that nothing is kept for ever.</summary>
    public const long Longest = 7 * WindowBook.Horizon;

    /// <summary>The runs that end after <paramref name="from"/>, in order of time: what the intervals say, whatever came late.</summary>
    /// <param name="known">Those that were told: where the beginning of a long one has been forgotten, its parts go on from there.</param>
    public static List<OrderRun> After(IntervalList intervals, TextIds texts, long from, long now, IEnumerable<OeeWindow> known)
    {
        var runs = new List<OrderRun>();
        var number = intervals.IndexAt(from);
        while (number > intervals.First && intervals[number - 1].Order == intervals[number].Order)
        {
            number--;
        }

        while (number < intervals.End)
        {
            var first = number;
            while (number < intervals.End && intervals[number].Order == intervals[first].Order)
            {
                number++;
            }

            var order = texts[intervals[first].Order];
            var end = number < intervals.End ? intervals[number].Start : long.MaxValue;
            var begin = intervals[first].Start;
            if (first == intervals.First && first > 0)
            {
                begin = known.FirstOrDefault(window => window.Order == order && window.Start >= begin && window.Start < end)?.Start ?? begin;
            }

            for (var start = begin; order.Length > 0 && start < end;)
            {
                var part = Math.Min(end, end == long.MaxValue && start + Longest > now ? long.MaxValue : start + Longest);
                runs.Add(new OrderRun(start, part, order));
                start = part;
            }
        }

        runs.RemoveAll(run => run.End <= from);
        return runs;
    }
}
