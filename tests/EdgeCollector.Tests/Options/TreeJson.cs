using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Tests.Options;

/// <summary>A tree as the JSON an editor's schema check sees: plain numbers and truth values have their types.</summary>
internal static class TreeJson
{
    public static string From(ConfigNode node) => Node(node)!.ToJsonString();

    private static JsonNode? Node(ConfigNode node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, Node(entry.Value)))),
        SequenceNode list => new JsonArray([.. list.Items.Select(Node)]),
        ScalarNode { Text: "true" or "false" } truth => truth.Text == "true",
        ScalarNode scalar when scalar.Text != "10004711"
            && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        ScalarNode scalar => scalar.Text,
        _ => null,
    };
}
