using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// One machine: its timeline, the fold over it, and what was told of it. A fact that comes in order is folded at once; one that comes
/// late is put in its place and the pages from there on are folded again by the same code.
/// </summary>
internal sealed class MachineEngine
{
    /// <summary>Pages folded again at once; more wait for the next second, so that a flushed queue costs one folding and not
    /// thousands.</summary>
    private const int RefoldAtOnce = 3;
    private const long InFlight = 2_000;
    private const long KeepIntervals = 2 * WindowBook.Horizon;
    private readonly List<CompiledMachine> _configurations = [];
    private readonly Dictionary<int, int> _slots = [];
    private readonly TextIds _texts;
    private readonly EngineLimits _limits;
    private readonly ReasonRules _reasons = new();
    private readonly HashSet<(long Time, long Sequence)> _fresh = [];
    private long _dirtyFrom = long.MaxValue;
    private long _lateFrom = long.MaxValue;
    private long _ordersFrom = long.MaxValue;
    private long[] _initialAt = [];
    private long _disturbedFrom = long.MaxValue;
    private CountFact? _lastCount;

    public MachineEngine(EngineConfiguration configuration, MachineDefinition definition, CalendarTimeline calendar, TextIds texts,
        PageReader reader, long time, EngineLimits limits)
    {
        (Calendar, _texts, _limits) = (calendar, texts, limits);
        Name = definition.Name;
        AddConfiguration(configuration, definition);
        Timeline = new Timeline(calendar, reader, limits.MaxPages);
        Tracker = new MachineTracker(calendar, texts, _configurations);
        Tracker.Begin(time);
        Fold = new WindowFold(calendar, Tracker.Intervals, _reasons, _configurations);
        Pieces = new WindowPieces(Timeline, Tracker, () => new MachineTracker(calendar, texts, _configurations));
        Records = new RecordBuilder(Name, Fold, Pieces.Add, Tracker.Intervals, texts, _configurations);
        Stops = new StopEpisodes(Name, Fold, Tracker.Intervals, calendar, texts);
        Source = new MachineWindows(Name, Records, Fold, Tracker.Intervals, calendar, _configurations);
        Windows = new WindowBook(Source);
        Windows.Begin(time);
        RestoredAt = time;
    }

    public string Name { get; }

    /// <summary>Its own: planned downtime may hold for single machines.</summary>
    public CalendarTimeline Calendar { get; }

    public string Line => _configurations[^1].Definition.Line;

    public CompiledMachine Machine => _configurations[^1];

    /// <summary>It stands in the newest configuration.</summary>
    public bool Active { get; set; } = true;

    public Timeline Timeline { get; }

    public MachineTracker Tracker { get; }

    public WindowFold Fold { get; }

    public WindowPieces Pieces { get; }

    public RecordBuilder Records { get; }

    public StopEpisodes Stops { get; }

    public MachineWindows Source { get; }

    public WindowBook Windows { get; }

    /// <summary>Start of the earliest settled window that was looked at again in the last live second; <see cref="long.MaxValue"/>:
    /// none.</summary>
    public long RestatedFrom { get; private set; } = long.MaxValue;

    /// <summary>When the source last came back: values marked Initial are not older than this (packml.md 4).</summary>
    public long RestoredAt { get; set; }

    /// <summary>Identical statements about the same moment, dropped.</summary>
    public long Repeats { get; private set; }

    /// <summary>Facts older than the horizon or than what the timeline still holds, not applied.</summary>
    public long TooOld { get; private set; }

    /// <summary>Start of the earliest order that may have moved in the last second; <see cref="long.MaxValue"/>: none.</summary>
    public long OrdersMovedFrom { get; private set; } = long.MaxValue;

    public IReadOnlyList<OrderRun> Orders(long from, long now) => OrderRun.After(Tracker.Intervals, _texts, from, now, Windows.Orders);

    /// <summary>When a value counts: the first one after a (re)connection not before that (packml.md 4), and what follows it not before
    /// it.</summary>
    public long NotBefore(int slot, long time, bool initial)
    {
        if (slot >= _initialAt.Length)
        {
            Array.Resize(ref _initialAt, slot + 8);
        }

        _initialAt[slot] = initial ? Math.Max(time, RestoredAt) : _initialAt[slot];
        return Math.Max(time, _initialAt[slot]);
    }

    /// <summary>The slot of a signal, given once and never reused.</summary>
    public int SlotOf(int signal) => _slots[signal];

