using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Tests.Journal;

/// <summary>Random inputs and facts of every kind, extremes included, from one seed.</summary>
internal sealed class RecordSamples(int seed)
{
    private readonly Random _random = new(seed);

    public static IReadOnlyList<InputKind> InputKinds { get; } = Enum.GetValues<InputKind>();

    public Random Random => _random;

    public Input Input(InputKind kind) => new()
    {
        Kind = kind,
        ValueKind = kind == InputKind.Sample ? (ValueKind)_random.Next(6) : ValueKind.None,
        Quality = (Quality)_random.Next(3),
        Flags = (InputFlags)(_random.Next(3) == 0 ? _random.Next(32) : 0),
        Id = _random.Next(4) switch { 0 => 0, 1 => int.MaxValue, 2 => int.MinValue, _ => _random.Next(1000) },
        SourceTime = Long(),
        ReceiveTime = Long(),
        MonotonicTime = Long(),
        Bits = _random.Next(3) == 0 ? BitConverter.DoubleToInt64Bits(_random.Next(100) / 4.0) : Long(),
    };

    public Input FullInput(InputKind kind)
    {
        var input = Input(kind);
        input.Reference = kind switch
        {
            InputKind.Sample when input.ValueKind == ValueKind.Text => _random.Next(4) == 0 ? null : Text(),
            InputKind.Gap => Text(),
            InputKind.Configuration => Configuration(),
            InputKind.Order => new OrderStart(Text(), Text(), Text(), Long(), Maybe(), Maybe()),
            InputKind.Entry when _random.Next(2) == 0 => new CountEntry(
                Text(), Text(), Text(), Long(), (CounterRole)_random.Next(4), Long()),
            InputKind.Entry => new ReasonEntry(Text(), Text(), Text(), Long(), MaybeLong(), Maybe(), Text()),
            _ => null,
        };
        return input;
    }

    public Fact Fact(int which) => which switch
    {
        0 => new StateFact(Text(), Long(), Category(), Text(), MaybeLong(), Text(), Flip()),
        1 => new CountFact(Text(), Long(), MaybeLong(), MaybeLong(), MaybeLong(), MaybeLong()),
        2 => new StopFact(
            Text(), Long(), Text(), (StopEvent)_random.Next(5), Long(), MaybeLong(), Text(), Text(), Category(), Flip(),
            Text(), MaybeLong(), Text(), Text(), (RecordStatus)_random.Next(3), _random.Next(), (RecordFlags)_random.Next(4096)),
        3 => new DowntimeHourFact(Text(), Long(), Long(), [.. Several(() => new ReasonTotal(Text(), Long(), _random.Next()))]),
        4 => new GapFact(Text(), Long(), Long(), Long(), Text()),
        _ => Record(),
    };

    public EngineConfiguration Configuration() => new(Text(), Text(), Text(), Text())
    {
        Lines = [.. Several(() => new LineDefinition(Text(), Text(), [.. Several(Text)])
        {
            Rule = (LineRuleKind)_random.Next(3), Needed = _random.Next(1, 9),
        })],
        Machines = [.. Several(Machine)],
        Signals = [.. Several(() => new Signal(_random.Next(), _random.Next(), Text(), Text(), (SignalRole)_random.Next(15))
        {
            Scale = _random.NextDouble(),
            Invert = Flip(),
            Pulse = Flip(),
            Modulus = (ulong)Long(),
            MaxRate = _random.NextDouble(),
            PerPiece = _random.NextDouble(),
            Unit = Text(),
            SamplingInterval = Long(),
        })],
        Shifts = [.. Several(() => new ShiftDefinition(
            Text(), (byte)_random.Next(128), Time(), Time(), [.. Several(() => new BreakDefinition(Time(), _random.Next(60)))]))],
        PlannedStops = [.. Several(() => new PlannedStop(Long(), Long()) { Machines = [.. Several(Text)] })],
        Holidays = [.. Several(() => DateOnly.FromDayNumber(_random.Next(800_000)))],
        Rotation = Flip() ? null : new RotationDefinition(DateOnly.FromDayNumber(_random.Next(800_000)),
            [.. Several(() => new RotationTeam(Text(), _random.Next(30)))], [.. Several(Text)]),
        Reasons = [.. Several(() => new ReasonDefinition(Text(), Text(), Category(), [.. Several(Long)]))],
        Ids = [.. Several(() => new GivenId(Text(), _random.Next()))],
    };

