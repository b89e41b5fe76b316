using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>Part 4, 5.9.4 TranslateBrowsePathsToNodeIds.</summary>
internal sealed record TranslateBrowsePathsToNodeIdsRequest(
    RequestHeader RequestHeader,
    BrowsePath[] BrowsePaths) : IUaMessage<TranslateBrowsePathsToNodeIdsRequest>, IRequest<TranslateBrowsePathsToNodeIdsResponse>
{
    public static uint TypeId => 554;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.Array(BrowsePaths);
    }

    public static TranslateBrowsePathsToNodeIdsRequest Decode(ref UaReader r) => new(RequestHeader.Decode(ref r), r.Array<BrowsePath>());
}

/// <summary>Part 4, 5.9.4 TranslateBrowsePathsToNodeIds.</summary>
internal sealed record TranslateBrowsePathsToNodeIdsResponse(
    ResponseHeader ResponseHeader,
    BrowsePathResult[] Results,
    DiagnosticInfo?[] DiagnosticInfos) : IUaMessage<TranslateBrowsePathsToNodeIdsResponse>, IResponse
{
    public static uint TypeId => 557;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.Array(Results);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static TranslateBrowsePathsToNodeIdsResponse Decode(ref UaReader r) =>
        new(ResponseHeader.Decode(ref r), r.Array<BrowsePathResult>(), r.DiagnosticInfoArray());
}

/// <summary>Part 4, BrowsePath.</summary>
internal sealed record BrowsePath(NodeId StartingNode, RelativePath RelativePath) : IUaStruct<BrowsePath>
{
    public static int MinSize => 6;

    public void Encode(ref UaWriter w)
    {
        w.NodeId(StartingNode);
        RelativePath.Encode(ref w);
    }

    public static BrowsePath Decode(ref UaReader r) => new(r.NodeId(), RelativePath.Decode(ref r));
}

/// <summary>Part 4, RelativePath.</summary>
internal sealed record RelativePath(RelativePathElement[] Elements) : IUaStruct<RelativePath>
{
    public void Encode(ref UaWriter w) => w.Array(Elements);

    public static RelativePath Decode(ref UaReader r) => new(r.Array<RelativePathElement>());
}

/// <summary>Part 4, RelativePathElement.</summary>
internal sealed record RelativePathElement(
    NodeId ReferenceTypeId,
    bool IsInverse,
    bool IncludeSubtypes,
    QualifiedName TargetName) : IUaStruct<RelativePathElement>
{
    public static int MinSize => 10;

    public void Encode(ref UaWriter w)
    {
        w.NodeId(ReferenceTypeId);
        w.Boolean(IsInverse);
        w.Boolean(IncludeSubtypes);
        w.QualifiedName(TargetName);
    }

    public static RelativePathElement Decode(ref UaReader r) => new(r.NodeId(), r.Boolean(), r.Boolean(), r.QualifiedName());
}

/// <summary>Part 4, BrowsePathResult.</summary>
internal sealed record BrowsePathResult(StatusCode StatusCode, BrowsePathTarget[] Targets) : IUaStruct<BrowsePathResult>
{
    public static int MinSize => 8;

    public void Encode(ref UaWriter w)
    {
        w.StatusCode(StatusCode);
        w.Array(Targets);
    }

    public static BrowsePathResult Decode(ref UaReader r) => new(r.StatusCode(), r.Array<BrowsePathTarget>());
}

/// <summary>Part 4, BrowsePathTarget. RemainingPathIndex is 4294967295 where the whole path was followed.</summary>
internal sealed record BrowsePathTarget(ExpandedNodeId TargetId, uint RemainingPathIndex) : IUaStruct<BrowsePathTarget>
{
    public static int MinSize => 6;

    public void Encode(ref UaWriter w)
    {
        w.ExpandedNodeId(TargetId);
        w.UInt32(RemainingPathIndex);
    }

    public static BrowsePathTarget Decode(ref UaReader r) => new(r.ExpandedNodeId(), r.UInt32());
}
