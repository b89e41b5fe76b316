using System.Globalization;
using EdgeCollector.Core.Oee;
using EdgeCollector.Options;

namespace EdgeCollector.Site;

/// <summary>`state` and `mode` of the options to the engine's mapping (packml.md).</summary>
internal static class StateMappings
{
    public static StateMapping Of(MachineOptions machine)
    {
        if (machine.OpcUa is { } server)
        {
            var rules = server.State?.Rules;
            var kind = rules?.Map?.Kind switch
            {
                StateMapKind.PackMl => StateMappingKind.PackMl,
                StateMapKind.Machinery => StateMappingKind.Machinery,
                StateMapKind.Custom => StateMappingKind.Values,
                _ when rules is { When.IsEmpty: false } => StateMappingKind.When,
                _ when server.PackMl is not null => StateMappingKind.PackMl,
                _ when server.State is not null => StateMappingKind.PackMl,
                _ => StateMappingKind.None,
            };
            var mapping = With(kind, rules);
            return mapping with
            {
                Values = server.States.IsEmpty ? mapping.Values
                    : server.States.ToDictionary(s => StateName(kind, s.Key) ?? s.Key, s => Category(s.Value)),
                Modes = server.Mode?.Rules.Map?.Numbers.ToDictionary(m => (long)m.Key, m => Category(m.Value)) ?? [],
            };
        }

        return machine.Gpio?.State is { When.IsEmpty: false } lines ? With(StateMappingKind.When, lines) : StateMapping.None;
    }

    /// <summary>One line that changes when the mapping does: what the mapping's revision is a digest of.</summary>
    public static string Describe(StateMapping mapping) => string.Join(
        ' ',
        [
            mapping.Kind.ToString(),
            .. mapping.Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}:{v.Value}"),
            .. mapping.Modes.OrderBy(m => m.Key).Select(m => $"mode{m.Key}:{m.Value}"),
            .. mapping.Rules.Select(r => $"{r.Category}<{string.Join(',', r.Condition)}"),
            mapping.Else.ToString(),
        ]);

    /// <summary>The state as its standard writes it; null: the standard has none of that name.</summary>
    public static string? StateName(StateMappingKind kind, string word) => kind == StateMappingKind.Machinery
        ? Machinery.State(word) is var item and not MachineryItemState.Unmapped ? item.ToString() : null
        : PackMl.State(word) is var state and not PackMlState.None ? PackMl.Name(state) : null;

    public static Category Category(MachineCategory category) => Enum.Parse<Category>(category.ToString());

    private static StateMapping With(StateMappingKind kind, StateRules? rules) => rules is null ? new(kind) : new(kind)
    {
        Values = rules.Map?.Numbers.ToDictionary(n => n.Key.ToString(CultureInfo.InvariantCulture), n => Category(n.Value)) ?? [],
        Rules = [.. rules.When.Select(rule => new WhenRule(Category(rule.Category), [.. Polish(rule.Condition)]))],
        Else = Category(rules.Else),
    };

    private static IEnumerable<string> Polish(Condition condition) => condition switch
    {
        Condition.Signal signal => [signal.Name],
        Condition.Not not => [.. Polish(not.Operand), "not"],
        Condition.And and => [.. Polish(and.Left), .. Polish(and.Right), "and"],
        Condition.Or or => [.. Polish(or.Left), .. Polish(or.Right), "or"],
        _ => [],
    };
}
