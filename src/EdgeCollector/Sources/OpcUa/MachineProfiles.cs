using System.Collections.Immutable;
using EdgeCollector.Core.Inputs;
using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>What was found below a machine's object.</summary>
/// <param name="Signals">With their nodes.</param>
/// <param name="Missing">A line for each that has none: its path, and what follows.</param>
internal sealed record FoundProfile(ImmutableArray<OpcUaSignal> Signals, ImmutableArray<string> Missing);

/// <summary>`packml`: the object that holds Status and Admin, and the signals whose nodes are to be found below it.</summary>
internal sealed record PackMlProfile(ExpandedNodeId Root, ImmutableArray<Signal> Signals)
{
    private static readonly Dictionary<SignalRole, (string Folder, string Name, string Without)> Nodes = new()
    {
        [SignalRole.State] = ("Status", "StateCurrent", "without a state everything but the counts stays unknown"),
        [SignalRole.Mode] = ("Status", "UnitModeCurrent", "the mode is taken as production"),
        [SignalRole.Total] = ("Admin", "ProdProcessedCount", "without a count there is no performance"),
        [SignalRole.Scrap] = ("Admin", "ProdDefectiveCount", "without it quality is not measured"),
        [SignalRole.StopReason] = ("Admin", "StopReason", "stops come without the machine's reason"),
    };

    private static readonly string[] StateMachines = ["BaseStateMachine", "MachineState", "ExecuteState"];

    /// <summary>Names of the variables that make an object a PackML machine, for whoever looks for one.</summary>
    public static IEnumerable<(SignalRole Role, string Folder, string Name)> Paths =>
        Nodes.Select(n => (n.Key, n.Value.Folder, n.Value.Name));

    /// <summary>Looks below the object, by browse names of any namespace: vendors put theirs where they like.</summary>
    /// <exception cref="EdgeCollector.OpcUa.Channel.ServiceException">The object itself is not there, or cannot be browsed.</exception>
    public async Task<FoundProfile> FindAsync(Session session, CancellationToken cancellationToken)
    {
        var top = await ChildrenAsync(session, session.Resolve(Root), cancellationToken).ConfigureAwait(false);
        var folders = new Dictionary<string, Dictionary<string, BrowsedNode>>(StringComparer.Ordinal);
        foreach (var name in Nodes.Values.Select(n => n.Folder).Distinct())
        {
            folders[name] = top.TryGetValue(name, out var folder) && folder.NodeId.TryResolve(session.Namespaces, out var id)
                ? await ChildrenAsync(session, id, cancellationToken).ConfigureAwait(false) : [];
        }

        var found = ImmutableArray.CreateBuilder<OpcUaSignal>();
        var missing = ImmutableArray.CreateBuilder<string>();
        foreach (var signal in Signals)
        {
            if (!Nodes.TryGetValue(signal.Role, out var path)) continue;

            var item = folders[path.Folder].TryGetValue(path.Name, out var node)
                ? await ItemAsync(session, signal, node, cancellationToken).ConfigureAwait(false) : null;
            if (item is null && signal.Role == SignalRole.State)
            {
                var machines = await StateMachinesAsync(session, signal, top, cancellationToken).ConfigureAwait(false);
                found.AddRange(machines);
                if (machines.Count > 0) continue;
            }

            if (item is null) missing.Add($"{path.Folder}/{path.Name} ({path.Without})");
            else found.Add(item);
        }

        return new(found.ToImmutable(), missing.ToImmutable());
    }

    /// <summary>OPC 30050 keeps the state in three machines, one within the other; what of them there is.</summary>
    private static async Task<List<OpcUaSignal>> StateMachinesAsync(
        Session session, Signal signal, Dictionary<string, BrowsedNode> top, CancellationToken cancellationToken)
    {
        var found = new List<OpcUaSignal>();
        var around = top;
        for (var level = 1; level <= StateMachines.Length; level++)
        {
            if (!around.TryGetValue(StateMachines[level - 1], out var machine)
                || !machine.NodeId.TryResolve(session.Namespaces, out var id)) continue;

            around = await ChildrenAsync(session, id, cancellationToken).ConfigureAwait(false);
            if (!around.TryGetValue("CurrentState", out var state) || !state.NodeId.TryResolve(session.Namespaces, out var node)) continue;

            var item = new OpcUaSignal(signal, Permanent(session, node)) { Level = level };
            found.Add(item with { Queue = OpcUaSources.QueueFor(item.IsState, TimeSpan.Zero, TimeSpan.Zero) });
        }

        return found;
    }

    /// <summary>Counts may be a number, an array with one element a product, structures, or objects that have an AccCount below
    /// them.</summary>
    private static async Task<OpcUaSignal?> ItemAsync(Session session, Signal signal, BrowsedNode node, CancellationToken cancellationToken)
    {
        if (!node.NodeId.TryResolve(session.Namespaces, out var id)) return null;

        if (signal.IsCounter
            && (await ChildrenAsync(session, id, cancellationToken).ConfigureAwait(false)).TryGetValue("AccCount", out var accumulated)
            && accumulated.NodeClass == NodeClass.Variable && accumulated.NodeId.TryResolve(session.Namespaces, out var below))
        {
            id = below;
        }
        else if (node.NodeClass != NodeClass.Variable)
        {
            return null;
        }

        var item = new OpcUaSignal(signal, Permanent(session, id));
        item = item with { Queue = OpcUaSources.QueueFor(item.IsState, TimeSpan.Zero, TimeSpan.Zero) };
        if (!signal.IsCounter && signal.Role != SignalRole.StopReason) return item;

        var value = (await session.ReadAsync([id], cancellationToken).ConfigureAwait(false))[0].Value;
        return item with
        {
            Index = value.IsArray ? 0 : null,
            Field = value.Type != BuiltInType.ExtensionObject ? PackMlField.None : signal.IsCounter ? PackMlField.AccCount
                : PackMlField.AlarmId,
        };
    }

    /// <summary>Indices of namespaces may change when the server restarts, their URIs do not.</summary>
    private static ExpandedNodeId Permanent(Session session, NodeId id) =>
        id.NamespaceIndex == 0 ? new(id) : new(id, session.Namespaces.ElementAtOrDefault(id.NamespaceIndex));

    private static async Task<Dictionary<string, BrowsedNode>> ChildrenAsync(
        Session session, NodeId node, CancellationToken cancellationToken)
    {
        var children = new Dictionary<string, BrowsedNode>(StringComparer.Ordinal);
        await foreach (var child in session.BrowseAsync(node, cancellationToken).ConfigureAwait(false))
        {
            if (child.BrowseName.Name is { } name) children.TryAdd(name, child);
        }

        return children;
    }
}
