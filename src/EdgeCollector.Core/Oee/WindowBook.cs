using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// The hour, shift and order windows of one machine or line: live while they run, provisional at their end, final when nothing known can
/// still change them, re-stated under the next revision when something late does, for the correction horizon.
/// </summary>
internal sealed class WindowBook(IWindowSource source)
{
    /// <summary>Waits for values that are on their way and for a lost connection to be noticed (3 keep-alives of 5 s).</summary>
    public const long SettleAfter = 20_000;

    /// <summary>ms after its end in which a window can be corrected (oee-reference.md 10).</summary>
    public const long Horizon = 86_400_000;
    private const long LongestHistory = 31 * Horizon;
    private readonly List<OeeWindow> _finished = [];
    private readonly List<OeeWindow> _orders = [];
    private long _hourFrom = long.MinValue;
    private long _shiftFrom = long.MinValue;

    public OeeWindow? Hour { get; private set; }

    public OeeWindow? Shift { get; private set; }

    /// <summary>The order that runs; null: none.</summary>
    public OeeWindow? Order => _orders.Count > 0 ? _orders[^1] : null;

    /// <summary>Orders that run or are to be finished, in order of time.</summary>
    public IReadOnlyList<OeeWindow> Orders => _orders;

    /// <summary>What runs, what may still be stated again, always in the same order.</summary>
    public IEnumerable<OeeWindow> All => [.. One(Hour), .. One(Shift), .. _orders, .. _finished];

    /// <summary>The window of a kind that runs; null: none.</summary>
    public OeeWindow? Running(WindowKind kind) => kind switch
    {
        WindowKind.Hour => Hour,
        WindowKind.Shift => Shift,
        _ => Order,
    };

    /// <summary>Start of the earliest window that may still be stated again.</summary>
    public long NeededFrom { get; private set; } = long.MaxValue;

    public void Begin(long time) => _hourFrom = _shiftFrom = time;

    /// <summary>A calendar took over at <paramref name="time"/>: what runs is cut where it no longer fits.</summary>
    public void CalendarChanged(long time)
    {
        if (Shift is { } shift && source.Calendar.ShiftAt(shift.Start) is { } before)
        {
            shift.End = Math.Min(shift.End, before.End);
        }

        _shiftFrom = Math.Max(_shiftFrom, Shift is null ? time : _shiftFrom);
    }

    /// <summary>The orders from <paramref name="from"/> on have changed: what no longer is, is withdrawn; what moved its end
    /// follows.</summary>
    public void OrdersChanged(IReadOnlyList<OrderRun> runs, long from, long now, IFactSink facts)
    {
        for (var i = _finished.Count - 1; i >= 0; i--)
        {
            var window = _finished[i];
            if (window.Kind == WindowKind.Order && window.End > from)
            {
                _finished.RemoveAt(i);
                _orders.Insert(0, window);
            }
        }

        var known = _orders.Where(w => w.End > from).ToList();
        _orders.Clear();
        foreach (var run in runs)
        {
            var window = known.Find(w => w.Start == run.Start && w.Order == run.Order);
            if (window is null)
            {
                window = new OeeWindow(WindowKind.Order, run.Start, run.End, "") { Order = run.Order };
            }
            else
            {
                known.Remove(window);
                window.End = run.End;
                window.Status = window.Settled is null ? window.Status : RecordStatus.Final;
            }

            _orders.Add(window);
        }

        foreach (var gone in known)
        {
            // Same identity, nothing in it: consumers take the highest revision.
            gone.End = gone.Start;
            facts.Add(source.Build(gone, now) with { Rev = ++gone.Rev, Status = RecordStatus.Final, Flags = RecordFlags.Late });
        }
    }

    /// <summary>Opens and closes windows up to <paramref name="now"/>.</summary>
    public void Advance(long now, IFactSink facts)
    {
        _hourFrom = Math.Max(_hourFrom, now - LongestHistory);
        _shiftFrom = Math.Max(_shiftFrom, now - LongestHistory);
        AdvanceHour(now, facts);
        AdvanceShift(now, facts);
        while (_orders.Count > 0 && _orders[0].End <= now)
        {
            var order = _orders[0];
            _orders.RemoveAt(0);
            Finish(order, now, facts);
        }

        Settle(now, facts);
    }

    /// <summary>The running windows as they stand (every 10 s).</summary>
    public void Live(long now, IFactSink facts)
    {
        foreach (var window in (ReadOnlySpan<OeeWindow?>)[Hour, Shift, Order])
        {
            if (window is not null)
            {
                facts.Add(source.Build(window, now));
                source.Stated(window, now, facts);
            }
        }
    }