    public int AddConfiguration(EngineConfiguration configuration, MachineDefinition definition)
    {
        foreach (var signal in configuration.Signals)
        {
            if (signal.MachineId == definition.Id && signal.Role != SignalRole.Tag)
            {
                _slots.TryAdd(signal.Id, _slots.Count);
            }
        }

        _configurations.Add(new CompiledMachine(configuration, definition, _slots, _slots.Count, _texts));
        return _configurations.Count - 1;
    }

    public void Add(TimelineFact fact, long now, in FactContext context)
    {
        if (fact.Time <= Timeline.ClosedUntil || (_limits.Horizon != long.MaxValue && fact.Time <= now - _limits.Horizon))
        {
            TooOld++;
            return;
        }

        if (_dirtyFrom == long.MaxValue && fact.Time > Timeline.LastTime)
        {
            AppendAndFold(fact, now, context);
            return;
        }

        if (fact.Time <= Timeline.LastTime && !IsPulse(fact) && Timeline.Contains(fact))
        {
            Repeats++;
            return;
        }

        if (_dirtyFrom == long.MaxValue && fact.Time == Timeline.LastTime)
        {
            AppendAndFold(fact, now, context);
            return;
        }

        _fresh.Add((fact.Time, fact.Sequence));
        if (fact.Time >= Timeline.LastTime)
        {
            Timeline.Append(fact, out _);
        }
        else
        {
            Disturb(fact.Time);
            _disturbedFrom = Math.Min(_disturbedFrom, fact.Time);
            _dirtyFrom = Math.Min(_dirtyFrom, Timeline.Insert(fact));
        }

        _dirtyFrom = Math.Min(_dirtyFrom, fact.Time);
        if (Timeline.Count - FirstDirtyPage() <= RefoldAtOnce)
        {
            Refold(now, context);
        }
    }

    /// <summary>The server kept its queue: the outage that ends here did not happen, what came from the queue proves it.</summary>
    public void RetractLoss(long time, long now, in FactContext context)
    {
        var page = Timeline.Remove(FactKind.Lost, time, out var lost);
        if (page >= 0)
        {
            Disturb(lost);
            _disturbedFrom = Math.Min(_disturbedFrom, lost);
            _dirtyFrom = Math.Min(_dirtyFrom, lost);
            Refold(now, context);
        }
    }

    public void Give(GivenReason reason, long now, in FactContext context)
    {
        _reasons.Add(reason);
        Disturb(reason.From + 1);
        Tracker.ChangedFrom = Math.Min(Tracker.ChangedFrom, reason.From);
        Reconcile(now, context);
    }

    /// <summary>Once a second of event time.</summary>
    public void Second(long now, bool live, in FactContext context)
    {
        if (_dirtyFrom != long.MaxValue)
        {
            Refold(now, context);
        }

        var silent = Tracker.SilentAt;
        if (silent != long.MaxValue && now >= silent + InFlight && silent > Timeline.LastTime)
        {
            Add(new TimelineFact { Kind = FactKind.Silence, Time = silent, Sequence = Tracker.State.Core.LastPulseSequence }, now, context);
        }

        if (now >= Stops.SettlesAt || (Stops.HasUntold && Calendar.IsPlanned(now)))
        {
            Tracker.ChangedFrom = Math.Min(Tracker.ChangedFrom, Tracker.Intervals.Last.EpisodeStart);
            Reconcile(now, context);
        }

        if (!_limits.Windows || !Active)
        {
            return;
        }

        var order = _texts[Tracker.State.Core.Order];
        foreach (var window in (ReadOnlySpan<OeeWindow?>)[Windows.Hour, Windows.Shift])
        {
            window?.Order = order;
        }

        OrdersMovedFrom = long.MaxValue;
        if (_ordersFrom != long.MaxValue || (Windows.Order is { } running && now - running.Start >= OrderRun.Longest))
        {
            OrdersMovedFrom = Math.Min(_ordersFrom, Windows.Order?.Start ?? long.MaxValue);
            Windows.OrdersChanged(Orders(OrdersMovedFrom, now), OrdersMovedFrom, now, context.Facts);
            _ordersFrom = long.MaxValue;
        }

        Windows.Advance(now, context.Facts);
        if (!live)
        {
            return;
        }

        RestatedFrom = _lateFrom;
        if (_lateFrom != long.MaxValue)
        {
            Windows.Restate(_lateFrom, now, context.Facts);
            _lateFrom = long.MaxValue;
        }

        Windows.Live(now, context.Facts);
        TellCount(now, context);
    }

