using System.Collections.Immutable;
using System.Text.Json.Nodes;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Binding;

/// <summary>`map`: one word for a known set of numbers, or pairs of number and category.</summary>
internal sealed class StateMapValue : ValueKind<StateMap>
{
    private static readonly Words<StateMapKind> Known = new(("packml", StateMapKind.PackMl), ("machinery", StateMapKind.Machinery));
    private static readonly MapKind<int, MachineCategory> Numbers = new(StateNumbers.Read, "^-?[0-9]+$", Categories.States.Kind);

    public static StateMapValue Instance { get; } = new();

    public override bool TryRead(Place place, BindingContext context, out StateMap value)
    {
        var numbers = ImmutableSortedDictionary<int, MachineCategory>.Empty;
        var kind = StateMapKind.Custom;
        var read = place.Node is MappingNode ? Numbers.TryRead(place, context, out numbers) : Known.Kind.TryRead(place, context, out kind);
        value = new StateMap(kind, numbers);
        return read;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["oneOf"] = new JsonArray(Known.Schema(), Numbers.Schema(definitions)) };

    public override void Show(Place place, object? value, List<ConfigLine> lines)
    {
        if (value is not StateMap map)
        {
            return;
        }

        if (map.Kind == StateMapKind.Custom)
        {
            Numbers.Show(place, map.Numbers, lines);
        }
        else
        {
            Known.Kind.Show(place, map.Kind, lines);
        }
    }
}

/// <summary>A rule of `when`: one pair of category and condition.</summary>
internal sealed class StateRuleKind : ValueKind<StateRule>
{
    private static readonly ScalarKind<Condition> Conditions = new("a condition", Condition.Read, _ => "", () =>
        new JsonObject { ["type"] = "string" });

    public static StateRuleKind Instance { get; } = new();

    public override bool TryRead(Place place, BindingContext context, out StateRule value)
    {
        value = new StateRule(MachineCategory.Stop, new Condition.Signal(""));
        if (place.Node is not MappingNode { Entries: [var entry] })
        {
            context.Problems.Error(place, "takes one pair a rule – write { Down: fault }");
            return false;
        }

        if (Categories.States.Read(entry.Key.Text, out var category) is { } complaint)
        {
            context.Problems.Error(place, entry.Key.At, $"{place.ShortPath} \"{entry.Key.Text}\" {complaint}");
            return false;
        }

        var at = place.Key(entry.Key.Text);
        if (!at.Exists)
        {
            context.Problems.Error(at, "has no condition – write { Down: fault }");
            return false;
        }

        var read = Conditions.TryRead(at, context, out var condition);
        value = new StateRule(category, condition ?? new Condition.Signal(""));
        return read;
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var properties = new JsonObject();
        foreach (var word in Categories.States.All)
        {
            properties[word] = Conditions.Schema(definitions);
        }

        return new JsonObject
        {
            ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false, ["minProperties"] = 1,
            ["maxProperties"] = 1,
        };
    }

    public override void Show(Place place, object? value, List<ConfigLine> lines)
    {
        if (value is StateRule && place.Node is MappingNode { Entries: [var entry] })
        {
            Conditions.Show(place.Key(entry.Key.Text), null, lines);
        }
    }
}
