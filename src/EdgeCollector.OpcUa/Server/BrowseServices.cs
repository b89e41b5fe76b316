using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>Part 4, 5.9: browse, go on browsing, translate paths.</summary>
internal sealed class BrowseServices(UaServer server)
{
    public BrowseResponse Browse(BrowseRequest request, ServerSession session)
    {
        NodeServices.Limit(request.NodesToBrowse.Length);
        var max = request.RequestedMaxReferencesPerNode is 0 or > int.MaxValue ? int.MaxValue : (int)request.RequestedMaxReferencesPerNode;
        return new(
            server.Header(request.RequestHeader.RequestHandle),
            Array.ConvertAll(request.NodesToBrowse, asked => Browse(asked, max, session)), []);
    }

    public BrowseNextResponse BrowseNext(BrowseNextRequest request, ServerSession session)
    {
        NodeServices.Limit(request.ContinuationPoints.Length);
        return new(
            server.Header(request.RequestHeader.RequestHandle),
            Array.ConvertAll(request.ContinuationPoints, point => session.Browses.GoOn(point, request.ReleaseContinuationPoints)), []);
    }

    public TranslateBrowsePathsToNodeIdsResponse Translate(TranslateBrowsePathsToNodeIdsRequest request, ServerSession session)
    {
        NodeServices.Limit(request.BrowsePaths.Length);
        return new(server.Header(request.RequestHeader.RequestHandle), Array.ConvertAll(request.BrowsePaths, Translate), []);
    }

    private BrowseResult Browse(BrowseDescription asked, int max, ServerSession session)
    {
        if (!server.Space.TryGet(asked.NodeId, out var node)) return new(StatusCode.BadNodeIdUnknown, null, []);
        if (asked.BrowseDirection is < BrowseDirection.Forward or > BrowseDirection.Both)
            return new(StatusCode.BadBrowseDirectionInvalid, null, []);

        var references = new List<ReferenceDescription>();
        if (asked.BrowseDirection != BrowseDirection.Inverse)
        {
            references.AddRange(
                from child in node.Children where Wanted(child, child.ReferenceType) select Describe(child, child.ReferenceType, true));
            if (TypeOf(node) is { } type) references.Add(type);
        }

        if (asked.BrowseDirection != BrowseDirection.Forward && node.Parent is { } parent && Wanted(parent, node.ReferenceType))
        {
            references.Add(Describe(parent, node.ReferenceType, false));
        }

        return session.Browses.First(references, max);

        bool Wanted(UaNode other, uint reference) =>
            (asked.NodeClassMask == 0 || (asked.NodeClassMask & (uint)other.NodeClass) != 0)
            && ReferenceTypes.Covers(asked.ReferenceTypeId, asked.IncludeSubtypes, reference);

        // The types themselves are the specification's; the reference is enough to recognise them by.
        ReferenceDescription? TypeOf(UaNode of)
        {
            var typeClass = of.NodeClass == NodeClass.Variable ? NodeClass.VariableType : NodeClass.ObjectType;
            return (asked.NodeClassMask == 0 || (asked.NodeClassMask & (uint)typeClass) != 0)
                && ReferenceTypes.Covers(asked.ReferenceTypeId, asked.IncludeSubtypes, ReferenceTypes.HasTypeDefinition)
                ? new(new(0, ReferenceTypes.HasTypeDefinition), true, new(of.TypeDefinition), default, default, typeClass, default)
                : null;
        }
    }

    private static ReferenceDescription Describe(UaNode node, uint reference, bool isForward) => new(
        new(0, reference), isForward, new(node.Id), node.BrowseName, new(node.BrowseName.Name), node.NodeClass, new(node.TypeDefinition));

    private BrowsePathResult Translate(BrowsePath path)
    {
        if (!server.Space.TryGet(path.StartingNode, out var node)) return new(StatusCode.BadNodeIdUnknown, []);
        if (path.RelativePath.Elements.Length == 0) return new(StatusCode.BadNothingToDo, []);

        foreach (var element in path.RelativePath.Elements)
        {
            var next = element.IsInverse
                ? Matching(node.Parent, node.ReferenceType)
                : node.Children.Find(child => child.BrowseName == element.TargetName && Covers(element, child.ReferenceType));
            if (next is null) return new(StatusCode.BadNoMatch, []);
            node = next;

            UaNode? Matching(UaNode? parent, uint reference) =>
                parent?.BrowseName == element.TargetName && Covers(element, reference) ? parent : null;
        }

        return new(StatusCode.Good, [new(new(node.Id), uint.MaxValue)]);
    }

    private static bool Covers(RelativePathElement element, uint reference) =>
        ReferenceTypes.Covers(element.ReferenceTypeId, element.IncludeSubtypes, reference);
}
