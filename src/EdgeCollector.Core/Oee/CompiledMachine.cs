using System.Globalization;
using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Core.Oee;

/// <summary>What the fold asks of a signal, in counter units and milliseconds.</summary>
internal readonly record struct CompiledSignal(
    SignalRole Role, bool Invert, bool Pulse, CounterRole Counter, long Modulus, double UnitsPerMillisecond, long MicroPieces,
        long Sampling,
    string Name);

/// <summary>One machine of one configuration, with its signals by slot and its mapping in tables.</summary>
internal sealed class CompiledMachine
{
    private const double RateWithoutIdeal = 1;
    private readonly Dictionary<int, ProductCycle[]> _cycles = [];
    private readonly HashSet<int> _listed = [];
    private readonly int _roles;

    public CompiledMachine(EngineConfiguration configuration, MachineDefinition definition, IReadOnlyDictionary<int, int> slots,
        int slotCount, TextIds texts)
    {
        Configuration = configuration;
        Definition = definition;
        Signals = new CompiledSignal[slotCount];
        CompileCycles(definition, texts);
        foreach (var signal in configuration.Signals)
        {
            if (signal.MachineId == definition.Id && slots.TryGetValue(signal.Id, out var slot))
            {
                Signals[slot] = Compile(signal);
                Place(signal, slot);
            }
        }

        _roles = Signals.Where(s => IsCounter(s.Role)).Aggregate(0, (roles, s) => roles | (1 << (int)s.Counter));
        HasPulseState = definition.Mapping.Kind == StateMappingKind.None && RunSlot < 0 && Array.Exists(Signals, s => IsPiece(s.Role));
        var ideal = definition.IdealCycle ?? ShortestIdeal(definition) ?? 0;
        StoppedAfter = definition.StoppedAfter > 0 ? definition.StoppedAfter : Math.Max((long)(3 * ideal), 10_000);
        Mapping = new CompiledMapping(definition.Mapping, Signals, texts);
        foreach (var (code, category) in configuration.Reasons.Select(r => (r.Code, r.Category)))
        {
            Reasons.TryAdd(code, category);
        }

        foreach (var reason in configuration.Reasons)
        {
            foreach (var code in reason.PlcCodes)
            {
                PlcReasons.TryAdd(code, reason);
            }

            Groups.TryAdd(reason.Code, reason.Group);
        }
    }

    public EngineConfiguration Configuration { get; }

    public MachineDefinition Definition { get; }

    /// <summary>By slot; a slot that this configuration does not use has the role Tag.</summary>
    public CompiledSignal[] Signals { get; }

    public CompiledMapping Mapping { get; }

