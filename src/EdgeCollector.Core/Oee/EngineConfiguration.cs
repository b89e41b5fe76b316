using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// All that the engine knows about a site; immutable, entering through the ring as an input and lying in the journal, so that a
/// replay computes what the live service computed. A new revision never alters what was settled under an older one.
/// </summary>
/// <param name="Revision"><c>c…</c>: in every record.</param>
/// <param name="Node">Edge node name.</param>
/// <param name="TimeZone">IANA id of shifts and days.</param>
public sealed record EngineConfiguration(string Revision, string Mapping, string Node, string TimeZone)
{
    public IReadOnlyList<LineDefinition> Lines { get; init; } = [];

    public IReadOnlyList<MachineDefinition> Machines { get; init; } = [];

    public IReadOnlyList<Signal> Signals { get; init; } = [];

    public IReadOnlyList<ShiftDefinition> Shifts { get; init; } = [];

    public IReadOnlyList<PlannedStop> PlannedStops { get; init; } = [];

    /// <summary>Local dates on which no shift starts; one that started the day before runs on.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>Null: shifts go by their weekdays alone.</summary>
    public RotationDefinition? Rotation { get; init; }

    public IReadOnlyList<ReasonDefinition> Reasons { get; init; } = [];

    /// <summary>Every id that was ever given to a machine or signal (<see cref="SignalTable"/>), removed ones too.</summary>
    public IReadOnlyList<GivenId> Ids { get; init; } = [];
}

/// <param name="Bottleneck">Machine whose known time is the line's; empty: largest ideal cycle per finished unit.</param>
/// <param name="Machines">In the order in which the product passes them; the last one's pieces leave the line.</param>
public sealed record LineDefinition(string Name, string Bottleneck, IReadOnlyList<string> Machines)
{
    public LineRuleKind Rule { get; init; }

    /// <summary><see cref="LineRuleKind.Parallel"/>: how many machines must run for the line to run, 1 or more.</summary>
    public int Needed { get; init; } = 1;
}

/// <summary>How a line's time follows from its machines' (docs/lines.md).</summary>
public enum LineRuleKind : byte
{
    /// <summary>The bottleneck's time is the line's.</summary>
    Bottleneck = 0,

    /// <summary>As above, but where the bottleneck starves or is blocked the time is booked under what stopped first.</summary>
    FirstCause = 1,

    /// <summary>The line runs while at least <see cref="LineDefinition.Needed"/> of its machines do.</summary>
    Parallel = 2,
}

/// <summary>One machine of a cell.</summary>
/// <param name="Id">1.. within the node, given once by name and never reused.</param>
/// <param name="MinorStop">Longest micro-stop in ms, inclusive.</param>
/// <param name="IdealCycle">ms per piece for products not listed; null: none.</param>
/// <param name="Target">OEE target 0..1; null: none.</param>
public sealed record MachineDefinition(int Id, string Name, string Line, long MinorStop, double? IdealCycle, double? Target)
{
    /// <summary>Ideal cycles of listed products; a listed product without a row for this machine has none.</summary>
    public IReadOnlyList<ProductCycle> Cycles { get; init; } = [];

    /// <summary>Products that are listed at all, for this or other machines.</summary>
    public IReadOnlySet<string> ListedProducts { get; init; } = new HashSet<string>();

    public StateMapping Mapping { get; init; } = StateMapping.None;

    /// <summary>Machines without a state signal: a stop once no pulse came for so long (ms); 0: max(3 x ideal cycle, 10 s).</summary>
    public long StoppedAfter { get; init; }

    /// <summary>Pieces of this machine in one finished unit of its line (24 bottles in a case).</summary>
    public double PerUnit { get; init; } = 1;

    /// <summary>Product before the first one is reported; empty: none.</summary>
    public string InitialProduct { get; init; } = "";

    /// <summary>Replay files: without a good, scrap or rework counter good = total. The live service never assumes it.</summary>
    public bool AssumeGood { get; init; }

    /// <summary>Coverage below which a record bears the flag partial.</summary>
    public double PartialBelow { get; init; } = 0.95;
}

