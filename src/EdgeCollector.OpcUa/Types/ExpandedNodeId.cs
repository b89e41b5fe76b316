using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EdgeCollector.OpcUa.Types;

/// <summary>
/// A <see cref="Types.NodeId"/> that can name its namespace by URI and its server by index (Part 6, 5.2.2.10 and 5.3.1.11).
/// With a URI the namespace index of <see cref="NodeId"/> is not used.
/// </summary>
public readonly record struct ExpandedNodeId(NodeId NodeId, string? NamespaceUri = null, uint ServerIndex = 0)
{
    /// <summary>Reads <c>svr=1;nsu=urn:maker:plc;s=State</c>; prefixes may be left out, <c>ns=2;</c> may stand for the second.</summary>
    /// <exception cref="FormatException">The text is not an ExpandedNodeId.</exception>
    public static ExpandedNodeId Parse(string text) => TryParse(text, out ExpandedNodeId id)
        ? id
        : throw new FormatException(
            $"'{text}' is not a node id: expected a form such as nsu=urn:maker:plc;s=Line1.State, ns=2;s=Line1.State or i=2258.");

    /// <summary>As <see cref="Parse"/>. In the URI <c>%3B</c> stands for a semicolon and <c>%25</c> for a per cent sign.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ExpandedNodeId id)
    {
        id = default;
        string rest = text ?? "";
        uint server = 0;
        if (Take(ref rest, "svr=", out string? prefix)
            && !uint.TryParse(prefix, NumberStyles.None, CultureInfo.InvariantCulture, out server))
        {
            return false;
        }

        if (Take(ref rest, "nsu=", out string? uri))
        {
            uri = uri.Replace("%3B", ";", StringComparison.OrdinalIgnoreCase).Replace("%25", "%", StringComparison.Ordinal);
            return uri.Length > 0 && NodeId.TryParseIdentifier(0, rest, out NodeId inUri) && Set(inUri, uri, server, out id);
        }

        return NodeId.TryParse(rest, out NodeId node) && Set(node, null, server, out id);
    }

    /// <summary>The id within a session whose server has this namespace array (node i=2255); false where the URI is not in it.</summary>
    public bool TryResolve(IReadOnlyList<string?> namespaceArray, out NodeId id)
    {
        id = NodeId;
        if (NamespaceUri is null)
        {
            return ServerIndex == 0;
        }

        for (int i = 0; i < namespaceArray.Count && i <= ushort.MaxValue; i++)
        {
            if (string.Equals(namespaceArray[i], NamespaceUri, StringComparison.Ordinal))
            {
                id = NodeId.InNamespace((ushort)i);
                return ServerIndex == 0;
            }
        }

        return false;
    }

    /// <summary>The text form that <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        string server = ServerIndex == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"svr={ServerIndex};");
        if (NamespaceUri is null)
        {
            return server + NodeId;
        }

        string uri = NamespaceUri.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);
        return $"{server}nsu={uri};{NodeId.IdentifierText()}";
    }

    private static bool Set(NodeId node, string? uri, uint server, out ExpandedNodeId id)
    {
        id = new ExpandedNodeId(node, uri, server);
        return true;
    }

    private static bool Take(ref string text, string prefix, [NotNullWhen(true)] out string? value)
    {
        int end = text.StartsWith(prefix, StringComparison.Ordinal) ? text.IndexOf(';') : -1;
        value = end < 0 ? null : text[prefix.Length..end];
        text = text[(end + 1)..];
        return end >= 0;
    }
}
