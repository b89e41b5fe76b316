using System.Runtime.CompilerServices;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>One node found by browsing. Names come from the server: hostile until encoded at their sink.</summary>
public sealed record BrowsedNode(
    NodeId Parent, ExpandedNodeId NodeId, QualifiedName BrowseName, string? DisplayName, NodeClass NodeClass,
    ExpandedNodeId TypeDefinition, NodeId ReferenceType);

/// <summary>
/// Browses as an async stream (Part 4 5.9.2 and 5.9.3): continuation points are followed, and released when the caller stops early.
/// </summary>
public static class Browser
{
    /// <summary>Calls of BrowseNext for one node: an endless chain of continuation points ends here.</summary>
    public const int MaxCallsPerNode = 10_000;

    /// <summary>References asked for per call.</summary>
    public const uint ReferencesPerCall = 1000;

    private const uint AllFields = 63;

    /// <summary>HierarchicalReferences, i=33.</summary>
    public static NodeId HierarchicalReferences { get; } = new(0, 33);

    /// <summary>The Objects folder, i=85: where the tree of a machine begins.</summary>
    public static NodeId ObjectsFolder { get; } = new(0, 85);

    /// <summary>The children of one node along hierarchical references.</summary>
    /// <exception cref="ServiceException">The node cannot be browsed, or the server never comes to an end.</exception>
    public static async IAsyncEnumerable<BrowsedNode> BrowseAsync(
        this Session session, NodeId node, [EnumeratorCancellation] CancellationToken ct = default,
        uint referencesPerCall = ReferencesPerCall)
    {
        var description = new BrowseDescription(node, BrowseDirection.Forward, HierarchicalReferences, true, 0, AllFields);
        var results = await session.BrowseAsync([description], referencesPerCall, ct).ConfigureAwait(false);
        byte[]? point = null;
        try
        {
            for (var calls = 0; ; calls++)
            {
                if (results is not [var result])
                    throw new ServiceException(StatusCode.BadUnknownResponse, $"browsing {node} gave {results.Length} results");
                point = result.ContinuationPoint is { Length: > 0 } ? result.ContinuationPoint : null;
                if (result.StatusCode.IsBad) throw new ServiceException(result.StatusCode, $"node {node} cannot be browsed");
                foreach (var r in result.References)
                    yield return new(node, r.NodeId, r.BrowseName, r.DisplayName.Text, r.NodeClass, r.TypeDefinition, r.ReferenceTypeId);

                if (point is null) yield break;
                if (calls == MaxCallsPerNode)
                    throw new ServiceException(StatusCode.BadTooManyOperations,
                        $"browsing {node} does not end after {MaxCallsPerNode} calls");
                results = await session.BrowseNextAsync([point], false, ct).ConfigureAwait(false);
            }
        }
        finally
        {
            if (point is not null) await ReleaseAsync(session, point).ConfigureAwait(false);
        }
    }

    /// <summary>The tree below a node, breadth first, each node once.</summary>
    /// <param name="session">Where.</param>
    /// <param name="root">From here down; not part of the result.</param>
    /// <param name="maxNodes">The walk ends after so many.</param>
    /// <param name="maxDepth">Levels below the root.</param>
    /// <param name="ct">The caller's.</param>
    public static async IAsyncEnumerable<BrowsedNode> BrowseTreeAsync(
        this Session session, NodeId root, int maxNodes, int maxDepth, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var seen = new HashSet<NodeId> { root };
        var open = new Queue<(NodeId Node, int Depth)>([(root, 0)]);
        while (open.TryDequeue(out var next))
        {
            await foreach (var child in session.BrowseAsync(next.Node, ct).ConfigureAwait(false))
            {
                if (!child.NodeId.TryResolve(session.Namespaces, out var id) || !seen.Add(id)) continue;

                yield return child;
                if (seen.Count > maxNodes) yield break;
                if (next.Depth + 1 < maxDepth) open.Enqueue((id, next.Depth + 1));
            }
        }
    }

    private static async Task ReleaseAsync(Session session, byte[] point)
    {
        try
        {
            await session.BrowseNextAsync([point], true, default).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ServiceException or Transport.ConnectionLostException)
        {
            // The server drops it with the session.
        }
    }
}
