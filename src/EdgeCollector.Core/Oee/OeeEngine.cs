using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Live;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// Folds the inputs of all machines of a node. Pure: what it says depends on the inputs and their sequence numbers alone, never on a
/// clock, and the rate of ticks changes no settled record. One thread.
/// </summary>
public sealed class OeeEngine : IEngine
{
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const long NotYet = long.MinValue / 4;
    private readonly List<MachineEngine> _machines = [];
    private readonly Dictionary<string, LineEngine> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<int, MachineEngine> _byId = [];
    private readonly Dictionary<string, MachineEngine> _byName = new(StringComparer.Ordinal);
    private readonly TextIds _texts = new();
    private readonly RememberedIds _entries = new();
    private readonly PageReader _reader = new();

    /// <summary>Every configuration that was ever in force, the present one last.</summary>
    private readonly List<EngineConfiguration> _configurations = [];
    private readonly EngineLimits _limits;
    private (MachineEngine? Machine, int Slot)[] _bySignal = [];
    private string _node = "";
    private long _epoch;
    private Baselines? _baselines;
    private bool _begun;
    private long _now = NotYet;
    private long _nextSecond = long.MinValue;
    private long _sequence;

    /// <param name="epoch">Until an <see cref="InputKind.Epoch"/> says otherwise.</param>
    public OeeEngine(long epoch)
        : this(epoch, EngineLimits.Live)
    {
    }

    /// <param name="epoch">As above.</param>
    /// <param name="limits">What to remember.</param>
    public OeeEngine(long epoch, EngineLimits limits)
    {
        _epoch = epoch;
        _limits = limits;
    }

    internal IReadOnlyList<MachineEngine> Machines => _machines;

    internal TextIds Texts => _texts;

