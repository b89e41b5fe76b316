using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>Part 4, 5.9.2 Browse. RequestedMaxReferencesPerNode 0 means no limit by the client.</summary>
internal sealed record BrowseRequest(
    RequestHeader RequestHeader,
    ViewDescription View,
    uint RequestedMaxReferencesPerNode,
    BrowseDescription[] NodesToBrowse) : IUaMessage<BrowseRequest>, IRequest<BrowseResponse>
{
    public static uint TypeId => 527;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        View.Encode(ref w);
        w.UInt32(RequestedMaxReferencesPerNode);
        w.Array(NodesToBrowse);
    }

    public static BrowseRequest Decode(ref UaReader r) =>
        new(RequestHeader.Decode(ref r), ViewDescription.Decode(ref r), r.UInt32(), r.Array<BrowseDescription>());
}

/// <summary>Part 4, 5.9.2 Browse.</summary>
internal sealed record BrowseResponse(
    ResponseHeader ResponseHeader,
    BrowseResult[] Results,
    DiagnosticInfo?[] DiagnosticInfos) : IUaMessage<BrowseResponse>, IResponse
{
    public static uint TypeId => 530;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.Array(Results);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static BrowseResponse Decode(ref UaReader r) =>
        new(ResponseHeader.Decode(ref r), r.Array<BrowseResult>(), r.DiagnosticInfoArray());
}

/// <summary>Part 4, 5.9.3 BrowseNext.</summary>
internal sealed record BrowseNextRequest(
    RequestHeader RequestHeader,
    bool ReleaseContinuationPoints,
    byte[]?[] ContinuationPoints) : IUaMessage<BrowseNextRequest>, IRequest<BrowseNextResponse>
{
    public static uint TypeId => 533;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.Boolean(ReleaseContinuationPoints);
        w.ByteStringArray(ContinuationPoints);
    }

    public static BrowseNextRequest Decode(ref UaReader r) => new(RequestHeader.Decode(ref r), r.Boolean(), r.ByteStringArray());
}

/// <summary>Part 4, 5.9.3 BrowseNext.</summary>
internal sealed record BrowseNextResponse(
    ResponseHeader ResponseHeader,
    BrowseResult[] Results,
    DiagnosticInfo?[] DiagnosticInfos) : IUaMessage<BrowseNextResponse>, IResponse
{
    public static uint TypeId => 536;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.Array(Results);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static BrowseNextResponse Decode(ref UaReader r) =>
        new(ResponseHeader.Decode(ref r), r.Array<BrowseResult>(), r.DiagnosticInfoArray());
}

/// <summary>Part 4, ViewDescription. All defaults: the whole address space.</summary>
internal sealed record ViewDescription(NodeId ViewId, DateTime Timestamp, uint ViewVersion) : IUaStruct<ViewDescription>
{
    public void Encode(ref UaWriter w)
    {
        w.NodeId(ViewId);
        w.DateTime(Timestamp);
        w.UInt32(ViewVersion);
    }

    public static ViewDescription Decode(ref UaReader r) => new(r.NodeId(), r.DateTime(), r.UInt32());
}

/// <summary>Part 4, BrowseDescription. NodeClassMask 0 means all classes; ResultMask 63 asks for all fields.</summary>
internal sealed record BrowseDescription(
    NodeId NodeId,
    BrowseDirection BrowseDirection,
    NodeId ReferenceTypeId,
    bool IncludeSubtypes,
    uint NodeClassMask,
    uint ResultMask) : IUaStruct<BrowseDescription>
{
    public static int MinSize => 17;

    public void Encode(ref UaWriter w)
    {
        w.NodeId(NodeId);
        w.Int32((int)BrowseDirection);
        w.NodeId(ReferenceTypeId);
        w.Boolean(IncludeSubtypes);
        w.UInt32(NodeClassMask);
        w.UInt32(ResultMask);
    }

    public static BrowseDescription Decode(ref UaReader r) =>
        new(r.NodeId(), (BrowseDirection)r.Int32(), r.NodeId(), r.Boolean(), r.UInt32(), r.UInt32());
}

/// <summary>Part 4, BrowseResult. A ContinuationPoint that is not null must be used or released by BrowseNext.</summary>
internal sealed record BrowseResult(
    StatusCode StatusCode,
    byte[]? ContinuationPoint,
    ReferenceDescription[] References) : IUaStruct<BrowseResult>
{
    public static int MinSize => 12;

    public void Encode(ref UaWriter w)
    {
        w.StatusCode(StatusCode);
        w.ByteString(ContinuationPoint);
        w.Array(References);
    }

    public static BrowseResult Decode(ref UaReader r) => new(r.StatusCode(), r.ByteString(), r.Array<ReferenceDescription>());
}

/// <summary>Part 4, ReferenceDescription. Fields not asked for by ResultMask are null.</summary>
internal sealed record ReferenceDescription(
    NodeId ReferenceTypeId,
    bool IsForward,
    ExpandedNodeId NodeId,
    QualifiedName BrowseName,
    LocalizedText DisplayName,
    NodeClass NodeClass,
    ExpandedNodeId TypeDefinition) : IUaStruct<ReferenceDescription>
{
    public static int MinSize => 18;

    public void Encode(ref UaWriter w)
    {
        w.NodeId(ReferenceTypeId);
        w.Boolean(IsForward);
        w.ExpandedNodeId(NodeId);
        w.QualifiedName(BrowseName);
        w.LocalizedText(DisplayName);
        w.Int32((int)NodeClass);
        w.ExpandedNodeId(TypeDefinition);
    }

    public static ReferenceDescription Decode(ref UaReader r) =>
        new(r.NodeId(), r.Boolean(), r.ExpandedNodeId(), r.QualifiedName(), r.LocalizedText(), (NodeClass)r.Int32(), r.ExpandedNodeId());
}
