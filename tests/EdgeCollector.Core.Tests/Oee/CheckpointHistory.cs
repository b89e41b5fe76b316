using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

/// <summary>Random days of a site that has everything: four kinds of machines, the three rules of lines, shifts with breaks over a change
/// to summer time, orders, products, reasons, wraps, restarts, gaps, new configurations, and facts that come up to 23 h late.</summary>
internal sealed class CheckpointHistory
{
    private const byte EveryDay = 0x7F;
    private static readonly long Begin = new DateTimeOffset(2026, 3, 27, 19, 40, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private static readonly string[] Words = ["Running", "Running", "Running", "Stop", "Down", "Starved", "Blocked", "Changeover", "odd"];
    private readonly Random _random;
    private readonly long[] _counts = new long[64];
    private long _now = Begin;

    private CheckpointHistory(int seed) => _random = new Random(seed);

    public static List<Input> Inputs(int seed, int count)
    {
        var history = new CheckpointHistory(seed);
        List<Input> inputs =
        [
            history.At(new Input { Kind = InputKind.Epoch, Bits = 77, Reference = Baselines }, Begin),
            history.At(new Input { Kind = InputKind.Configuration, Reference = Configuration(seed, 0) }, Begin),
        ];
        while (inputs.Count < count)
        {
            history.Next(seed, inputs);
        }

        return inputs;
    }

    private static Baselines Baselines => new([new BaselineFact("m", Begin - 1000, [5, 4, 3, 2], [new("total", 12, Begin - 5000)])]);

    private static EngineConfiguration Configuration(int seed, int revision)
    {
        var when = new StateMapping(StateMappingKind.When)
        {
            Rules = [new(Category.Down, ["red"]), new(Category.Running, ["green", "red", "not", "and"])], Else = Category.Starved,
        };
        var late = revision % 2;
        return Default() with
        {
            Revision = $"c{revision}",
            TimeZone = "Europe/Amsterdam",
            Machines =
            [
                new MachineDefinition(1, "m", "line", 120 * Second, 10_000, 0.75)
                {
                    Mapping = new(StateMappingKind.Neutral), ListedProducts = new HashSet<string>(["A", "B", "C"]),
                    Cycles = [new("A", 0, 8_000), new("B", 0, 12_000), new("B", Begin + (9 * Hour), 11_000)],
                },
                new MachineDefinition(2, "pulse", "line", 60 * Second, 20_000 - (late * 15_000), null) { PerUnit = 2 },
                new MachineDefinition(3, "packml", "line", 300 * Second, 5_000, 0.5) { Mapping = new(StateMappingKind.PackMl) },
                .. revision == 1 ? [] : (MachineDefinition[])[new MachineDefinition(4, "lamps", "line", 120 * Second, null, null) { Mapping = when }],
            ],
            Signals =
            [
                .. Default().Signals, new Signal(9, 1, "m", "order", SignalRole.Order),
                new Signal(20, 2, "pulse", "good", SignalRole.Good) { Pulse = true, SamplingInterval = 1000 },
                new Signal(30, 3, "packml", "state", SignalRole.State), new Signal(31, 3, "packml", "mode", SignalRole.Mode),
                new Signal(32, 3, "packml", "good", SignalRole.Good) { Modulus = 1000, MaxRate = 1 },
                new Signal(33, 3, "packml", "code", SignalRole.StopReason),
                .. revision == 0 ? [] : (Signal[])[new Signal(34, 3, "packml", "rework", SignalRole.Rework) { MaxRate = 1 }],
                new Signal(40, 4, "lamps", "red", SignalRole.Operand), new Signal(41, 4, "lamps", "green", SignalRole.Operand),
                new Signal(42, 4, "lamps", "total", SignalRole.Total) { Scale = 0.5, SamplingInterval = 500 },
            ],
            Lines =
            [
                new LineDefinition("l1", "", ["m", "pulse", "packml"]),
                new LineDefinition("l2", "packml", ["m", "packml", "lamps"]) { Rule = LineRuleKind.FirstCause },
                new LineDefinition("l3", "", late == 0 ? ["m", "packml"] : ["packml", "m"]) { Rule = LineRuleKind.Parallel, Needed = 1 + (seed % 2) },
            ],
            Shifts =
            [
                new ShiftDefinition("early", EveryDay, new(6, 0), new(14 - late, 0), [new(new(9, 0), 15), new(new(12, 0), 30)]),
                new ShiftDefinition("late", EveryDay, new(14, 0), new(22, 30), [new(new(18, 0), 30)]),
                new ShiftDefinition("night", 0x55, new(22, 30), new(6, 0), [new(new(2, 15), 20)]),
            ],
            PlannedStops = [new PlannedStop(Begin + (5 * Hour), Begin + (6 * Hour)) { Machines = ["m"] }],
            Reasons = [.. Default().Reasons, new ReasonDefinition("clean", "planned", Category.PlannedStop, [7])],
        };
    }

    private void Next(int seed, List<Input> inputs)
    {
        _now += _random.Next(3) == 0 ? _random.NextInt64(1, 90 * Second) : _random.NextInt64(1, 12 * Minute);
        var late = _random.Next(6) == 0 ? _now - _random.NextInt64(0, _random.Next(3) == 0 ? 23 * Hour : 40 * Minute) : _now - _random.Next(40);
        var source = Math.Max(Begin, late);
        var n = inputs.Count;
        var machine = ((string[])["m", "pulse", "packml", "lamps"])[_random.Next(4)];
        inputs.Add(_random.Next(40) switch
        {
            < 6 => At(new Input { Kind = InputKind.Tick }, _now),
            < 10 => Value(Sample(1, ValueKind.Text, 0, Words[_random.Next(Words.Length)]), source),
            < 13 => Counter(2, 65_536, source),
            13 => Counter(3, 65_536, source),
            14 => Value(Sample(7, ValueKind.Integer, _random.Next(2) == 0 ? 1203 : 7, null), source),
            15 => Value(Sample(8, ValueKind.Text, 0, ((string[])["A", "B", "C", "D"])[_random.Next(4)]), source),
            16 => Value(Sample(9, ValueKind.Integer, _random.Next(4), null), source),
            17 => Value(Sample(_random.Next(5, 7), ValueKind.Boolean, _random.Next(2), null), source),
            < 22 => Value(Sample(20, ValueKind.Integer, _random.Next(1, 9), null), source),
            < 25 => Value(Sample(30, ValueKind.Integer, _random.Next(1, 18), null), source),
            25 => Value(Sample(31, ValueKind.Integer, _random.Next(5) == 0 ? _random.Next(4) : 1, null), source),
            < 28 => Counter(32, 1000, source),
            28 => Value(Sample(33, ValueKind.Real, BitConverter.DoubleToInt64Bits(_random.Next(9)), null), source),
            29 => Counter(34, 0, source),
            30 => Value(Sample(40, ValueKind.Boolean, _random.Next(5) == 0 ? 1 : 0, null), source),
            31 => Value(Sample(41, ValueKind.Boolean, _random.Next(2), null), source),
            32 => Counter(42, 0, source),
            33 => At(new Input { Kind = InputKind.Communication, Id = _random.Next(1, 5), Bits = _random.Next(3) }, source, _now),
            34 => Reason(n, machine, source),
            35 => At(new Input { Kind = InputKind.Entry, Reference = new CountEntry($"c{n % 70}", "op", machine, source, CounterRole.Good, _random.Next(-5, 50)) }, _now),
            36 or 37 => Order(n, machine, source),
            38 when _random.Next(4) == 0 => At(new Input { Kind = InputKind.Gap, Id = _random.Next(1, 5), Bits = _now * 1_000_000, Reference = "full" }, source, _now),
            38 when _random.Next(8) == 0 => At(new Input { Kind = InputKind.Epoch, Bits = 77 + n }, _now),
            _ when _random.Next(10) == 0 => At(new Input { Kind = InputKind.Configuration, Reference = Configuration(seed, _random.Next(3)) }, _now),
            _ => At(new Input { Kind = InputKind.Tick }, _now),
        });
    }

    private Input Reason(int n, string machine, long source) => At(new Input
    {
        Kind = InputKind.Entry,
        Reference = new ReasonEntry($"r{n % 70}", "op", machine, source - _random.NextInt64(0, Hour),
            _random.Next(2) == 0 ? null : source, ((string?[])["jam", "clean", "no_film", null])[_random.Next(4)], _random.Next(3) == 0 ? "note" : ""),
    }, _now);

    private Input Order(int n, string machine, long source) => At(new Input
    {
        Kind = InputKind.Order,
        Reference = new OrderStart($"o{n % 90}", "erp", machine, source, _random.Next(2) == 0 ? null : "ABC"[_random.Next(3)].ToString(),
            _random.Next(4) == 0 ? "" : $"PO-{_random.Next(4)}"),
    }, _now);

    private Input Counter(int signal, int modulus, long source)
    {
        _counts[signal] = _random.Next(25) == 0 ? _random.Next(20) : _counts[signal] + _random.Next(_random.Next(30) == 0 ? 40_000 : 60);
        var value = modulus > 0 ? _counts[signal] % modulus : _counts[signal];
        return Value(Sample(signal, ValueKind.Integer, value, null), source);
    }

    private Input Value(Input sample, long source)
    {
        sample.Quality = _random.Next(25) == 0 ? Quality.Bad : Quality.Good;
        sample.Flags = _random.Next(12) == 0 ? (InputFlags)(1 << _random.Next(6)) : InputFlags.None;
        return At(sample, source, _now);
    }

    private Input At(Input input, long source, long? receive = null)
    {
        input.SourceTime = source * 1_000_000;
        input.ReceiveTime = (receive ?? source) * 1_000_000;
        return input;
    }
}
