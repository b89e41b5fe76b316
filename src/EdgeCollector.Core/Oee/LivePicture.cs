using EdgeCollector.Core.Live;

namespace EdgeCollector.Core.Oee;

/// <summary>One machine as pages show it now: read from the fold, changing nothing in it.</summary>
internal static class LivePicture
{
    private const long StripOutsideShifts = 8 * 3_600_000L;
    private const int MostLosses = 8;
    private const double SlowBelow = 0.9;

    public static LiveMachine Of(MachineEngine machine, TextIds texts, long now)
    {
        var calendar = machine.Calendar;
        var (hour, shift) = (machine.Windows.Hour, machine.Windows.Shift);
        var shiftRecord = shift is null ? null : machine.Records.Build(shift, now, machine.Source.Gaps);
        var hourRecord = hour is null ? null : machine.Records.Build(hour, now, machine.Source.Gaps);
        var strip = new List<StripInterval>();
        var losses = new Dictionary<string, long>(StringComparer.Ordinal);
        var sums = new WindowSums { Stretches = [] };
        var category = Category.Unknown;
        for (var at = shift?.Start ?? now - StripOutsideShifts; at < now;)
        {
            var end = Math.Min(calendar.BoundaryAtOrAfter(at + 1), now);
            machine.Fold.Fold(at, end, now, sums);
            var slow = IsSlow(machine, at, end, sums);
            foreach (var stretch in sums.Stretches)
            {
                Add(strip, new StripInterval(stretch.Start, stretch.End, stretch.Category, stretch.Reason,
                    slow && stretch.Category == Category.Running));
                category = stretch.Category;
                if (shift is not null && KeyOf(stretch) is { } key)
                {
                    losses[key] = losses.GetValueOrDefault(key) + stretch.End - stretch.Start;
                }
            }

            at = end;
        }

        AddPieceLosses(losses, shiftRecord);
        ref readonly var reading = ref machine.Tracker.State.Core.Reading;
        var since = strip.Count == 0 ? now : strip[^1].Start;
        for (var i = strip.Count - 2; i >= 0 && strip[i].Category == category; i--)
        {
            since = strip[i].Start;
        }

        return new LiveMachine(machine.Name, machine.Line, category, texts[reading.Name], since, shiftRecord, hourRecord, strip,
            machine.Stops.Open,
            [.. losses.Where(l => l.Value > 0).OrderByDescending(l => l.Value).ThenBy(l => l.Key, StringComparer.Ordinal).Take(MostLosses)
                .Select(l => new LiveLoss(l.Key, l.Value))]);
    }

    private static string? KeyOf(in Stretch stretch) => stretch.Category switch
    {
        Category.MicroStop => "minor",
        >= Category.Down and <= Category.PlannedStop => stretch.Reason.Length > 0 ? stretch.Reason : Lower(stretch.Category),
        _ => null,
    };

    private static string Lower(Category category) => category.ToString().ToLowerInvariant();

    private static void AddPieceLosses(Dictionary<string, long> losses, OeeRecord? shift)
    {
        if (shift?.Ideal is { } ideal)
        {
            losses["slow"] = (long)(shift.Times[Category.Running] - ideal);
            losses["scrap"] = shift.FullyProductive is { } fully ? (long)(ideal - fully) : 0;
        }
    }

    private static bool IsSlow(MachineEngine machine, long start, long end, WindowSums sums)
    {
        // Short stops have a colour of their own: slow is what is slow while it runs.
        if (sums.Times[Category.Running] < 60_000)
        {
            return false;
        }

        var window = new OeeWindow(WindowKind.Hour, start, end, "");
        return OeeFormula.IsoEffectiveness(machine.Records.Build(window, end, [])) < SlowBelow;
    }

    private static void Add(List<StripInterval> strip, in StripInterval next)
    {
        if (strip.Count > 0 && strip[^1] is var last && last.Category == next.Category && last.Reason == next.Reason
            && last.Slow == next.Slow)
        {
            strip[^1] = last with { End = next.End };
        }
        else
        {
            strip.Add(next);
        }
    }
}