    /// <summary>The count as it stands, if it changed since it was told: in each live second, and when the source is lost, since nobody
    /// may be there to tell it later.</summary>
    public void TellCount(long now, in FactContext context)
    {
        if (!_limits.Windows || !Active)
        {
            return;
        }

        var count = RecordBuilder.Count(Name, now, Machine, Tracker.State.Core.Believed);
        if (_lastCount is null || count with { Time = _lastCount.Time } != _lastCount)
        {
            _lastCount = count;
            context.Facts.Add(count);
            context.Facts.Add(CounterBaselines.Of(Name, Machine, Tracker.State, now));
        }
    }

    public void ForgetBefore(long now)
    {
        if (_limits.Horizon == long.MaxValue)
        {
            return;
        }

        Timeline.ForgetBefore(Math.Min(now - _limits.Horizon, Windows.NeededFrom));
        Tracker.Intervals.ForgetBefore(Math.Min(now - KeepIntervals, Windows.NeededFrom), Timeline.IntervalsFrom);
        _reasons.ForgetBefore(now - KeepIntervals);
        Stops.ForgetBefore(now - KeepIntervals);
        Source.Gaps.RemoveAll(g => g.To < now - KeepIntervals);
        Calendar.ForgetBefore(now - (2 * KeepIntervals));
    }

    /// <summary>Which definitions it had, and since when: their order gives signals their slots.</summary>
    public void ExportConfigurations(RecordWriter w, List<EngineConfiguration> all)
    {
        w.Int(Machine.Definition.Id);
        w.UInt((ulong)_configurations.Count);
        for (var number = 0; number < _configurations.Count; number++)
        {
            var configuration = _configurations[number].Configuration;
            w.UInt((ulong)all.FindIndex(one => ReferenceEquals(one, configuration)));
            w.Int(Calendar.From(number));
        }
    }

    /// <summary>A new machine with those definitions; null: they are damaged.</summary>
    public static MachineEngine? Configured(ref RecordReader r, List<EngineConfiguration> all, TextIds texts, PageReader reader,
        EngineLimits limits)
    {
        MachineEngine? machine = null;
        var id = (int)r.Int();
        for (var left = r.Int32(r.Remaining); left > 0 && !r.Failed; left--)
        {
            var (number, from) = (r.Int32(all.Count - 1), r.Int());
            if (r.Failed || all[number].Machines.FirstOrDefault(m => m.Id == id) is not { } definition)
            {
                r.Fail();
                return null;
            }

            var calendar = new ShiftCalendar(all[number], definition.Name);
            if (machine is null)
            {
                machine = new MachineEngine(all[number], definition, new CalendarTimeline(calendar), texts, reader, 0, limits);
            }
            else
            {
                machine.Calendar.Add(from, calendar);
                machine.AddConfiguration(all[number], definition);
            }
        }

        if (machine is null)
        {
            r.Fail();
        }

        return machine;
    }

    /// <summary>All but the configurations, which the engine gives back in their order first. <see cref="Pieces"/> only remembers.</summary>
    public void Export(RecordWriter w)
    {
        var begin = w.Begin();
        w.Boolean(Active);
        w.Int(_dirtyFrom);
        w.Int(_lateFrom);
        w.Int(_ordersFrom);
        w.Int(_disturbedFrom);
        w.Int(RestatedFrom);
        w.Int(OrdersMovedFrom);
        w.Int(RestoredAt);
        w.Int(Repeats);
        w.Int(TooOld);
        w.List(_initialAt, static (w, time) => w.Int(time));
        w.List(_fresh, static (w, fact) =>
        {
            w.Int(fact.Time);
            w.Int(fact.Sequence);
        });
        FactRecords.EncodeBlock(w, _lastCount);
        Tracker.Export(w);
        _reasons.Export(w);
        Stops.Export(w);
        Source.Export(w);
        Windows.Export(w);
        w.End(begin);
        Timeline.Export(w);
    }