/// <param name="ValidFrom">ms UTC; a change never alters finished shifts.</param>
/// <param name="IdealCycle">ms per piece.</param>
public sealed record ProductCycle(string Product, long ValidFrom, double IdealCycle);

/// <summary>Local times; a shift that ends at or before its start ends the next day and belongs to the date of its start.</summary>
/// <param name="Days">Bit per <see cref="DayOfWeek"/> of the start.</param>
public sealed record ShiftDefinition(string Name, byte Days, TimeOnly Start, TimeOnly End, IReadOnlyList<BreakDefinition> Breaks);

/// <param name="Minutes">Elapsed minutes from the local start.</param>
public sealed record BreakDefinition(TimeOnly Start, int Minutes);

/// <summary>Agreed in the calendar beforehand: <see cref="Category.PlannedDowntime"/>; ms UTC.</summary>
public sealed record PlannedStop(long Start, long End)
{
    /// <summary>Only these; empty: all.</summary>
    public IReadOnlyList<string> Machines { get; init; } = [];
}

/// <summary>Teams that go through one pattern of days: a shift starts on a date where some team has it that day.</summary>
/// <param name="Anchor">Local date of the pattern's first day for a team with offset 0.</param>
/// <param name="Teams">In the order in which they are named together; the offset is how far into the pattern a team is on the
/// anchor.</param>
/// <param name="Pattern">Name of the shift, or empty for a free day; at least one day.</param>
public sealed record RotationDefinition(DateOnly Anchor, IReadOnlyList<RotationTeam> Teams, IReadOnlyList<string> Pattern)
{
    /// <summary>The teams that have <paramref name="shift"/> on <paramref name="date"/>, joined by +; empty: none.</summary>
    public string TeamsOn(DateOnly date, string shift) =>
        string.Join('+', Teams.Where(team => ShiftOf(team, date) == shift).Select(team => team.Name));

    private string ShiftOf(RotationTeam team, DateOnly date)
    {
        var day = (date.DayNumber - Anchor.DayNumber + team.Offset) % Pattern.Count;
        return Pattern[day < 0 ? day + Pattern.Count : day];
    }
}

/// <param name="Offset">Days.</param>
public sealed record RotationTeam(string Name, int Offset);

/// <param name="Category">Replaces Stop (oee-reference.md 2, "a reason carries a category").</param>
/// <param name="PlcCodes">Values of <c>stop_reason</c> that mean this reason.</param>
public sealed record ReasonDefinition(string Code, string Group, Category Category, IReadOnlyList<long> PlcCodes);

public enum StateMappingKind : byte
{
    /// <summary>No state signal: run/fault/starved/blocked signals, or pulses alone.</summary>
    None = 0,
    PackMl = 1,
    Machinery = 2,

    /// <summary>Raw value -> category, by <see cref="StateMapping.Values"/>.</summary>
    Values = 3,

    /// <summary><c>state.when</c> rules over the machine's signals.</summary>
    When = 4,

    /// <summary>The signal's text is the category's name: replay files and the demo.</summary>
    Neutral = 5,
}

/// <summary>How raw values become categories (packml.md). An unmapped value is Stop with the flag unmapped_state.</summary>
public sealed record StateMapping(StateMappingKind Kind)
{
    public static StateMapping None { get; } = new(StateMappingKind.None);

    /// <summary>Raw value -> category; for PackML and Machinery the site's own category of a state, by its name.</summary>
    public IReadOnlyDictionary<string, Category> Values { get; init; } = new Dictionary<string, Category>();

    /// <summary>Site modes: number -> category. PackML: Changeover or PlannedStop; Machinery: Running (as Processing), Changeover (as
    /// Setup) or PlannedStop (as Maintenance).</summary>
    public IReadOnlyDictionary<long, Category> Modes { get; init; } = new Dictionary<long, Category>();

    /// <summary>First rule that holds wins; an operand that is not Good gives Unknown.</summary>
    public IReadOnlyList<WhenRule> Rules { get; init; } = [];

    public Category Else { get; init; } = Category.Stop;
}

/// <summary>A condition over named signals of the machine, in reverse Polish order: a signal's name, <c>and</c>, <c>or</c>,
/// <c>not</c>.</summary>
public sealed record WhenRule(Category Category, IReadOnlyList<string> Condition);
