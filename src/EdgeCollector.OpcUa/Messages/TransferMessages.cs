using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>Part 4, 5.14.7 TransferSubscriptions.</summary>
internal sealed record TransferSubscriptionsRequest(
    RequestHeader RequestHeader,
    uint[] SubscriptionIds,
    bool SendInitialValues) : IUaMessage<TransferSubscriptionsRequest>, IRequest<TransferSubscriptionsResponse>
{
    public static uint TypeId => 841;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.UInt32Array(SubscriptionIds);
        w.Boolean(SendInitialValues);
    }

    public static TransferSubscriptionsRequest Decode(ref UaReader r) => new(RequestHeader.Decode(ref r), r.UInt32Array(), r.Boolean());
}

/// <summary>Part 4, 5.14.7 TransferSubscriptions.</summary>
internal sealed record TransferSubscriptionsResponse(
    ResponseHeader ResponseHeader,
    TransferResult[] Results,
    DiagnosticInfo?[] DiagnosticInfos) : IUaMessage<TransferSubscriptionsResponse>, IResponse
{
    public static uint TypeId => 844;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.Array(Results);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static TransferSubscriptionsResponse Decode(ref UaReader r) =>
        new(ResponseHeader.Decode(ref r), r.Array<TransferResult>(), r.DiagnosticInfoArray());
}

/// <summary>Part 4, 5.14.7 TransferResult. The sequence numbers can be fetched by Republish.</summary>
internal sealed record TransferResult(StatusCode StatusCode, uint[] AvailableSequenceNumbers) : IUaStruct<TransferResult>
{
    public static int MinSize => 8;

    public void Encode(ref UaWriter w)
    {
        w.StatusCode(StatusCode);
        w.UInt32Array(AvailableSequenceNumbers);
    }

    public static TransferResult Decode(ref UaReader r) => new(r.StatusCode(), r.UInt32Array());
}

/// <summary>Part 4, 5.14.8 DeleteSubscriptions.</summary>
internal sealed record DeleteSubscriptionsRequest(
    RequestHeader RequestHeader,
    uint[] SubscriptionIds) : IUaMessage<DeleteSubscriptionsRequest>, IRequest<DeleteSubscriptionsResponse>
{
    public static uint TypeId => 847;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.UInt32Array(SubscriptionIds);
    }

    public static DeleteSubscriptionsRequest Decode(ref UaReader r) => new(RequestHeader.Decode(ref r), r.UInt32Array());
}

/// <summary>Part 4, 5.14.8 DeleteSubscriptions.</summary>
internal sealed record DeleteSubscriptionsResponse(
    ResponseHeader ResponseHeader,
    StatusCode[] Results,
    DiagnosticInfo?[] DiagnosticInfos) : IUaMessage<DeleteSubscriptionsResponse>, IResponse
{
    public static uint TypeId => 850;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.StatusCodeArray(Results);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static DeleteSubscriptionsResponse Decode(ref UaReader r) =>
        new(ResponseHeader.Decode(ref r), r.StatusCodeArray(), r.DiagnosticInfoArray());
}
