namespace EdgeCollector.Options.Tree;

/// <summary>
/// A node and the way to it. Places are walked in step with the option records, so that a rule over typed values can point at the text;
/// a place may be empty (the key is absent) and then points at the nearest text there is.
/// </summary>
internal sealed class Place
{
    private readonly Place? _parent;
    private readonly string _segment;
    private readonly bool _isItem;

    private Place(ConfigNode? node, SourceSpan at, Place? parent, string segment, bool isItem)
    {
        (Node, At, _parent, _segment, _isItem) = (node, at, parent, segment, isItem);
    }

    /// <summary>Null where the key is absent or empty.</summary>
    public ConfigNode? Node { get; }

    /// <summary>What a message points at: a scalar's text, else the key that holds this place.</summary>
    public SourceSpan At { get; }

    public bool Exists => Node is not null;

    public string LastKey => _isItem && _parent is not null ? _parent.LastKey : _segment;

    /// <summary>The whole way: <c>lines[line1].machines[packer1].gpio.good.edge</c>.</summary>
    public string FullPath => _parent is null ? "" : _isItem ? $"{_parent.FullPath}[{_segment}]" : Join(_parent.FullPath, _segment);

    /// <summary>The way from the nearest named list item, as messages print it: <c>gpio.good.edge</c>.</summary>
    public string ShortPath
    {
        get
        {
            if (_parent is null)
            {
                return "";
            }

            if (!_isItem)
            {
                return Join(_parent.ItemIdentity is null ? _parent.ShortPath : "", _segment);
            }

            return ItemIdentity is null ? _parent.ShortPath : $"{_parent.LastKey}[{_segment}]";
        }
    }

    /// <summary>The list item's name this place lies in, else the section's; the owner a secret is named after.</summary>
    public string Owner => ItemIdentity ?? (_parent?._parent is null ? _segment : _parent.Owner);

    private string? ItemIdentity => _isItem ? (Node as MappingNode)?.Identity : null;

    public static Place Root(ConfigNode node) => new(node, node.At, null, "", isItem: false);

    public Place Key(string name)
    {
        var entry = (Node as MappingNode)?.Find(name);
        return entry is null || entry.Value is ScalarNode { IsNull: true }
            ? new Place(null, entry?.Key.At ?? At, this, name, isItem: false)
            : new Place(entry.Value, entry.Value is ScalarNode ? entry.Value.At : entry.Key.At, this, name, isItem: false);
    }

    public Place Item(int index)
    {
        var node = Node is SequenceNode list && index < list.Items.Count ? list.Items[index] : null;
        var name = (node as MappingNode)?.Identity ?? index.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new Place(node, node?.At ?? At, this, name, isItem: true);
    }

    /// <summary>The same place over another node: one part of a comma list, say.</summary>
    public Place With(ConfigNode node) => new(node, node.At, _parent, _segment, _isItem);

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
