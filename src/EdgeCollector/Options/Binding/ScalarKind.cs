using System.Text.Json.Nodes;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Binding;

/// <summary>Reads one text. Returns null, or what is wrong with it: a clause that follows the quoted text.</summary>
internal delegate string? ReadText<T>(string text, out T value);

/// <summary>A value written as one word or quoted text.</summary>
internal sealed class ScalarKind<T>(string what, ReadText<T> read, Func<T, string> show, Func<JsonObject> schema) : ValueKind<T>
{
    public override bool TryRead(Place place, BindingContext context, out T value)
    {
        value = default!;
        if (place.Node is not ScalarNode scalar)
        {
            context.Problems.Error(place, $"takes one value, {what}, not a {(place.Node is SequenceNode ? "list" : "section")}");
            return false;
        }

        if (scalar.Text.Contains("${secret:", StringComparison.Ordinal))
        {
            context.Problems.Error(place, "cannot be a secret – only passwords, tokens and web hooks can");
            return false;
        }

        var complaint = read(scalar.Text, out value);
        if (complaint is not null)
        {
            context.Problems.Error(place, $"\"{Printable(scalar.Text)}\" {complaint}");
        }

        return complaint is null;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => schema();

    public override void Show(Place place, object? value, List<ConfigLine> lines)
    {
        if (place.Node is ScalarNode scalar)
        {
            lines.Add(new ConfigLine(place.FullPath, Printable(scalar.Text), scalar.At.Origin));
        }
        else if (value is T typed)
        {
            lines.Add(new ConfigLine(place.FullPath, show(typed), "default"));
        }
    }

    private static string Printable(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= 80 ? line : string.Concat(line.AsSpan(0, 77), "...");
    }
}
