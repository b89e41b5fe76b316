using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.Cli;

/// <summary>One node of a server with its value, and what lies below it.</summary>
internal sealed class TreeNode(string name, NodeId id, bool isVariable)
{
    public string Name { get; } = name;

    public NodeId Id { get; } = id;

    public bool IsVariable { get; } = isVariable;

    public DataValue Value { get; set; }

    public List<TreeNode> Children { get; } = [];

    public TreeNode? this[string name] => Children.FirstOrDefault(child => child.Name == name);

    public IEnumerable<TreeNode> All => Children.SelectMany(child => child.All).Prepend(this);
}

/// <summary>The part of a server that is the machine's: below Objects, without what every server has. Bounded.</summary>
/// <param name="Top">Children of Objects.</param>
/// <param name="Namespaces">In the order of their index.</param>
/// <param name="IsCut">There is more than was read.</param>
internal sealed record NodeTree(IReadOnlyList<TreeNode> Top, IReadOnlyList<string?> Namespaces, bool IsCut)
{
    public const int MaxNodes = 5000;

    public IEnumerable<TreeNode> All => Top.SelectMany(node => node.All);

    public static async Task<NodeTree> ReadAsync(Session session, int depth, CancellationToken cancellationToken)
    {
        var nodes = new Dictionary<NodeId, TreeNode>();
        var top = new List<TreeNode>();
        var count = 0;
        await foreach (var found in session.BrowseTreeAsync(Browser.ObjectsFolder, MaxNodes, depth, cancellationToken)
            .ConfigureAwait(false))
        {
            count++;
            // Namespace 0 below Objects is Server, Aliases, Locations: the same everywhere.
            if (!found.NodeId.TryResolve(session.Namespaces, out var id)
                || (id.NamespaceIndex == 0 && found.Parent == Browser.ObjectsFolder)) continue;

            var node = new TreeNode(found.BrowseName.Name ?? "", id, found.NodeClass == NodeClass.Variable);
            if (found.Parent == Browser.ObjectsFolder) top.Add(node);
            else if (nodes.TryGetValue(found.Parent, out var parent)) parent.Children.Add(node);
            else continue;

            nodes[id] = node;
        }

        var variables = nodes.Values.Where(node => node.IsVariable).ToList();
        var values = await session.ReadAsync([.. variables.Select(node => node.Id)], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < variables.Count; i++)
        {
            variables[i].Value = values[i];
        }

        return new(top, session.Namespaces, count >= MaxNodes);
    }

    /// <summary>The node's id with its namespace's URI, as configurations want it.</summary>
    public string Text(NodeId id) =>
        new ExpandedNodeId(id, id.NamespaceIndex == 0 ? null : Namespaces.ElementAtOrDefault(id.NamespaceIndex)).ToString();

    public void Print(TextWriter output)
    {
        for (var i = 0; i < Top.Count; i++)
        {
            Print(Top[i], "", i == Top.Count - 1, output);
        }

        if (IsCut) output.WriteLine($"… more than {MaxNodes} nodes; the rest is not shown");
    }

    private void Print(TreeNode node, string indent, bool last, TextWriter output)
    {
        var value = node.IsVariable ? $" = {Show(node.Value)}   {Terminal.Safe(Text(node.Id))}" : "";
        output.WriteLine($"{indent}{(last ? "└─ " : "├─ ")}{Terminal.Safe(node.Name, most: 100)}{value}");
        for (var i = 0; i < node.Children.Count; i++)
        {
            Print(node.Children[i], indent + (last ? "   " : "│  "), i == node.Children.Count - 1, output);
        }
    }

    private static string Show(DataValue value) => value.StatusCode.IsBad ? value.StatusCode.ToString()
        : value.Value.IsArray ? $"{value.Value.Type}[{value.Value.Elements!.Length}]"
        : value.Value.Value is byte[] bytes ? $"ByteString[{bytes.Length}]"
        : value.Value.TryGetDateTime(out var time) ? time.ToString("u", System.Globalization.CultureInfo.InvariantCulture)
        : Terminal.Safe(Convert.ToString(value.Value.Value, System.Globalization.CultureInfo.InvariantCulture), most: 60);
}
