using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>The windows of one machine: its records, and with each hour all reasons of that hour.</summary>
internal sealed class MachineWindows(
    string machine, RecordBuilder records, WindowFold fold, IntervalList intervals, CalendarTimeline calendar,
    IReadOnlyList<CompiledMachine> configurations) : IWindowSource
{
    private readonly List<ReasonTotal> _totals = [];

    public CalendarTimeline Calendar => calendar;

    /// <summary>Stretches in which samples were lost: what makes a window degraded.</summary>
    public List<(long From, long To)> Gaps { get; } = [];

    public OeeRecord Build(OeeWindow window, long now) => records.Build(window, now, Gaps);

    public bool Determined(OeeWindow window, long now)
    {
        var number = intervals.IndexAt(window.End - 1);
        if (!intervals[number].IsStop)
        {
            return true;
        }

        var episode = fold.EpisodeAt(number, now);
        return !episode.Open || !episode.Micro;
    }

    /// <summary>All reasons of the hour, zeros included, when they changed.</summary>
    public void Stated(OeeWindow window, long now, IFactSink facts)
    {
        if (window.Kind != WindowKind.Hour)
        {
            return;
        }

        fold.Fold(window.Start, window.End, now, records.Sums);
        var configuration = configurations[intervals[intervals.IndexAt(Math.Min(window.End, now) - 1)].Configuration];
        _totals.Clear();
        foreach (var code in configuration.Reasons.Keys)
        {
            _totals.Add(new ReasonTotal(code, 0, 0));
        }

        _totals.Add(new ReasonTotal("", 0, 0));
        foreach (var sum in records.Sums.Reasons)
        {
            var at = IndexOf(sum.Code);
            var total = new ReasonTotal(sum.Code, sum.Milliseconds, sum.Stops);
            if (at >= 0)
            {
                _totals[at] = total;
            }
            else
            {
                _totals.Add(total);
            }
        }

        // A reason that has left the hour is written as zero once: the point of its tag stays in the database otherwise.
        foreach (var before in window.Downtime?.Reasons ?? [])
        {
            if (IndexOf(before.Reason) < 0)
            {
                _totals.Add(new ReasonTotal(before.Reason, 0, 0));
            }
        }

        if (window.Downtime is null || !window.Downtime.Reasons.SequenceEqual(_totals))
        {
            window.Downtime = new DowntimeHourFact(machine, Math.Min(now, window.End), window.Start, [.. _totals]);
            facts.Add(window.Downtime);
        }
    }

    public void Export(RecordWriter w)
    {
        w.UInt((ulong)Gaps.Count);
        foreach (var (from, to) in Gaps)
        {
            w.Int(from);
            w.Int(to);
        }
    }

    public void Import(ref RecordReader r)
    {
        for (var left = r.Int32(r.Remaining); left > 0 && !r.Failed; left--)
        {
            Gaps.Add((r.Int(), r.Int()));
        }
    }

    private int IndexOf(string reason)
    {
        for (var i = 0; i < _totals.Count; i++)
        {
            if (_totals[i].Reason == reason)
            {
                return i;
            }
        }

        return -1;
    }
}