    /// <summary>Something before <paramref name="from"/> or after it changed late: settled windows are looked at again.</summary>
    public void Restate(long from, long now, IFactSink facts)
    {
        foreach (var window in _finished)
        {
            if (window.End > from && window.Status == RecordStatus.Final)
            {
                Restate(window, now, facts);
            }
        }
    }

    public void Export(RecordWriter w)
    {
        w.Int(_hourFrom);
        w.Int(_shiftFrom);
        w.Int(NeededFrom);
        foreach (var windows in (IReadOnlyList<OeeWindow>[])[One(Hour), One(Shift), _orders, _finished])
        {
            w.List(windows, static (w, window) => window.Export(w));
        }
    }

    public void Import(ref RecordReader r)
    {
        _hourFrom = r.Int();
        _shiftFrom = r.Int();
        NeededFrom = r.Int();
        Hour = r.List(OeeWindow.Import).FirstOrDefault();
        Shift = r.List(OeeWindow.Import).FirstOrDefault();
        _orders.AddRange(r.List(OeeWindow.Import));
        _finished.AddRange(r.List(OeeWindow.Import));
    }

    private static OeeWindow[] One(OeeWindow? window) => window is null ? [] : [window];

    private void Restate(OeeWindow window, long now, IFactSink facts)
    {
        var record = source.Build(window, now);
        if (window.Settled is not { } settled || Same(record, settled))
        {
            return;
        }

        window.Rev++;
        window.Late = true;
        window.Settled = record with { Rev = window.Rev, Status = RecordStatus.Final, Flags = record.Flags | RecordFlags.Late };
        facts.Add(window.Settled);
        source.Stated(window, now, facts);
    }

    private static bool Same(OeeRecord record, OeeRecord settled) =>
        record with { Rev = settled.Rev, Status = settled.Status, Flags = record.Flags | (settled.Flags & RecordFlags.Late) } == settled;

    private void AdvanceHour(long now, IFactSink facts)
    {
        while (Hour is null || Hour.End <= now)
        {
            if (Hour is not null)
            {
                Finish(Hour, now, facts);
            }

            var start = source.Calendar.HourStart(_hourFrom);
            var shift = source.Calendar.ShiftAt(start);
            Hour = new OeeWindow(WindowKind.Hour, start, source.Calendar.HourEnd(start), shift?.Label ?? "") { Team = shift?.Team ?? "" };
            _hourFrom = Hour.End;
        }
    }

    private void AdvanceShift(long now, IFactSink facts)
    {
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

            while (_shiftFrom <= now && source.Calendar.Stretch(_shiftFrom) is { InShift: false } stretch)
            {
                _shiftFrom = stretch.End;
            }

            if (_shiftFrom > now || source.Calendar.ShiftAt(_shiftFrom) is not { } next)
            {
                break;
            }

            Shift = new OeeWindow(WindowKind.Shift, next.Start, next.End, next.Label) { Team = next.Team };
            _shiftFrom = next.End;
        }
    }

    private void Finish(OeeWindow window, long now, IFactSink facts)
    {
        _finished.Add(window);
        if (window.Settled is not null)
        {
            // An order that had ended before, whose end has moved.
            Restate(window, now, facts);
        }
        else if (now < window.End + SettleAfter || !source.Determined(window, now))
        {
            window.Status = RecordStatus.Provisional;
            facts.Add(source.Build(window, now) with { Status = RecordStatus.Provisional });
        }
    }

    private void Settle(long now, IFactSink facts)
    {
        NeededFrom = Math.Min(Hour?.Start ?? now, Shift?.Start ?? now);
        foreach (var order in _orders)
        {
            NeededFrom = Math.Min(NeededFrom, order.Start);
        }

        for (var i = 0; i < _finished.Count; i++)
        {
            var window = _finished[i];
            if (window.Status == RecordStatus.Final && window.End <= now - Horizon)
            {
                _finished.RemoveAt(i--);
                continue;
            }

            if (window.Status != RecordStatus.Final && now >= window.End + SettleAfter && source.Determined(window, now))
            {
                window.Status = RecordStatus.Final;
                window.Settled = source.Build(window, now) with { Status = RecordStatus.Final };
                facts.Add(window.Settled);
                source.Stated(window, now, facts);
            }

            NeededFrom = Math.Min(NeededFrom, window.Start);
        }
    }
}
