using System.Collections.Immutable;
using System.Text.Json.Nodes;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Binding;

/// <summary>A list. From the environment, where there are no lists, plain values come with commas.</summary>
/// <param name="item">The kind of its items.</param>
/// <param name="fromCsv">The list may also be <c>{ csv: FILE }</c>; the loader reads the file before binding.</param>
/// <param name="most">More items are refused.</param>
internal sealed class ListKind<T>(ValueKind<T> item, bool fromCsv = false, int most = 10_000) : ValueKind<ImmutableArray<T>>
{
    public override bool TryRead(Place place, BindingContext context, out ImmutableArray<T> value)
    {
        value = [];
        if (AsList(place) is not { Node: SequenceNode list } items)
        {
            context.Problems.Error(place, $"takes a list – write [a, b]{(fromCsv ? " or { csv: FILE }" : "")}");
            context.Problems.Hide(place.Node!);
            return false;
        }

        if (list.Items.Count > most)
        {
            context.Problems.Error(place, string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"has {list.Items.Count} items – at most {most}"));
            return false;
        }

        var read = ImmutableArray.CreateBuilder<T>(list.Items.Count);
        var complete = true;
        for (var i = 0; i < list.Items.Count; i++)
        {
            // A broken item keeps its position with its defaults, so that rules over the records still find its place.
            complete &= item.TryRead(items.Item(i), context, out var one);
            read.Add(one);
        }

        value = read.ToImmutable();
        return complete;
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item.Schema(definitions), ["maxItems"] = most };
        if (!fromCsv)
        {
            return list;
        }

        var file = new JsonObject
        {
            ["type"] = "object", ["properties"] = new JsonObject { ["csv"] = new JsonObject { ["type"] = "string" } },
            ["required"] = new JsonArray("csv"), ["additionalProperties"] = false,
        };
        return new JsonObject { ["oneOf"] = new JsonArray(list, file) };
    }

    public override void Show(Place place, object? value, List<ConfigLine> lines)
    {
        var values = value is ImmutableArray<T> { IsDefault: false } array ? array : [];
        if (AsList(place) is not { Node: SequenceNode } items)
        {
            if (!values.IsEmpty && !place.Exists)
            {
                ShowDefaults(place, values, lines);
            }

            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            item.Show(items.Item(i), values[i], lines);
        }
    }

    private void ShowDefaults(Place place, ImmutableArray<T> values, List<ConfigLine> lines)
    {
        var parts = new List<ConfigLine>();
        foreach (var one in values)
        {
            item.Show(place, one, parts);
        }

        lines.Add(new ConfigLine(place.FullPath, $"[{string.Join(", ", parts.Select(part => part.Value))}]", "default"));
    }

    private static Place? AsList(Place place) => place.Node switch
    {
        SequenceNode => place,
        ScalarNode { At.Source.Kind: OriginKind.Environment } text => place.With(new SequenceNode(
            text.At, [.. text.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(part => new ScalarNode(text.At, part, quoted: true))])),
        _ => null,
    };
}
