using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EdgeCollector.OpcUa.Types;

/// <summary>The four kinds of identifier (Part 3, 8.2.3).</summary>
public enum NodeIdType : byte
{
    Numeric = 0,
    String = 1,
    Guid = 2,
    Opaque = 3,
}

/// <summary>
/// Identifies a node within one server session: a namespace index and an identifier (Part 3, 8.2; Part 6, 5.2.2.9 and 5.3.1.10).
/// Compared by value. The index may change when the server restarts; <see cref="ExpandedNodeId"/> with a namespace URI does not.
/// </summary>
public readonly struct NodeId : IEquatable<NodeId>
{
    private readonly object? _identifier;
    private readonly uint _numeric;

    public NodeId(ushort namespaceIndex, uint identifier)
    {
        NamespaceIndex = namespaceIndex;
        _numeric = identifier;
    }

    public NodeId(ushort namespaceIndex, string identifier)
        : this(namespaceIndex, NodeIdType.String, identifier)
    {
    }

    public NodeId(ushort namespaceIndex, Guid identifier)
        : this(namespaceIndex, NodeIdType.Guid, identifier)
    {
    }

    /// <summary>An opaque identifier; the array is kept, not copied.</summary>
    public NodeId(ushort namespaceIndex, byte[] identifier)
        : this(namespaceIndex, NodeIdType.Opaque, identifier)
    {
    }

    private NodeId(ushort namespaceIndex, NodeIdType type, object identifier)
    {
        NamespaceIndex = namespaceIndex;
        IdType = type;
        _identifier = identifier;
    }

    /// <summary>i=0 in namespace 0: no node.</summary>
    public static NodeId Null => default;

    public ushort NamespaceIndex { get; }

    public NodeIdType IdType { get; }

    /// <summary>True for i=0 in namespace 0; the default value.</summary>
    public bool IsNull => IdType == NodeIdType.Numeric && _numeric == 0 && NamespaceIndex == 0;

    /// <summary>The numeric identifier; 0 for the other kinds.</summary>
    public uint Numeric => _numeric;

    /// <summary>The string identifier; null for the other kinds.</summary>
    public string? Text => _identifier as string;

    internal Guid Guid => _identifier is Guid guid ? guid : default;

    internal byte[]? Opaque => _identifier as byte[];

    public static bool operator ==(NodeId left, NodeId right) => left.Equals(right);

    public static bool operator !=(NodeId left, NodeId right) => !left.Equals(right);

    /// <summary>Reads <c>i=85</c>, <c>ns=2;s=any text</c>, <c>ns=1;g=guid</c>, <c>ns=1;b=base64</c>.</summary>
    /// <exception cref="FormatException">The text is not a NodeId.</exception>
    public static NodeId Parse(string text) => TryParse(text, out NodeId id)
        ? id
        : throw new FormatException(
            $"'{text}' is not a NodeId: expected a form such as ns=2;s=Line1.State, i=2258, ns=1;g=<guid> or ns=1;b=<base64>.");

    /// <summary>As <see cref="Parse"/>; everything after <c>s=</c> belongs to the identifier, quotes and semicolons too.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out NodeId id)
    {
        id = default;
        ReadOnlySpan<char> rest = text;
        ushort index = 0;
        if (rest.StartsWith("ns=", StringComparison.Ordinal))
        {
            int end = rest.IndexOf(';');
            if (end < 0 || !ushort.TryParse(rest[3..end], NumberStyles.None, CultureInfo.InvariantCulture, out index))
            {
                return false;
            }

            rest = rest[(end + 1)..];
        }

        return TryParseIdentifier(index, rest, out id);
    }

    public bool Equals(NodeId other) =>
        NamespaceIndex == other.NamespaceIndex && IdType == other.IdType && _numeric == other._numeric && IdType switch
        {
            NodeIdType.Numeric => true,
            NodeIdType.Opaque => Opaque.AsSpan().SequenceEqual(other.Opaque),
            NodeIdType.String => string.Equals(Text, other.Text, StringComparison.Ordinal),
            _ => Guid == other.Guid,
        };

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is NodeId other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(NamespaceIndex);
        hash.Add(_numeric);
        if (IdType == NodeIdType.Opaque)
        {
            hash.AddBytes(Opaque);
        }
        else
        {
            hash.Add(_identifier);
        }

        return hash.ToHashCode();
    }

    /// <summary>The text form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => NamespaceIndex == 0 ? IdentifierText() : $"ns={NamespaceIndex};{IdentifierText()}";

    internal string IdentifierText() => IdType switch
    {
        NodeIdType.Numeric => string.Create(CultureInfo.InvariantCulture, $"i={_numeric}"),
        NodeIdType.String => $"s={Text}",
        NodeIdType.Guid => $"g={Guid:D}",
        _ => $"b={Convert.ToBase64String(Opaque ?? [])}",
    };

    internal NodeId InNamespace(ushort index) =>
        _identifier is null ? new NodeId(index, _numeric) : new NodeId(index, IdType, _identifier);

    internal static bool TryParseIdentifier(ushort index, ReadOnlySpan<char> text, out NodeId id)
    {
        id = default;
        if (text.Length < 2 || text[1] != '=')
        {
            return false;
        }

        ReadOnlySpan<char> value = text[2..];
        switch (text[0])
        {
            case 'i' when uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out uint number):
                id = new NodeId(index, number);
                return true;
            case 's' when value.Length > 0:
                id = new NodeId(index, value.ToString());
                return true;
            case 'g' when System.Guid.TryParse(value, out Guid guid):
                id = new NodeId(index, guid);
                return true;
            case 'b':
                byte[] bytes = new byte[value.Length];
                bool isBase64 = Convert.TryFromBase64Chars(value, bytes, out int length) && length > 0;
                id = isBase64 ? new NodeId(index, bytes[..length]) : default;
                return isBase64;
            default:
                return false;
        }
    }
}
