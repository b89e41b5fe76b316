using System.Collections.Immutable;
using System.Globalization;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>A known meaning of state or mode numbers, or the site's own.</summary>
internal enum StateMapKind
{
    PackMl,
    Machinery,
    Custom,
}

/// <summary>
/// `map`: <c>packml</c>, <c>machinery</c> or <c>{ 6: Running, 5: Starved }</c>; a number that is not in it is flagged unmapped_state.
/// </summary>
/// <param name="Kind">Whose numbers they are.</param>
/// <param name="Numbers">With <see cref="StateMapKind.Custom"/>.</param>
internal sealed record StateMap(StateMapKind Kind, ImmutableSortedDictionary<int, MachineCategory> Numbers);

/// <summary>One rule of `when`: the category that holds while the condition is true.</summary>
internal sealed record StateRule(MachineCategory Category, Condition Condition);

/// <summary>How the category follows from the state: a map of numbers, or rules tried from the top.</summary>
internal sealed record StateRules
{
    /// <summary>What `gpio.state` takes: rules over the lines.</summary>
    public static readonly Section<StateRules> WhenSection = new Section<StateRules>("state_rules",
        "The category by rules over named signals.", new())
        .Key("when", new ListKind<StateRule>(StateRuleKind.Instance, most: 100), o => o.When, (o, v) => o with { When = v },
            "Rules tried from the top: { Down: fault }, { Running: auto and cycle and not fault }.")
        .Key("else", Categories.States.Kind, o => o.Else, (o, v) => o with { Else = v }, "Category where no rule holds.");

    public static readonly Section<StateRules> Section = new Section<StateRules>("state_map", "The category by a map or by rules.", new())
        .Key("map", StateMapValue.Instance, o => o.Map, (o, v) => o with { Map = v },
            "packml, machinery, or numbers: { 6: Running, 5: Starved, 11: Stop }.")
        .Include(WhenSection, o => o, (_, v) => v);

    public StateMap? Map { get; init; }

    public ImmutableArray<StateRule> When { get; init; } = [];

    public MachineCategory Else { get; init; } = MachineCategory.Stop;
}

/// <summary>`opcua.state` and `opcua.mode`: a node with a map, or rules without a node.</summary>
internal sealed record StateOptions
{
    public static readonly Section<StateOptions> Section = new Section<StateOptions>("state", "The machine's state.", new())
        .Include(SignalOptions.Section, o => o.Signal, (o, v) => o with { Signal = v })
        .Include(StateRules.Section, o => o.Rules, (o, v) => o with { Rules = v });

    /// <summary>`opcua.mode`: a node with a map of the site's own mode numbers.</summary>
    public static readonly Section<StateOptions> ModeSection = new Section<StateOptions>("mode", "The machine's mode.", new())
        .Include(SignalOptions.Section, o => o.Signal, (o, v) => o with { Signal = v })
        .Key("map", StateMapValue.Instance, o => o.Rules.Map, (o, v) => o with { Rules = o.Rules with { Map = v } },
            "packml, machinery, or the site's own modes: { 4: Changeover, 5: PlannedStop }.");

    public SignalOptions Signal { get; init; } = new();

    public StateRules Rules { get; init; } = new();
}

/// <summary>Reads a map key: a state or mode number.</summary>
internal static class StateNumbers
{
    public static string? Read(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) ? null : "is not a whole number";
}
