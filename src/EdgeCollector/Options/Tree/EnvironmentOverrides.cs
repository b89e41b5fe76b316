namespace EdgeCollector.Options.Tree;

/// <summary>
/// <c>EDGECOLLECTOR__MQTT__BROKER</c> sets <c>mqtt.broker</c>; <c>EDGECOLLECTOR__LINES__line1__MACHINES__filler1__OPCUA__ENDPOINT</c>
/// names list items by their name, code or id. Case does not matter, and <c>_</c> may stand for <c>-</c>, which variable names cannot hold.
/// A list of plain values is given with commas.
/// </summary>
internal static class EnvironmentOverrides
{
    public const string Prefix = "EDGECOLLECTOR__";

    public static ConfigNode Apply(ConfigNode root, IReadOnlyDictionary<string, string> environment, DiagnosticList problems)
    {
        foreach (var (name, value) in environment.Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal))
                     .OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var at = new SourceSpan(new SourceText(name, value, OriginKind.Environment), 0, 0, value.Length);
            var segments = name[Prefix.Length..].Split("__");
            if (segments.Any(segment => segment.Length == 0) || segments.Length > YamlReader.MaxDepth)
            {
                problems.Error(at, $"the name is not a path of keys joined by two underscores – like {Prefix}MQTT__BROKER");
                continue;
            }

            root = Set(root, segments, at, value, problems);
        }

        return root;
    }

    private static ConfigNode Set(ConfigNode? node, ReadOnlySpan<string> path, SourceSpan at, string value, DiagnosticList problems)
    {
        if (path.IsEmpty)
        {
            return new ScalarNode(at, value, quoted: true);
        }

        return node is SequenceNode list
            ? SetItem(list, path, at, value, problems)
            : SetKey(node as MappingNode ?? new MappingNode(at, []), path, at, value, problems);
    }

    private static MappingNode SetKey(MappingNode mapping, ReadOnlySpan<string> path, SourceSpan at, string value, DiagnosticList problems)
    {
        var entries = mapping.Entries.ToList();
        var name = path[0];
        var index = entries.FindIndex(entry => Matches(entry.Key.Text, name));
        var key = index < 0 ? new ScalarNode(at, name.ToLowerInvariant(), quoted: true) : entries[index].Key;
        var changed = new MappingEntry(key, Set(index < 0 ? null : entries[index].Value, path[1..], at, value, problems));
        if (index < 0)
        {
            entries.Add(changed);
        }
        else
        {
            entries[index] = changed;
        }

        return new MappingNode(mapping.At, entries);
    }

    private static SequenceNode SetItem(SequenceNode list, ReadOnlySpan<string> path, SourceSpan at, string value, DiagnosticList problems)
    {
        var items = list.Items.ToList();
        var name = path[0];
        var index = items.FindIndex(item => item is MappingNode { Identity: { } identity } && Matches(identity, name));
        if (index < 0)
        {
            var known = items.OfType<MappingNode>().Select(item => item.Identity).OfType<string>().ToList();
            var there = known.Count == 0 ? "its items have no names" : $"there are {string.Join(", ", known)}";
            problems.Error(at, $"no item \"{name}\" in that list – {there}");
            return list;
        }

        items[index] = Set(items[index], path[1..], at, value, problems);
        return new SequenceNode(list.At, items);
    }

    private static bool Matches(string key, string segment) =>
        string.Equals(key, segment, StringComparison.OrdinalIgnoreCase)
        || string.Equals(key.Replace('-', '_'), segment, StringComparison.OrdinalIgnoreCase);
}