    public void Import(ref RecordReader reader)
    {
        var r = reader.Block();
        Active = r.Boolean();
        _dirtyFrom = r.Int();
        _lateFrom = r.Int();
        _ordersFrom = r.Int();
        _disturbedFrom = r.Int();
        RestatedFrom = r.Int();
        OrdersMovedFrom = r.Int();
        RestoredAt = r.Int();
        Repeats = r.Int();
        TooOld = r.Int();
        _initialAt = [.. r.List(static (ref RecordReader r) => r.Int())];
        _fresh.UnionWith(r.List(static (ref RecordReader r) => (r.Int(), r.Int())));
        _lastCount = FactRecords.DecodeBlock<CountFact>(ref r, RecordKind.CountFact);
        Tracker.Import(ref r);
        _reasons.Import(ref r);
        Stops.Import(ref r);
        Source.Import(ref r);
        Windows.Import(ref r);
        if (r.Failed)
        {
            reader.Fail();
        }

        Timeline.Import(ref reader);
    }

    public string SignalName(int slot) => slot < Machine.Signals.Length ? Machine.Signals[slot].Name : "";

    public IEnumerable<GivenReason> Reasons(long from, long to) => _reasons.Within(from, to);

    private bool IsPulse(in TimelineFact fact) =>
        fact.Kind == FactKind.Pieces || (fact.Kind == FactKind.Sample && Machine.Signals[fact.Slot].Pulse);

    private void AppendAndFold(in TimelineFact fact, long now, in FactContext context)
    {
        if (fact.Time < now - WindowBook.SettleAfter)
        {
            Disturb(fact.Time);
        }

        var page = Timeline.Append(fact, out var newPage);
        if (newPage)
        {
            Tracker.Save(page.Start);
        }

        if (Tracker.Fold(fact, page.Tally))
        {
            TellState(fact.Time, context);
        }

        if (Tracker.ChangedFrom != long.MaxValue)
        {
            Reconcile(now, context);
        }
    }

    private void Refold(long now, in FactContext context)
    {
        var first = FirstDirtyPage();
        for (var p = first; p < Timeline.Count; p++)
        {
            var page = Timeline[p];
            if (p == first)
            {
                Tracker.Restore(page.Start);
            }
            else
            {
                Tracker.Save(page.Start);
            }

            page.Tally.Clear();
            foreach (ref readonly var fact in Timeline.Facts(p))
            {
                if (Tracker.Fold(fact, page.Tally) && _fresh.Contains((fact.Time, fact.Sequence)))
                {
                    TellState(fact.Time, context);
                }
            }
        }

        Timeline.Version++;
        _fresh.Clear();
        _dirtyFrom = long.MaxValue;
        if (_disturbedFrom != long.MaxValue)
        {
            Disturb(_disturbedFrom);
            _disturbedFrom = long.MaxValue;
        }

        Reconcile(now, context);
    }

    private int FirstDirtyPage()
    {
        var p = Timeline.Count - 1;
        while (p > 0 && !Timeline[p - 1].Sealed && Timeline[p - 1].Count > 0
            && Timeline[p - 1].LastTime >= _dirtyFrom)
        {
            p--;
        }

        return p;
    }

    /// <summary>Settled windows from here on may say something else: from the start of the stop that stands just before.</summary>
    private void Disturb(long time)
    {
        ref readonly var before = ref Tracker.Intervals[Tracker.Intervals.IndexAt(time - 1)];
        _lateFrom = Math.Min(_lateFrom, before.IsStop ? Math.Min(time, before.EpisodeStart) : time);
    }

    private void Reconcile(long now, in FactContext context)
    {
        var from = Tracker.ChangedFrom;
        Tracker.ChangedFrom = long.MaxValue;
        if (_limits.Windows)
        {
            _ordersFrom = Tracker.HasOrders ? Math.Min(_ordersFrom, from) : _ordersFrom;
            Stops.Reconcile(from, Math.Max(now, Math.Min(Timeline.LastTime, now + InFlight + InFlight)), context.Node, context.Epoch,
                Machine, context.Facts);
        }
    }

    private void TellState(long time, in FactContext context)
    {
        ref readonly var reading = ref Tracker.State.Core.Reading;
        context.Facts.Add(new StateFact(Name, Math.Min(time, Tracker.Intervals.Last.Start), reading.Category, _texts[reading.Name],
            reading.HasCode ? reading.Code : null, _texts[reading.Mode], Machine.Mapping.Definition.Kind == StateMappingKind.PackMl));
    }
}

/// <summary>What the engine says along with a fact.</summary>
internal readonly record struct FactContext(IFactSink Facts, string Node, long Epoch, long Sequence);
