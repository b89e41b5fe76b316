using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Benchmarks.Oee;

/// <summary>
/// A made-up plant whose truth is known: PackML machines with a state every 30 s, a good count every second, rejects every 10 s, a stop
/// code, now and then an outage and another product, a tick every second. Deterministic, made second by second into one buffer.
/// </summary>
internal sealed class EngineHistory
{
    public const int SignalsPerMachine = 6;
    private const int Execute = 6;
    private const int Held = 11;
    private const int Aborted = 9;
    private readonly int _machines;
    private readonly bool _stops;
    private readonly long[] _good;
    private readonly long[] _scrap;
    private readonly Input[] _buffer;
    private long _second;

    /// <param name="machines">How many.</param>
    /// <param name="stops">False: no stops and outages, so nothing but readings is folded.</param>
    public EngineHistory(int machines, bool stops = true)
    {
        _stops = stops;
        _machines = machines;
        _good = new long[machines];
        _scrap = new long[machines];
        _buffer = new Input[(machines * SignalsPerMachine * 2) + 1];
    }

    /// <summary>Monday 5 January 2026, 06:00 UTC, ms.</summary>
    public static long Start { get; } = new DateTimeOffset(2026, 1, 5, 6, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public long Now => Start + (_second * 1000);

    /// <summary>Good pieces made so far, by all machines.</summary>
    public long Good => _good.Sum();

    public long Scrap => _scrap.Sum();

    public EngineConfiguration Configuration => new("c1", "m1", "node", "Europe/Amsterdam")
    {
        Machines = [.. Enumerable.Range(1, _machines).Select(m => new MachineDefinition(m, $"m{m}", "line", 120_000, 1_000, 0.75)
        {
            Mapping = new StateMapping(StateMappingKind.PackMl),
        })],
        Signals = [.. Enumerable.Range(1, _machines).SelectMany(Signals)],
        Shifts =
        [
            new ShiftDefinition("early", 0x7F, new(6, 0), new(14, 0), [new(new(9, 0), 15), new(new(12, 0), 30)]),
            new ShiftDefinition("late", 0x7F, new(14, 0), new(22, 0), [new(new(18, 0), 30)]),
            new ShiftDefinition("night", 0x7F, new(22, 0), new(6, 0), [new(new(2, 0), 30)]),
        ],
        Reasons = [new ReasonDefinition("jam", "technical", Category.Down, [1203])],
    };

    /// <summary>All inputs of the next second; valid until the next call.</summary>
    /// <param name="standing">The machines stand: nothing more is made.</param>
    public Span<Input> Next(bool standing = false)
    {
        var count = 0;

        // The first readings are the counters' baselines.
        standing |= _second == 0;
        var now = Now * 1_000_000;
        for (var m = 0; m < _machines; m++)
        {
            var at = _second + (m * 7);
            var first = (m * SignalsPerMachine) + 1;
            if (_stops && _second > 0 && at % 7200 < 60)
            {
                // A minute of outage every two hours: nothing comes, the machine goes on.
                if (at % 7200 == 0)
                {
                    _buffer[count++] = new Input { Kind = InputKind.Communication, Id = m + 1, Bits = 0 };
                }

                Make(m, standing);
                continue;
            }

            if (at % 7200 == 60)
            {
                _buffer[count++] = new Input { Kind = InputKind.Communication, Id = m + 1, Bits = 1 };
            }

            var state = _stops && at % 900 < 30 ? (at % 7200 < 3600 ? Held : Aborted) : Execute;
            if (at % 30 == 0 || at % 7200 == 60 || _second == 0)
            {
                _buffer[count++] = Value(first, state);
                _buffer[count++] = Value(first + 3, state == Execute ? 0 : 1203);
            }

            if (state == Execute)
            {
                Make(m, standing);
            }

            _buffer[count++] = Value(first + 1, _good[m] & 0xFFFF_FFFF);
            if (at % 10 == 0 || _second == 0)
            {
                _buffer[count++] = Value(first + 2, _scrap[m] & 0xFFFF_FFFF);
            }

            if (at % 14_400 == 100)
            {
                _buffer[count++] = Value(first + 4, at / 14_400 % 3);
            }

            _buffer[count++] = Value(first + 5, at);
        }

        _buffer[count++] = new Input { Kind = InputKind.Tick };
        _second++;
        var inputs = _buffer.AsSpan(0, count);
        foreach (ref var input in inputs)
        {
            (input.SourceTime, input.ReceiveTime) = (now, now);
        }

        return inputs;
    }

    private static IEnumerable<Signal> Signals(int machine)
    {
        var first = ((machine - 1) * SignalsPerMachine) + 1;
        Signal Make(int offset, string name, SignalRole role) => new(first + offset, machine, $"m{machine}", name, role);
        return
        [
            Make(0, "state", SignalRole.State), Make(1, "good", SignalRole.Good) with { Modulus = 1UL << 32, MaxRate = 10 },
            Make(2, "scrap", SignalRole.Scrap) with { Modulus = 1UL << 32, MaxRate = 10 }, Make(3, "code", SignalRole.StopReason),
            Make(4, "product", SignalRole.Product), Make(5, "temperature", SignalRole.Tag),
        ];
    }

    private void Make(int machine, bool standing)
    {
        _good[machine] += standing ? 0 : 1;
        _scrap[machine] += !standing && _second % 50 == 0 ? 1 : 0;
    }

    private static Input Value(int signal, long value) =>
        new() { Kind = InputKind.Sample, Id = signal, ValueKind = ValueKind.Integer, Bits = value };
}