    public Dictionary<string, Category> Reasons { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Groups { get; } = new(StringComparer.Ordinal);

    public Dictionary<long, ReasonDefinition> PlcReasons { get; } = [];

    /// <summary>No state signal and no run signal: pieces say that it runs, silence that it stands.</summary>
    public bool HasPulseState { get; }

    /// <summary>ms of silence that make a stop.</summary>
    public long StoppedAfter { get; }

    public int StateSlot { get; private set; } = -1;

    public int ModeSlot { get; private set; } = -1;

    public int RunSlot { get; private set; } = -1;

    public int FaultSlot { get; private set; } = -1;

    public int StarvedSlot { get; private set; } = -1;

    public int BlockedSlot { get; private set; } = -1;

    public bool HasRole(CounterRole role) => (_roles & (1 << (int)role)) != 0;

    /// <summary>Somebody tells good from bad.</summary>
    public bool MeasuresQuality => HasRole(CounterRole.Good) || HasRole(CounterRole.Scrap) || HasRole(CounterRole.Rework);

    /// <summary>Ideal cycle (ms per piece, NaN: none) of a product for a piece at <paramref name="time"/>; <paramref name="until"/>:
    /// when to ask again.</summary>
    public double IdealAt(int product, long time, out long until)
    {
        until = long.MaxValue;
        if (!_cycles.TryGetValue(product, out var cycles))
        {
            return _listed.Contains(product) ? double.NaN : Definition.IdealCycle ?? double.NaN;
        }

        var ideal = double.NaN;
        foreach (var cycle in cycles)
        {
            if (cycle.ValidFrom > time)
            {
                until = cycle.ValidFrom;
                break;
            }

            ideal = cycle.IdealCycle;
        }

        return ideal;
    }

    private static bool IsCounter(SignalRole role) => role is >= SignalRole.Total and <= SignalRole.Rework;

    private static bool IsPiece(SignalRole role) => role is SignalRole.Total or SignalRole.Good;

    /// <summary>ms per piece of the slowest product; null: none configured.</summary>
    public double? LongestIdeal
    {
        get
        {
            var longest = Definition.IdealCycle;
            foreach (var cycle in Definition.Cycles)
            {
                longest = Math.Max(longest ?? 0, cycle.IdealCycle);
            }

            return longest;
        }
    }

    private static double? ShortestIdeal(MachineDefinition machine)
    {
        var shortest = machine.IdealCycle;
        foreach (var cycle in machine.Cycles)
        {
            shortest = shortest is { } s ? Math.Min(s, cycle.IdealCycle) : cycle.IdealCycle;
        }

        return shortest;
    }

    private CompiledSignal Compile(Signal signal)
    {
        var piecesPerUnit = signal.Scale * signal.PerPiece;
        var rate = signal.MaxRate > 0 ? signal.MaxRate / 1000
            : ShortestIdeal(Definition) is { } ideal && ideal > 0 ? 3 / ideal : RateWithoutIdeal;
        var counter = IsCounter(signal.Role) ? (CounterRole)(signal.Role - SignalRole.Total) : CounterRole.Total;
        return new CompiledSignal(signal.Role, signal.Invert, signal.Pulse, counter, (long)signal.Modulus, rate / piecesPerUnit,
            (long)Math.Round(piecesPerUnit * PieceTally.PerPiece), signal.SamplingInterval, signal.Name);
    }

    private void Place(Signal signal, int slot)
    {
        switch (signal.Role)
        {
            case SignalRole.State: StateSlot = slot; break;
            case SignalRole.Mode: ModeSlot = slot; break;
            case SignalRole.Run: RunSlot = slot; break;
            case SignalRole.Fault: FaultSlot = slot; break;
            case SignalRole.Starved: StarvedSlot = slot; break;
            case SignalRole.Blocked: BlockedSlot = slot; break;
            default: break;
        }
    }

    private void CompileCycles(MachineDefinition machine, TextIds texts)
    {
        foreach (var product in machine.ListedProducts)
        {
            _listed.Add(texts.Of(product));
        }

        foreach (var group in machine.Cycles.GroupBy(c => c.Product, StringComparer.Ordinal))
        {
            _cycles[texts.Of(group.Key)] = [.. group.OrderBy(c => c.ValidFrom)];
        }
    }
}

/// <summary>Values -> categories and <c>when</c> rules, looked up without making a text of a number.</summary>
internal sealed class CompiledMapping
{
    private const int And = -1;
    private const int Or = -2;
    private const int Not = -3;
    private const int Missing = -4;
    private readonly Dictionary<long, Category> _numbers = [];
    private readonly Dictionary<int, Category> _texts = [];
    private readonly (Category Category, int[] Program)[] _rules;

    public CompiledMapping(StateMapping mapping, CompiledSignal[] signals, TextIds texts)
    {
        Definition = mapping;
        foreach (var (key, category) in mapping.Values)
        {
            _texts[texts.Of(key)] = category;
            if (long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                _numbers[number] = category;
            }
        }

        True = texts.Of("true");
        False = texts.Of("false");
        foreach (var name in Enum.GetNames<Category>())
        {
            Neutral[texts.Of(name)] = Enum.Parse<Category>(name);
        }

        _rules = [.. mapping.Rules.Select(rule => (rule.Category, Program(rule, signals)))];
    }

    public StateMapping Definition { get; }

    public Dictionary<int, Category> Neutral { get; } = [];

    public int True { get; }

    public int False { get; }

    public bool TryText(int text, out Category category) => _texts.TryGetValue(text, out category);

    public bool TryNumber(long number, out Category category) => _numbers.TryGetValue(number, out category);

    /// <summary>The first rule that holds; an operand that is not Good gives Unknown.</summary>
    public Category When(SignalValue[] values, CompiledSignal[] signals)
    {
        foreach (var (category, program) in _rules)
        {
            if (Holds(program, values, signals) is not { } holds)
            {
                return Category.Unknown;
            }

            if (holds)
            {
                return category;
            }
        }

        return Definition.Else;
    }

    private static bool? Holds(int[] program, SignalValue[] values, CompiledSignal[] signals)
    {
        ulong stack = 0;
        foreach (var step in program)
        {
            switch (step)
            {
                case Not:
                    stack ^= 1;
                    break;
                case And:
                    stack = (stack >> 1) & (~1UL | (stack & 1));
                    break;
                case Or:
                    stack = (stack >> 1) | (stack & 1);
                    break;
                default:
                    if (step == Missing || !values[step].IsGood)
                    {
                        return null;
                    }

                    stack = (stack << 1) | (values[step].IsTrue != signals[step].Invert ? 1UL : 0);
                    break;
            }
        }

        return (stack & 1) != 0;
    }

    private static int[] Program(WhenRule rule, CompiledSignal[] signals) => [.. rule.Condition.Select(word => word switch
    {
        "and" => And,
        "or" => Or,
        "not" => Not,
        _ => Array.FindIndex(signals, s => s.Name == word) is var slot and >= 0 ? slot : Missing,
    })];
}
