using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace EdgeCollector.Options.Binding;

/// <summary>A closed set of words for the members of an enumeration; what is not among them gets the nearest one proposed.</summary>
internal sealed class Words<T>(params (string Word, T Value)[] table)
    where T : struct, Enum
{
    public ImmutableArray<string> All { get; } = [.. table.Select(row => row.Word)];

    public ValueKind<T> Kind => new ScalarKind<T>("a word", Read, Show, Schema);

    public string Show(T value) => Array.Find(table, row => row.Value.Equals(value)).Word ?? "";

    public string? Read(string text, out T value)
    {
        foreach (var (word, member) in table)
        {
            if (string.Equals(word, text, StringComparison.Ordinal))
            {
                value = member;
                return null;
            }
        }

        value = default;
        return $"is not one of {string.Join(", ", All)}{Suggestion.For(text, All)}";
    }

    public JsonObject Schema()
    {
        var words = new JsonArray();
        foreach (var word in All)
        {
            words.Add((JsonNode)word);
        }

        return new JsonObject { ["type"] = "string", ["enum"] = words };
    }
}
