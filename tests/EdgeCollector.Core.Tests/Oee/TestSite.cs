using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Tests.Oee;

/// <summary>One node with one machine "m" (or more) and an engine behind it; times are ms after 2026-01-05T00:00:00Z, a Monday.</summary>
internal sealed class TestSite : IFactSink
{
    public const long Second = 1000;
    public const long Minute = 60_000;
    public const long Hour = 3_600_000;
    public static readonly long Zero = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private const byte EveryDay = 0x7F;
    private long _sequence;

    public TestSite(Func<EngineConfiguration, EngineConfiguration>? change = null, long start = 6 * Hour,
        Baselines? baselines = null)
    {
        Configuration = change?.Invoke(Default()) ?? Default();
        Engine = new OeeEngine(77);
        Put(new Input { Kind = InputKind.Epoch, Bits = 77, Reference = baselines }, start, start);
        Put(new Input { Kind = InputKind.Configuration, Reference = Configuration }, start, start);
    }

    public EngineConfiguration Configuration { get; private set; }

    public OeeEngine Engine { get; }

    public List<Fact> Facts { get; } = [];

    public IEnumerable<OeeRecord> Records => Facts.OfType<OeeRecord>();

    public IEnumerable<StopFact> Stops => Facts.OfType<StopFact>();

    public void Add(Fact fact) => Facts.Add(fact);

    /// <summary>Shift A 06:00-14:00 UTC daily, ideal cycle 10 s, minor stop 120 s; total and scrap counters of 16 bits at most
    /// 1/s.</summary>
    public static EngineConfiguration Default(StateMapping? mapping = null) => new("c1", "m1", "node", "UTC")
    {
        Machines =
        [
            new MachineDefinition(1, "m", "line", 120 * Second, 10_000,
                0.75) { Mapping = mapping ?? new StateMapping(StateMappingKind.Neutral) },
        ],
        Signals =
        [
            new Signal(1, 1, "m", "state", SignalRole.State),
            new Signal(2, 1, "m", "total", SignalRole.Total) { Modulus = 65536, MaxRate = 1 },
            new Signal(3, 1, "m", "scrap", SignalRole.Scrap) { Modulus = 65536, MaxRate = 1 },
            new Signal(4, 1, "m", "mode", SignalRole.Mode),
            new Signal(5, 1, "m", "starved", SignalRole.Starved),
            new Signal(6, 1, "m", "blocked", SignalRole.Blocked),
            new Signal(7, 1, "m", "code", SignalRole.StopReason),
            new Signal(8, 1, "m", "product", SignalRole.Product),
        ],
        Shifts = [new ShiftDefinition("A", EveryDay, new TimeOnly(6, 0), new TimeOnly(14, 0), [])],
        Reasons =
        [
            new ReasonDefinition("jam", "technical", Category.Down, [1203]),
            new ReasonDefinition("no_film", "material", Category.Starved, []),
        ],
    };

    public void Reconfigure(EngineConfiguration configuration, long at)
    {
        Configuration = configuration;
        Put(new Input { Kind = InputKind.Configuration, Reference = configuration }, at, at);
    }

    public void Put(Input input, long source, long? receive = null)
    {
        input.SourceTime = (Zero + source) * 1_000_000;
        input.ReceiveTime = receive is { } r ? (Zero + r) * 1_000_000 : 0;
        Engine.Apply(++_sequence, input, this);
    }

    public void State(long at, string state, Quality quality = Quality.Good, InputFlags flags = InputFlags.None, long? receive = null) =>
        Put(Sample(1, ValueKind.Text, 0, state) with { Quality = quality, Flags = flags }, at, receive ?? at);

    public void Value(int signal, long at, long value, Quality quality = Quality.Good, InputFlags flags = InputFlags.None,
        long? receive = null) =>
        Put(Sample(signal, ValueKind.Integer, value, null) with { Quality = quality, Flags = flags }, at, receive ?? at);

    public void Total(long at, long value, long? receive = null) => Value(2, at, value, receive: receive);

    public void Scrap(long at, long value) => Value(3, at, value);

    public void Comm(long at, bool restored, long? receive = null) =>
        Put(new Input { Kind = InputKind.Communication, Id = 1, Bits = restored ? 1 : 0 }, at, receive ?? at);

    public void Reason(long at, long from, long? to, string? code) => Put(
        new Input { Kind = InputKind.Entry, Reference = new ReasonEntry($"e{_sequence}", "op", "m", Zero + from, Zero + to, code, "") },
            at, at);

    public void Tick(long at) => Put(new Input { Kind = InputKind.Tick }, at);

    /// <summary>Ticks every second up to and including <paramref name="to"/>.</summary>
    public void Run(long from, long to, long every = Second)
    {
        for (var t = from; t <= to; t += every)
        {
            Tick(t);
        }
    }

    public OeeRecord Window(long start, long end, long now) => Engine.Evaluate("m", Zero + start, Zero + end, Zero + now);

    public OeeRecord Final(WindowKind kind, long start) =>
        Records.Last(r => r.Window == kind && r.Start == Zero + start && r.Status == RecordStatus.Final);

    public static Input Sample(int signal, ValueKind kind, long bits, string? text) =>
        new() { Kind = InputKind.Sample, Id = signal, ValueKind = kind, Bits = bits, Reference = text };
}
