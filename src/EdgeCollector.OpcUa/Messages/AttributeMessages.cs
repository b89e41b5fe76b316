using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>Part 4, 5.11.2 Read. MaxAge is milliseconds; 0 asks for a value fresh from the device.</summary>
internal sealed record ReadRequest(
    RequestHeader RequestHeader,
    double MaxAge,
    TimestampsToReturn TimestampsToReturn,
    ReadValueId[] NodesToRead) : IUaMessage<ReadRequest>, IRequest<ReadResponse>
{
    public static uint TypeId => 631;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.Double(MaxAge);
        w.Int32((int)TimestampsToReturn);
        w.Array(NodesToRead);
    }

    public static ReadRequest Decode(ref UaReader r) =>
        new(RequestHeader.Decode(ref r), r.Double(), (TimestampsToReturn)r.Int32(), r.Array<ReadValueId>());
}

/// <summary>Part 4, 5.11.2 Read. Results in the order of the nodes asked for.</summary>
internal sealed record ReadResponse(
    ResponseHeader ResponseHeader,
    DataValue[] Results,
    DiagnosticInfo?[] DiagnosticInfos) : IUaMessage<ReadResponse>, IResponse
{
    public static uint TypeId => 634;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.DataValueArray(Results);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static ReadResponse Decode(ref UaReader r) => new(ResponseHeader.Decode(ref r), r.DataValueArray(), r.DiagnosticInfoArray());
}

/// <summary>Part 4, ReadValueId.</summary>
internal sealed record ReadValueId(
    NodeId NodeId,
    uint AttributeId,
    string? IndexRange,
    QualifiedName DataEncoding) : IUaStruct<ReadValueId>
{
    public static int MinSize => 16;

    public void Encode(ref UaWriter w)
    {
        w.NodeId(NodeId);
        w.UInt32(AttributeId);
        w.String(IndexRange);
        w.QualifiedName(DataEncoding);
    }

    public static ReadValueId Decode(ref UaReader r) => new(r.NodeId(), r.UInt32(), r.String(), r.QualifiedName());
}

/// <summary>Part 4, 5.11.4 Write.</summary>
internal sealed record WriteRequest(
    RequestHeader RequestHeader,
    WriteValue[] NodesToWrite) : IUaMessage<WriteRequest>, IRequest<WriteResponse>
{
    public static uint TypeId => 673;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.Array(NodesToWrite);
    }

    public static WriteRequest Decode(ref UaReader r) => new(RequestHeader.Decode(ref r), r.Array<WriteValue>());
}

/// <summary>Part 4, 5.11.4 Write.</summary>
internal sealed record WriteResponse(
    ResponseHeader ResponseHeader,
    StatusCode[] Results,
    DiagnosticInfo?[] DiagnosticInfos) : IUaMessage<WriteResponse>, IResponse
{
    public static uint TypeId => 676;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.StatusCodeArray(Results);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static WriteResponse Decode(ref UaReader r) => new(ResponseHeader.Decode(ref r), r.StatusCodeArray(), r.DiagnosticInfoArray());
}

/// <summary>Part 4, WriteValue.</summary>
internal sealed record WriteValue(NodeId NodeId, uint AttributeId, string? IndexRange, DataValue Value) : IUaStruct<WriteValue>
{
    public static int MinSize => 11;

    public void Encode(ref UaWriter w)
    {
        w.NodeId(NodeId);
        w.UInt32(AttributeId);
        w.String(IndexRange);
        w.DataValue(Value);
    }

    public static WriteValue Decode(ref UaReader r) => new(r.NodeId(), r.UInt32(), r.String(), r.DataValue());
}