    public string Text() => _random.Next(5) switch
    {
        0 => "",
        1 => "Füllkopf 3 – Störung 中文 😀",
        2 => new string('x', _random.Next(300)),
        _ => $"name-{_random.Next(100)}",
    };

    public long Long() => _random.Next(6) switch
    {
        0 => long.MinValue,
        1 => long.MaxValue,
        2 => _random.Next(-200, 200),
        3 => 0,
        _ => _random.NextInt64(),
    };

    private OeeRecord Record()
    {
        var times = default(CategoryTimes);
        for (var i = 0; i < CategoryTimes.Count; i++)
        {
            times[i] = _random.Next();
        }

        return new OeeRecord(Text(), Long())
        {
            Window = (WindowKind)_random.Next(3),
            Shift = Text(),
            Start = Long(),
            End = MaybeLong(),
            Status = (RecordStatus)_random.Next(3),
            Rev = _random.Next(),
            Times = times,
            Unreasoned = Long(),
            Failures = _random.Next(),
            MicroStops = _random.Next(),
            StopsWithoutReason = _random.Next(),
            Ideal = MaybeDouble(),
            FullyProductive = MaybeDouble(),
            FullyProductiveWithRecovered = MaybeDouble(),
            Total = Long(),
            Good = Long(),
            Scrap = Long(),
            Rework = Long(),
            Recovered = Long(),
            RecoveredGood = Long(),
            OutsidePlan = Long(),
            OutsidePlanGood = Long(),
            IdealCycle = MaybeDouble(),
            Target = MaybeDouble(),
            Order = Text(),
            Product = Text(),
            Flags = (RecordFlags)_random.Next(4096),
            Config = Text(),
            Mapping = Text(),
            Rollovers = _random.Next(),
            Resets = _random.Next(),
            Implausible = _random.Next(),
            Team = Text(),
            Bottleneck = Text(),
            Cause = Text(),
            Repairs = _random.Next(),
            RepairTime = Long(),
        };
    }

    private MachineDefinition Machine() => new(_random.Next(), Text(), Text(), Long(), MaybeDouble(), MaybeDouble())
    {
        Cycles = [.. Several(() => new ProductCycle(Text(), Long(), _random.NextDouble()))],
        ListedProducts = Several(Text).ToHashSet(),
        Mapping = new StateMapping((StateMappingKind)_random.Next(6))
        {
            Values = Several(Text).Distinct().ToDictionary(text => text, _ => Category()),
            Modes = Several(Long).Distinct().ToDictionary(number => number, _ => Category()),
            Rules = [.. Several(() => new WhenRule(Category(), [.. Several(Text)]))],
            Else = Category(),
        },
        StoppedAfter = Long(),
        PartialBelow = _random.NextDouble(),
        PerUnit = _random.NextDouble(),
    };

    private IEnumerable<T> Several<T>(Func<T> make) => Enumerable.Range(0, _random.Next(4)).Select(_ => make()).ToList();

    private TimeOnly Time() => new(_random.NextInt64(TimeOnly.MaxValue.Ticks + 1));

    private Category Category() => (Category)_random.Next(CategoryTimes.Count);

    private bool Flip() => _random.Next(2) == 0;

    private string? Maybe() => Flip() ? Text() : null;

    private long? MaybeLong() => Flip() ? Long() : null;

    private double? MaybeDouble() => Flip() ? _random.NextDouble() * 1e6 : null;
}
