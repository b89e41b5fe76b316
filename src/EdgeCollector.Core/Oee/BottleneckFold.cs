namespace EdgeCollector.Core.Oee;

/// <summary>The bottleneck's time is the line's (oee-reference.md 12). By first cause, what the bottleneck lost to starving or being
/// blocked is booked under what stopped first.</summary>
internal sealed class BottleneckFold(LineDefinition line, IReadOnlyList<MachineEngine> machines, MachineEngine bottleneck)
    : LineFold(line, machines)
{
    private readonly FirstCause _causes = new(machines, bottleneck);
    private readonly WindowSums _sums = new() { Stretches = [] };
    private readonly Dictionary<string, long> _lost = new(StringComparer.Ordinal);

    public override CalendarTimeline Calendar => bottleneck.Calendar;

    public override MachineEngine Bottleneck => bottleneck;

    public override OeeRecord Build(OeeWindow window, long now)
    {
        var at = Math.Max(window.Start, Math.Min(window.End, now) - 1);
        var units = Last.Machine.Definition.PerUnit;
        var times = bottleneck.Records.Build(window, now, bottleneck.Source.Gaps);
        var pieces = Last.Records.Build(window, now, Last.Source.Gaps, product => PerUnit(bottleneck, product, at) / units);
        var record = Join(times with { Bottleneck = bottleneck.Name }, pieces);
        return Definition.Rule == LineRuleKind.FirstCause ? ByCause(record, window, now) : record;
    }

    private OeeRecord ByCause(OeeRecord record, OeeWindow window, long now)
    {
        _lost.Clear();
        var times = record.Times;
        bottleneck.Fold.Fold(window.Start, window.End, now, _sums);
        foreach (var stretch in _sums.Stretches!)
        {
            if (stretch.Category is (Category.Starved or Category.Blocked) && _causes.Of(stretch, now) is { } cause)
            {
                times[stretch.Category] -= stretch.End - stretch.Start;
                times[cause.Category] += stretch.End - stretch.Start;
                _lost[cause.Machine] = _lost.GetValueOrDefault(cause.Machine) + stretch.End - stretch.Start;
            }
        }

        return record with
        {
            Times = times,
            Cause = _lost.Count == 0 ? "" : _lost.OrderByDescending(l => l.Value).ThenBy(l => l.Key, StringComparer.Ordinal).First().Key,
        };
    }
}

/// <param name="Machine">What stopped first.</param>
/// <param name="Category">What it did then: Down, Stop, External, Changeover, PlannedStop.</param>
internal readonly record struct LineCause(string Machine, Category Category, string Reason);

/// <summary>
/// Which machine made the bottleneck wait: upstream of it where it starved, downstream where it was blocked, the nearest one that stood
/// during the wait or shortly before (a buffer runs empty later than its feeder stops), followed through machines that waited themselves.
/// </summary>
internal sealed class FirstCause(IReadOnlyList<MachineEngine> machines, MachineEngine bottleneck)
{
    /// <summary>ms that a buffer between two machines may hide a stop.</summary>
    public const long Buffer = 300_000;
    private readonly WindowSums _sums = new() { Stretches = [] };
    private readonly int _index = IndexOf(machines, bottleneck);

    /// <summary>Null: none of the line's machines; the line waits for somebody outside.</summary>
    public LineCause? Of(in Stretch wait, long now)
    {
        var waits = wait.Category;
        var direction = waits == Category.Starved ? -1 : 1;
        var (from, to) = (wait.Start - Buffer, wait.End);
        for (var i = _index + direction; i >= 0 && i < machines.Count; i += direction)
        {
            machines[i].Fold.Fold(from, to, now, _sums);
            var stood = _sums.Stretches!.FindIndex(s => s.Raw is >= Category.Down and <= Category.PlannedStop && s.Raw != waits);
            var waited = _sums.Stretches.FindIndex(s => s.Raw == waits);
            if (stood >= 0 && (waited < 0 || stood < waited))
            {
                var first = _sums.Stretches[stood];
                var category = first.Category is >= Category.Down and <= Category.PlannedStop ? first.Category : first.Raw;
                return new LineCause(machines[i].Name, category, first.Reason);
            }

            if (waited < 0)
            {
                return null;
            }

            // It waited too: what it waited for stopped before that.
            from = _sums.Stretches[waited].Start - Buffer;
        }

        return null;
    }

    private static int IndexOf(IReadOnlyList<MachineEngine> machines, MachineEngine machine)
    {
        var index = 0;
        while (machines[index] != machine)
        {
            index++;
        }

        return index;
    }
}
