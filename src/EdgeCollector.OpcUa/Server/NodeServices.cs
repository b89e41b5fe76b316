using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>Part 4, 5.9 and 5.11: browse, translate, read and write.</summary>
internal sealed class NodeServices(UaServer server)
{
    public ReadResponse Read(ReadRequest request, ServerSession session)
    {
        Limit(request.NodesToRead.Length);
        return new(server.Header(request.RequestHeader.RequestHandle), Array.ConvertAll(request.NodesToRead, Read), []);
    }

    public WriteResponse Write(WriteRequest request, ServerSession session)
    {
        Limit(request.NodesToWrite.Length);
        return new(server.Header(request.RequestHeader.RequestHandle), Array.ConvertAll(request.NodesToWrite, Write), []);
    }

    public BrowseResponse Browse(BrowseRequest request, ServerSession session)
    {
        Limit(request.NodesToBrowse.Length);
        return new(server.Header(request.RequestHeader.RequestHandle), Array.ConvertAll(request.NodesToBrowse, Browse), []);
    }

    /// <summary>Browse gives everything at once, so there is no continuation point to go on from.</summary>
    public BrowseNextResponse BrowseNext(BrowseNextRequest request, ServerSession session) => new(
        server.Header(request.RequestHeader.RequestHandle),
        Array.ConvertAll(request.ContinuationPoints, _ => new BrowseResult(StatusCode.BadContinuationPointInvalid, null, [])), []);

    public TranslateBrowsePathsToNodeIdsResponse Translate(TranslateBrowsePathsToNodeIdsRequest request, ServerSession session)
    {
        Limit(request.BrowsePaths.Length);
        return new(server.Header(request.RequestHeader.RequestHandle), Array.ConvertAll(request.BrowsePaths, Translate), []);
    }

    private static void Limit(int operations)
    {
        if (operations == 0) throw new Channel.ServiceException(StatusCode.BadNothingToDo, "nothing to do");
        if (operations > AddressSpace.MaxOperations) throw new Channel.ServiceException(StatusCode.BadTooManyOperations, "too many operations");
    }

    private DataValue Read(ReadValueId id) => server.Space.TryGet(id.NodeId, out var node)
        ? Attributes.Read(node, id.AttributeId)
        : new(default, StatusCode.BadNodeIdUnknown);

    private StatusCode Write(WriteValue write)
    {
        if (!server.Space.TryGet(write.NodeId, out var node)) return StatusCode.BadNodeIdUnknown;
        if (write.AttributeId != Attributes.Value || !node.IsWritable) return StatusCode.BadNotWritable;
        if (write.Value.Value.Type != node.Value.Value.Type) return StatusCode.BadTypeMismatch;

        node.Set(write.Value.Value, server.Space.Now);
        return StatusCode.Good;
    }

    private BrowseResult Browse(BrowseDescription asked)
    {
        if (!server.Space.TryGet(asked.NodeId, out var node)) return new(StatusCode.BadNodeIdUnknown, null, []);

        var references = new List<ReferenceDescription>();
        if (asked.BrowseDirection is BrowseDirection.Forward or BrowseDirection.Both)
        {
            references.AddRange(node.Children.Where(Wanted).Select(child => Describe(child, isForward: true)));
        }

        if (asked.BrowseDirection is BrowseDirection.Inverse or BrowseDirection.Both && node.Parent is { } parent && Wanted(parent))
        {
            references.Add(Describe(parent, isForward: false));
        }

        return new(StatusCode.Good, null, [.. references]);

        bool Wanted(UaNode other) => asked.NodeClassMask == 0 || (asked.NodeClassMask & (uint)other.NodeClass) != 0;
    }

    private static ReferenceDescription Describe(UaNode node, bool isForward) => new(
        node.NodeClass == NodeClass.Variable ? AddressSpace.HasComponent : AddressSpace.Organizes, isForward,
        new(node.Id), node.BrowseName, new(node.BrowseName.Name), node.NodeClass, new(node.TypeDefinition));

    private BrowsePathResult Translate(BrowsePath path)
    {
        if (!server.Space.TryGet(path.StartingNode, out var node)) return new(StatusCode.BadNodeIdUnknown, []);

        foreach (var element in path.RelativePath.Elements)
        {
            var next = element.IsInverse ? node.Parent : node.Children.Find(child => child.BrowseName == element.TargetName);
            if (next is null) return new(StatusCode.BadNoMatch, []);
            node = next;
        }

        return new(StatusCode.Good, [new(new(node.Id), uint.MaxValue)]);
    }
}
