using System.Collections.Immutable;
using System.Text.Json.Nodes;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Binding;

/// <summary>A mapping whose keys the user chooses, such as a machine's own state numbers.</summary>
internal sealed class MapKind<TKey, TValue>(ReadText<TKey> readKey, string keyPattern, ValueKind<TValue> item)
    : ValueKind<ImmutableSortedDictionary<TKey, TValue>>
    where TKey : notnull
{
    public override bool TryRead(Place place, BindingContext context, out ImmutableSortedDictionary<TKey, TValue> value)
    {
        value = ImmutableSortedDictionary<TKey, TValue>.Empty;
        if (place.Node is not MappingNode mapping)
        {
            context.Problems.Error(place, "takes pairs – write { key: value }");
            return false;
        }

        var complete = true;
        foreach (var entry in mapping.Entries)
        {
            var at = place.Key(entry.Key.Text);
            if (readKey(entry.Key.Text, out var key) is { } complaint)
            {
                context.Problems.Error(at, entry.Key.At, $"{place.ShortPath}: key \"{entry.Key.Text}\" {complaint}");
                complete = false;
            }
            else if (!at.Exists)
            {
                context.Problems.Error(at, "has no value");
                complete = false;
            }
            else if (item.TryRead(at, context, out var one))
            {
                value = value.SetItem(key, one);
            }
            else
            {
                complete = false;
            }
        }

        return complete;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new()
    {
        ["type"] = "object",
        ["patternProperties"] = new JsonObject { [keyPattern] = item.Schema(definitions) },
        ["additionalProperties"] = false,
    };

    public override void Show(Place place, object? value, List<ConfigLine> lines)
    {
        if (value is not ImmutableSortedDictionary<TKey, TValue> map || place.Node is not MappingNode mapping)
        {
            return;
        }

        foreach (var entry in mapping.Entries)
        {
            if (readKey(entry.Key.Text, out var key) is null && map.TryGetValue(key, out var one))
            {
                item.Show(place.Key(entry.Key.Text), one, lines);
            }
        }
    }
}
