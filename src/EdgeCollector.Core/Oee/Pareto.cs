namespace EdgeCollector.Core.Oee;

/// <summary>One bar: a reason within its category; micro-stops, Unknown and "no reason given" are bars of their own.</summary>
/// <param name="Reason">Code; empty: none given, or a category that takes none.</param>
/// <param name="Count">Stops, or unbroken stretches of the category.</param>
/// <param name="Longest">ms.</param>
/// <param name="Share">Of all lost time, 0..1; null where nothing was lost.</param>
/// <param name="Cumulative">Of this bar and those before it.</param>
public sealed record ParetoBar(
    Category Category, string Reason, long Milliseconds, int Count, long Longest, double? Share, double? Cumulative);

/// <summary>Downtime by reason within category over planned time (oee-reference.md 11). The bars add up to the availability loss +
/// micro-stops + Unknown.</summary>
internal static class Pareto
{
    public static IReadOnlyList<ParetoBar> Of(IReadOnlyList<Stretch> stretches, bool byCount)
    {
        var bars = new List<(Category Category, string Reason, long Sum, int Count, long Longest)>();
        var (run, length) = (-1, 0L);
        foreach (var stretch in stretches)
        {
            if (!stretch.Planned || stretch.Category is not (Category.MicroStop or >= Category.Down))
            {
                run = -1;
                continue;
            }

            var at = bars.FindIndex(b => b.Category == stretch.Category && b.Reason == stretch.Reason);
            if (at < 0)
            {
                at = bars.Count;
                bars.Add((stretch.Category, stretch.Reason, 0, 0, 0));
            }

            var part = stretch.End - stretch.Start;
            length = at == run ? length + part : part;
            var bar = bars[at];
            bars[at] = bar with { Sum = bar.Sum + part, Count = bar.Count + (at == run ? 0 : 1), Longest = Math.Max(bar.Longest, length) };
            run = at;
        }

        double whole = bars.Sum(b => b.Sum);
        var soFar = 0L;
        return
        [
            .. bars.OrderByDescending(b => byCount ? b.Count : b.Sum).ThenByDescending(b => b.Sum).ThenBy(b => b.Category)
                .ThenBy(b => b.Reason, StringComparer.Ordinal)
                .Select(b => new ParetoBar(b.Category, b.Reason, b.Sum, b.Count, b.Longest, OeeFormula.Share(b.Sum, whole),
                    OeeFormula.Share(soFar += b.Sum, whole))),
        ];
    }
}
