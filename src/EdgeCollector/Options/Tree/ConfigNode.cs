namespace EdgeCollector.Options.Tree;

/// <summary>A value of the configuration before it has a type; it remembers where it stands. Immutable, so an alias may share it.</summary>
internal abstract class ConfigNode(SourceSpan at)
{
    public SourceSpan At { get; } = at;

    /// <summary>Nodes in this subtree, itself included; aliases count each time (bounded by the reader).</summary>
    public abstract int Count { get; }
}

internal sealed class ScalarNode(SourceSpan at, string text, bool quoted) : ConfigNode(at)
{
    public string Text { get; } = text;

    /// <summary>YAML 1.2 core schema: an unquoted empty, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull { get; } = !quoted && text is ("" or "~" or "null");

    public override int Count => 1;
}

internal sealed class MappingNode(SourceSpan at, IReadOnlyList<MappingEntry> entries) : ConfigNode(at)
{
    /// <summary>The keys by which list items are known, in the order in which they are tried.</summary>
    private static readonly string[] IdentityKeys = ["name", "code", "id"];

    public IReadOnlyList<MappingEntry> Entries { get; } = entries;

    public override int Count { get; } = entries.Aggregate(1, (sum, entry) => sum + 1 + entry.Value.Count);

    /// <summary>What a list item is called, or null.</summary>
    public string? Identity =>
        IdentityKeys.Select(key => Find(key)?.Value).OfType<ScalarNode>().FirstOrDefault(value => !value.IsNull)?.Text;

    public MappingEntry? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (string.Equals(entry.Key.Text, key, StringComparison.Ordinal))
            {
                return entry;
            }
        }

        return null;
    }
}

internal sealed record MappingEntry(ScalarNode Key, ConfigNode Value);

internal sealed class SequenceNode(SourceSpan at, IReadOnlyList<ConfigNode> items) : ConfigNode(at)
{
    public IReadOnlyList<ConfigNode> Items { get; } = items;

    public override int Count { get; } = items.Aggregate(1, (sum, item) => sum + item.Count);

    /// <summary>Every item is a mapping with a name, code or id: such lists merge by it.</summary>
    public bool IsKeyed => Items.Count > 0 && Items.All(item => item is MappingNode { Identity: not null });
}