    public void Apply(long sequence, in Input input, IFactSink facts)
    {
        _sequence = sequence;
        var context = new FactContext(facts, _node, _epoch, sequence);
        var time = Milliseconds(input.SourceTime);
        if (input.Kind == InputKind.Epoch)
        {
            // Before time moves on: the gap begins at the last thing seen.
            _baselines = input.Reference as Baselines;
            if (_baselines is { LastSeen: > 0 } before)
            {
                // Where ticks have left, as in the archive, time has still gone on to there.
                Advance(before.LastSeen, context);
            }

            Epoch(input.Bits, time, context);
        }

        if (input.ReceiveTime != 0)
        {
            Advance(Milliseconds(input.ReceiveTime), context);
        }

        switch (input.Kind)
        {
            case InputKind.Sample:
                Sample(input, time, context);
                break;
            case InputKind.Tick:
                Advance(time, context);
                break;
            case InputKind.Communication when _byId.TryGetValue(input.Id, out var machine):
                Communication(machine, input.Bits, time, context);
                break;
            case InputKind.Configuration when input.Reference is EngineConfiguration configuration:
                Configure(configuration, time, context);
                break;
            case InputKind.Gap when _byId.TryGetValue(input.Id, out var machine):
                Gap(machine, time, Milliseconds(input.Bits), input.Text ?? "", context);
                break;
            case InputKind.Entry:
                Entry(input.Reference as OperatorEntry, time, context);
                break;
            case InputKind.Order when input.Reference is OrderStart start && _entries.Add(start.Id):
                Order(start, context);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public long LastSeen { get; private set; }

    /// <inheritdoc/>
    public long NeededFrom
    {
        get
        {
            var windows = _machines.Select(m => m.Windows.NeededFrom).Concat(_lines.Values.Select(l => l.NeededFrom)).Append(_now).Min();
            var from = Math.Min(_now - WindowBook.Horizon, windows);
            return _machines.Select(m => m.Fold.StopAt(from, _now)).Append(from).Min();
        }
    }

    public void Export(RecordWriter writer)
    {
        writer.Text(_node);
        writer.Int(_epoch);
        writer.Boolean(_begun);
        writer.Int(_now);
        writer.Int(_nextSecond);
        writer.Int(LastSeen);
        writer.Int(_sequence);
        var begin = writer.Begin();
        BaselineRecords.Encode(writer, _baselines);
        writer.End(begin);
        _texts.Export(writer);
        _entries.Export(writer);
        writer.List(_configurations, ConfigurationRecords.Encode);
        writer.UInt((ulong)_machines.Count);
        foreach (var machine in _machines)
        {
            machine.ExportConfigurations(writer, _configurations);
            machine.Export(writer);
        }

        writer.UInt((ulong)_lines.Count);
        foreach (var (name, line) in _lines)
        {
            writer.Text(name);
            line.Export(writer, _machines);
        }
    }

    /// <summary>An engine that goes on where the one that wrote this stood; null: the bytes are damaged.</summary>
    public static OeeEngine? Import(ref RecordReader reader, EngineLimits limits)
    {
        var engine = new OeeEngine(0, limits);
        engine.Load(ref reader);
        return reader.Failed ? null : engine;
    }

    public LiveSnapshot Snapshot()
    {
        var machines = new List<LiveMachine>(_machines.Count);
        foreach (var machine in _machines)
        {
            if (machine.Active && _now != NotYet)
            {
                machines.Add(LivePicture.Of(machine, _texts, _now));
            }
        }

        return new LiveSnapshot(_now == NotYet ? 0 : _now, _sequence, machines);
    }

    /// <summary>Any window of a machine, as known at <paramref name="now"/>.</summary>
    public OeeRecord Evaluate(string machine, long start, long end, long now)
    {
        var m = _byName[machine];
        m.Second(now, false, new FactContext(NoFacts.Instance, _node, _epoch, _sequence));
        return m.Records.Build(new OeeWindow(WindowKind.Shift, start, end, ""), now, m.Source.Gaps);
    }

    /// <summary>A window of a machine or line that was stated, or runs, with all it was made from, as known after the last input.</summary>
    /// <returns>Null: there is no such machine or line, or nothing of it runs at <paramref name="start"/>.</returns>
    /// <param name="name">Of a machine or line.</param>
    /// <param name="kind">Of the window.</param>
    /// <param name="start">ms UTC.</param>
    /// <param name="stated">What was stated: gives the window's end and label; null: the running one.</param>
    public Explanation? Explain(string name, WindowKind kind, long start, OeeRecord? stated)
    {
        if (_byName.TryGetValue(name, out var machine))
        {
            return Window(kind, start, stated, machine.Windows.Running(kind)) is { } window
                ? new Explainer(machine, _texts).Explain(window, _now) : null;
        }

        if (!_lines.TryGetValue(name, out var line) || Window(kind, start, stated, line.Running(kind)) is not { } whole)
        {
            return null;
        }

        var parts = line.Fold.Machines.Select(m => new Explainer(m, _texts).Explain(whole.Copy(), _now)).ToList();
        return new Explanation(line.Build(whole, _now), [], [], [], [], [], parts);
    }

    private void Load(ref RecordReader r)
    {
        _node = r.Text();
        _epoch = r.Int();
        _begun = r.Boolean();
        _now = r.Int();
        _nextSecond = r.Int();
        LastSeen = r.Int();
        _sequence = r.Int();
        var baselines = r.Block();
        _baselines = BaselineRecords.DecodeAll(ref baselines);
        _texts.Import(ref r);
        _entries.Import(ref r);
        _configurations.AddRange(r.List(ConfigurationRecords.Decode));
        for (var left = r.Int32(r.Remaining); left > 0 && !r.Failed; left--)
        {
            var machine = MachineEngine.Configured(ref r, _configurations, _texts, _reader, _limits);
            if (machine is not null)
            {
                machine.Import(ref r);
                Add(machine, machine.Machine.Definition);
            }
        }

        for (var left = r.Int32(r.Remaining); left > 0 && !r.Failed; left--)
        {
            var name = r.Text();
            if (LineEngine.Import(ref r, _machines) is { } line)
            {
                _lines.Add(name, line);
            }
        }

        if (!r.Failed && _configurations.Count > 0)
        {
            Route(_configurations[^1]);
        }
    }

    private static OeeWindow? Window(WindowKind kind, long start, OeeRecord? stated, OeeWindow? running) =>
        stated is { End: { } end } ? new OeeWindow(kind, start, end, stated.Shift)
        {
            Team = stated.Team, Order = stated.Order, Rev = stated.Rev, Status = stated.Status,
            Late = stated.Flags.HasFlag(RecordFlags.Late),
        }
        : running?.Start == start ? running : null;

    /// <summary>Downtime of a machine in [start, end), by reason within category (oee-reference.md 11).</summary>
    public IReadOnlyList<ParetoBar> Pareto(string machine, long start, long end, long now, bool byCount)
    {
        var sums = new WindowSums { Stretches = [] };
        _byName[machine].Fold.Fold(start, end, now, sums);
        return Oee.Pareto.Of(sums.Stretches, byCount);
    }

    private static long Milliseconds(long nanoseconds) => nanoseconds / NanosecondsPerMillisecond;

    private void Sample(in Input input, long time, in FactContext context)
    {
        if ((uint)input.Id >= (uint)_bySignal.Length || _bySignal[input.Id].Machine is not { } machine)
        {
            return;
        }

        var slot = _bySignal[input.Id].Slot;
        var fact = new TimelineFact
        {
            Time = machine.NotBefore(slot, time, (input.Flags & InputFlags.Initial) != 0),
            Value = input.ValueKind == ValueKind.Text ? _texts.Of(input.Text) : input.Bits,
            Sequence = context.Sequence,
            Slot = slot,
            ValueKind = input.ValueKind,
            Quality = input.Quality,
            Flags = input.Flags,
        };
        machine.Add(fact, _now, context);
    }

    private void Advance(long time, in FactContext context)
    {
        LastSeen = Math.Max(LastSeen, time);
        if (time < _nextSecond || !_begun)
        {
            return;
        }

        var before = _now;
        _now = time - (time % 1000);
        _nextSecond = _now + 1000;
        var live = before == NotYet || before / 10_000 != _now / 10_000;
        foreach (var machine in _machines)
        {
            machine.Second(_now, live, context);
        }

        foreach (var line in _lines.Values)
        {
            line.Second(_now, live, context.Facts);
        }

        if (before == NotYet || before / 600_000 != _now / 600_000)
        {
            foreach (var machine in _machines)
            {
                machine.ForgetBefore(_now);
            }
        }
    }

    private void Communication(MachineEngine machine, long status, long time, in FactContext context)
    {
        if (status == 2)
        {
            machine.RetractLoss(time, _now, context);
            return;
        }

        if (status == 1)
        {
            machine.RestoredAt = time;
        }

        Add(machine, status == 0 ? FactKind.Lost : FactKind.Restored, time, 0, context);
        if (status == 0)
        {
            machine.TellCount(Math.Max(_now, time), context);
        }
    }

    private void Epoch(long epoch, long time, in FactContext context)
    {
        _epoch = epoch;
        foreach (var machine in _machines)
        {
            // The program was down: Unknown since the last thing it saw, and never resumed from memory.
            Add(machine, FactKind.Lost, LastSeen, 0, context);
            Add(machine, FactKind.Restored, Math.Max(time, LastSeen), 0, context);
            machine.RestoredAt = Math.Max(time, LastSeen);
        }
    }

    private void Configure(EngineConfiguration configuration, long time, in FactContext context)
    {
        if (_configurations.Count > 0 && ConfigurationRecords.AreEqual(_configurations[^1], configuration))
        {
            // A restart as it was before: what is in force stays in force, and no window is cut.
            return;
        }

        _configurations.Add(configuration);
        _node = configuration.Node;
        foreach (var machine in _machines)
        {
            machine.Active = false;
        }

        foreach (var definition in configuration.Machines)
        {
            if (_byId.TryGetValue(definition.Id, out var machine))
            {
                machine.Active = true;
                machine.Calendar.Add(time, new ShiftCalendar(configuration, definition.Name));
                var number = machine.AddConfiguration(configuration, definition);
                Add(machine, FactKind.Configuration, time, number, context);
                machine.Windows.CalendarChanged(time);
                continue;
            }

            var calendar = new CalendarTimeline(new ShiftCalendar(configuration, definition.Name));
            machine = new MachineEngine(configuration, definition, calendar, _texts, _reader, time, _limits);
            if (_baselines?.Machines.FirstOrDefault(b => b.Machine == definition.Name) is { } baseline)
            {
                CounterBaselines.Seed(baseline, machine.Machine, machine.Tracker.State, time);
            }

            Add(machine, definition);
        }

        Route(configuration);
        if (_limits.Windows)
        {
            SetLines(configuration, time);
        }

        _begun = true;
    }

    private void Add(MachineEngine machine, MachineDefinition definition)
    {
        _machines.Add(machine);
        _byId.Add(definition.Id, machine);
        _byName.Add(definition.Name, machine);
    }

    private void Route(EngineConfiguration configuration)
    {
        _bySignal = new (MachineEngine?, int)[configuration.Signals.Count == 0 ? 0 : configuration.Signals.Max(s => s.Id) + 1];
        foreach (var signal in configuration.Signals)
        {
            if (signal.Role != SignalRole.Tag && _byId.TryGetValue(signal.MachineId, out var machine))
            {
                _bySignal[signal.Id] = (machine, machine.SlotOf(signal.Id));
            }
        }
    }

    private void SetLines(EngineConfiguration configuration, long time)
    {
        foreach (var line in _lines.Values)
        {
            line.Active = false;
        }

        foreach (var definition in configuration.Lines)
        {
            var machines = definition.Machines.Where(_byName.ContainsKey).Select(name => _byName[name]).ToList();
            if (machines.Count == 0)
            {
                continue;
            }

            var fold = LineFold.Of(definition, machines);
            if (_lines.TryGetValue(definition.Name, out var line))
            {
                line.Active = true;
                line.Change(fold, time);
            }
            else
            {
                _lines.Add(definition.Name, new LineEngine(fold, time));
            }
        }
    }

    private void Gap(MachineEngine machine, long from, long to, string reason, in FactContext context)
    {
        machine.Source.Gaps.Add((from, to));
        Add(machine, FactKind.Lost, from, 0, context);
        Add(machine, FactKind.Restored, to, 0, context);
        context.Facts.Add(new GapFact(machine.Name, to, from, to, reason));
    }

    private void Entry(OperatorEntry? entry, long time, in FactContext context)
    {
        if (entry is ReasonEntry reason && _byName.TryGetValue(reason.Machine, out var stopped) && _entries.Add(reason.Id))
        {
            stopped.Give(new GivenReason(time, reason.From, reason.To ?? long.MaxValue, reason.Code, reason.Note), _now, context);
        }
        else if (entry is CountEntry count && _byName.TryGetValue(count.Machine, out var counted) && _entries.Add(count.Id))
        {
            var fact = new TimelineFact
            {
                Kind = FactKind.Pieces, Time = count.At, Slot = (int)count.Role, Value = count.Pieces * PieceTally.PerPiece,
                Sequence = context.Sequence,
            };
            counted.Add(fact, _now, context);
        }
    }

    private void Order(OrderStart start, in FactContext context)
    {
        if (!_byName.TryGetValue(start.Machine, out var machine))
        {
            return;
        }

        if (start.Product is not null)
        {
            Add(machine, FactKind.Product, start.At, _texts.Of(start.Product), context);
        }

        if (start.Order is not null)
        {
            Add(machine, FactKind.Order, start.At, _texts.Of(start.Order), context);
        }
    }

    private void Add(MachineEngine machine, FactKind kind, long time, long value, in FactContext context) =>
        machine.Add(new TimelineFact { Kind = kind, Time = time, Value = value, Sequence = context.Sequence }, _now, context);

    private sealed class NoFacts : IFactSink
    {
        public static readonly NoFacts Instance = new();

        public void Add(Fact fact)
        {
        }
    }
}
