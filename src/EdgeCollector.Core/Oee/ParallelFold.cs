namespace EdgeCollector.Core.Oee;

/// <summary>
/// Machines side by side: the line runs while at least so many of them do. Instant by instant over their final categories; while too few
/// run, the line does what the machine does that stopped first. Pieces are the sum over the machines, each at its own ideal cycle, and
/// the line's ideal time is their sum over the number of machines that make the line run.
/// </summary>
internal sealed class ParallelFold(LineDefinition line, IReadOnlyList<MachineEngine> machines) : LineFold(line, machines)
{
    private readonly WindowSums[] _sums = [.. machines.Select(_ => new WindowSums { Stretches = [] })];
    private readonly int[] _at = new int[machines.Count];
    private readonly long[] _stoppedAt = new long[machines.Count];

    public override CalendarTimeline Calendar => Machines[0].Calendar;

    public override OeeRecord Build(OeeWindow window, long now)
    {
        OeeRecord? all = null;
        for (var m = 0; m < Machines.Count; m++)
        {
            var record = Machines[m].Records.Build(window, now, Machines[m].Source.Gaps);
            all = all is null ? record : OeeRecordSum.Of([all, record]);
            Machines[m].Fold.Fold(window.Start, window.End, now, _sums[m]);
        }

        var (times, failures) = Sweep();
        var first = Machines[0].Records.Build(window, now, Machines[0].Source.Gaps);
        return Join(
            first with
            {
                Times = times,
                Failures = failures,
                Ideal = all!.Ideal,
                IdealCycle = first.IdealCycle / Definition.Needed,
                Unreasoned = 0,
                MicroStops = 0,
                StopsWithoutReason = 0,
                Repairs = 0,
                RepairTime = 0,
                Flags = all.Flags,
            },
            all with
            {
                Ideal = all.Ideal / Definition.Needed,
                FullyProductive = all.FullyProductive / Definition.Needed,
                FullyProductiveWithRecovered = all.FullyProductiveWithRecovered / Definition.Needed,
            });
    }

    /// <summary>All machines' stretches cover the window without gaps, so the next change is the nearest end.</summary>
    private (CategoryTimes Times, int Failures) Sweep()
    {
        CategoryTimes times = default;
        Array.Clear(_at);
        Array.Fill(_stoppedAt, long.MinValue);
        var (failures, before) = (0, Category.Unknown);
        while (_at[0] < _sums[0].Stretches!.Count)
        {
            var (start, end) = (_sums[0].Stretches![_at[0]].Start, long.MaxValue);
            for (var m = 0; m < _at.Length; m++)
            {
                start = Math.Max(start, _sums[m].Stretches![_at[m]].Start);
                end = Math.Min(end, _sums[m].Stretches![_at[m]].End);
            }

            var category = Now(start);
            times[category] += end - start;
            failures += category == Category.Down && before != Category.Down ? 1 : 0;
            before = category;
            for (var m = 0; m < _at.Length; m++)
            {
                _at[m] += _sums[m].Stretches![_at[m]].End == end ? 1 : 0;
            }
        }

        return (times, failures);
    }

    private Category Now(long time)
    {
        var (run, unknown, planned) = (0, 0, 0);
        var (stopped, earliest, unplanned) = (Category.Stop, long.MaxValue, Category.NotScheduled);
        for (var m = 0; m < _at.Length; m++)
        {
            var stretch = _sums[m].Stretches![_at[m]];
            var runs = stretch.Category is Category.Running or Category.MicroStop;
            _stoppedAt[m] = runs ? long.MinValue : _stoppedAt[m] == long.MinValue ? time : _stoppedAt[m];
            if (stretch.Category <= Category.NoDemand)
            {
                unplanned = planned == m ? stretch.Category : unplanned;
                continue;
            }

            planned++;
            run += runs ? 1 : 0;
            unknown += stretch.Category == Category.Unknown ? 1 : 0;
            if (!runs && stretch.Category != Category.Unknown && _stoppedAt[m] < earliest)
            {
                (stopped, earliest) = (stretch.Category, _stoppedAt[m]);
            }
        }

        return planned < Definition.Needed ? unplanned : run >= Definition.Needed ? Category.Running
            : run + unknown >= Definition.Needed || earliest == long.MaxValue ? Category.Unknown : stopped;
    }
}
