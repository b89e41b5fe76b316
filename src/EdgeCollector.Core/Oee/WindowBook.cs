namespace EdgeCollector.Core.Oee;

/// <summary>
/// The hour and shift windows of one machine: live while they run, provisional at their end, final when nothing known can still
/// change them, re-stated under the next revision when something late does, for the correction horizon.
/// </summary>
internal sealed class WindowBook(
    string machine, RecordBuilder records, WindowFold fold, IntervalList intervals, CalendarTimeline calendar,
        IReadOnlyList<CompiledMachine> configurations)
{
    /// <summary>Waits for values that are on their way and for a lost connection to be noticed (3 keep-alives of 5 s).</summary>
    public const long SettleAfter = 20_000;

    /// <summary>ms after its end in which a window can be corrected (oee-reference.md 10).</summary>
    public const long Horizon = 86_400_000;
    private const long LongestHistory = 31 * Horizon;
    private readonly List<OeeWindow> _finished = [];
    private readonly List<ReasonTotal> _totals = [];
    private long _hourFrom = long.MinValue;
    private long _shiftFrom = long.MinValue;

    public OeeWindow? Hour { get; private set; }

    public OeeWindow? Shift { get; private set; }

    public List<(long From, long To)> Gaps { get; } = [];

    /// <summary>Start of the earliest window that may still be stated again.</summary>
    public long NeededFrom { get; private set; } = long.MaxValue;

    public void Begin(long time) => _hourFrom = _shiftFrom = time;

    /// <summary>A calendar took over at <paramref name="time"/>: what runs is cut where it no longer fits.</summary>
    public void CalendarChanged(long time)
    {
        if (Shift is { } shift && calendar.ShiftAt(shift.Start) is { } before)
        {
            shift.End = Math.Min(shift.End, before.End);
        }

        _shiftFrom = Math.Max(_shiftFrom, Shift is null ? time : _shiftFrom);
    }

    /// <summary>Opens and closes windows up to <paramref name="now"/>.</summary>
    public void Advance(long now, IFactSink facts)
    {
        _hourFrom = Math.Max(_hourFrom, now - LongestHistory);
        _shiftFrom = Math.Max(_shiftFrom, now - LongestHistory);
        while (Hour is null || Hour.End <= now)
        {
            if (Hour is not null)
            {
                Finish(Hour, now, facts);
            }

            var start = calendar.HourStart(_hourFrom);
            Hour = new OeeWindow(WindowKind.Hour, start, calendar.HourEnd(start), calendar.ShiftAt(start)?.Label ?? "");
            _hourFrom = Hour.End;
        }

        while (true)
        {
            if (Shift is not null)
            {
                if (Shift.End > now)
                {
                    break;
                }

                Finish(Shift, now, facts);
                Shift = null;
            }

            while (_shiftFrom <= now && calendar.Stretch(_shiftFrom) is { InShift: false } stretch)
            {
                _shiftFrom = stretch.End;
            }

            if (_shiftFrom > now || calendar.ShiftAt(_shiftFrom) is not { } next)
            {
                break;
            }

            Shift = new OeeWindow(WindowKind.Shift, next.Start, next.End, next.Label);
            _shiftFrom = next.End;
        }

        Settle(now, facts);
    }

    /// <summary>The running windows as they stand (every 10 s).</summary>
    public void Live(long now, IFactSink facts)
    {
        if (Hour is { } hour)
        {
            facts.Add(records.Build(hour, now, Gaps));
            Downtime(hour, now, facts);
        }

        if (Shift is { } shift)
        {
            facts.Add(records.Build(shift, now, Gaps));
        }
    }

    /// <summary>Something before <paramref name="from"/> or after it changed late: settled windows are looked at again.</summary>
    public void Restate(long from, long now, IFactSink facts)
    {
        foreach (var window in _finished)
        {
            if (window.End <= from || window.Status != RecordStatus.Final || window.Settled is not { } settled)
            {
                continue;
            }

            var record = records.Build(window, now, Gaps);
            if (Same(record, settled))
            {
                continue;
            }

            window.Rev++;
            window.Late = true;
            window.Settled = record with { Rev = window.Rev, Status = RecordStatus.Final, Flags = record.Flags | RecordFlags.Late };
            facts.Add(window.Settled);
            Downtime(window, now, facts);
        }
    }

    private static bool Same(OeeRecord record, OeeRecord settled) =>
        record with { Rev = settled.Rev, Status = settled.Status, Flags = record.Flags | (settled.Flags & RecordFlags.Late) } == settled;

    private void Finish(OeeWindow window, long now, IFactSink facts)
    {
        _finished.Add(window);
        if (now < window.End + SettleAfter || !Determined(window, now))
        {
            window.Status = RecordStatus.Provisional;
            facts.Add(records.Build(window, now, Gaps) with { Status = RecordStatus.Provisional });
        }
    }

    private void Settle(long now, IFactSink facts)
    {
        NeededFrom = Math.Min(Hour?.Start ?? now, Shift?.Start ?? now);
        for (var i = 0; i < _finished.Count; i++)
        {
            var window = _finished[i];
            if (window.Status == RecordStatus.Final && window.End <= now - Horizon)
            {
                _finished.RemoveAt(i--);
                continue;
            }

            if (window.Status != RecordStatus.Final && now >= window.End + SettleAfter && Determined(window, now))
            {
                window.Status = RecordStatus.Final;
                window.Settled = records.Build(window, now, Gaps) with { Status = RecordStatus.Final };
                facts.Add(window.Settled);
                Downtime(window, now, facts);
            }

            NeededFrom = Math.Min(NeededFrom, window.Start);
        }
    }

    /// <summary>No open stop at its end waits to be minor or not.</summary>
    private bool Determined(OeeWindow window, long now)
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
    private void Downtime(OeeWindow window, long now, IFactSink facts)
    {
        if (window.Kind != WindowKind.Hour)
        {
            return;
        }

        fold.Fold(window.Start, window.End, now, records.Sums);
        var configuration = configurations[intervals[intervals.IndexAt(Math.Min(window.End, now) - 1)].Configuration];
        var totals = _totals;
        totals.Clear();
        foreach (var code in configuration.Reasons.Keys)
        {
            totals.Add(new ReasonTotal(code, 0, 0));
        }

        totals.Add(new ReasonTotal("", 0, 0));
        foreach (var sum in records.Sums.Reasons)
        {
            var at = IndexOf(totals, sum.Code);
            var total = new ReasonTotal(sum.Code, sum.Milliseconds, sum.Stops);
            if (at >= 0)
            {
                totals[at] = total;
            }
            else
            {
                totals.Add(total);
            }
        }

        // A reason that has left the hour is written as zero once: the point of its tag stays in the database otherwise.
        foreach (var before in window.Downtime?.Reasons ?? [])
        {
            if (IndexOf(totals, before.Reason) < 0)
            {
                totals.Add(new ReasonTotal(before.Reason, 0, 0));
            }
        }

        if (window.Downtime is null || !window.Downtime.Reasons.SequenceEqual(totals))
        {
            window.Downtime = new DowntimeHourFact(machine, Math.Min(now, window.End), window.Start, [.. totals]);
            facts.Add(window.Downtime);
        }
    }

    private static int IndexOf(List<ReasonTotal> totals, string reason)
    {
        for (var i = 0; i < totals.Count; i++)
        {
            if (totals[i].Reason == reason)
            {
                return i;
            }
        }

        return -1;
    }
}
