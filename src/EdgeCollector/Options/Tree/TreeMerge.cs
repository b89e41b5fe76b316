namespace EdgeCollector.Options.Tree;

/// <summary>
/// Lays one tree over another: mappings merge by key, lists of named things by their name, code or id and never by position; anything else
/// is replaced whole by the later one.
/// </summary>
internal static class TreeMerge
{
    public static ConfigNode Merge(ConfigNode below, ConfigNode above) => (below, above) switch
    {
        (MappingNode a, MappingNode b) => Merge(a, b),
        (SequenceNode { IsKeyed: true } a, SequenceNode { IsKeyed: true } b) => Merge(a, b),
        _ => above,
    };

    private static MappingNode Merge(MappingNode below, MappingNode above)
    {
        var entries = below.Entries.ToList();
        foreach (var entry in above.Entries)
        {
            var at = entries.FindIndex(known => string.Equals(known.Key.Text, entry.Key.Text, StringComparison.Ordinal));
            if (at < 0)
            {
                entries.Add(entry);
            }
            else
            {
                entries[at] = new MappingEntry(entries[at].Key, Merge(entries[at].Value, entry.Value));
            }
        }

        return new MappingNode(below.At, entries);
    }

    private static SequenceNode Merge(SequenceNode below, SequenceNode above)
    {
        var items = below.Items.ToList();
        foreach (var item in above.Items.Cast<MappingNode>())
        {
            var at = items.FindIndex(known => ((MappingNode)known).Identity == item.Identity);
            if (at < 0 || at >= below.Items.Count)
            {
                // Two of one name within one file stay two, for the rules to name.
                items.Add(item);
            }
            else
            {
                items[at] = Merge((MappingNode)items[at], item);
            }
        }

        return new SequenceNode(below.At, items);
    }
}
