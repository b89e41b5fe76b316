using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>Part 4, 5.14.5 Publish.</summary>
internal sealed record PublishRequest(
    RequestHeader RequestHeader,
    SubscriptionAcknowledgement[] SubscriptionAcknowledgements) : IUaMessage<PublishRequest>, IRequest<PublishResponse>
{
    public static uint TypeId => 826;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.Array(SubscriptionAcknowledgements);
    }

    public static PublishRequest Decode(ref UaReader r) => new(RequestHeader.Decode(ref r), r.Array<SubscriptionAcknowledgement>());
}

/// <summary>Part 4, 5.14.5 SubscriptionAcknowledgement.</summary>
internal sealed record SubscriptionAcknowledgement(
    uint SubscriptionId,
    uint SequenceNumber) : IUaStruct<SubscriptionAcknowledgement>
{
    public static int MinSize => 8;

    public void Encode(ref UaWriter w)
    {
        w.UInt32(SubscriptionId);
        w.UInt32(SequenceNumber);
    }

    public static SubscriptionAcknowledgement Decode(ref UaReader r) => new(r.UInt32(), r.UInt32());
}

/// <summary>Part 4, 5.14.5 Publish. Results answer the acknowledgements. Dispose the NotificationData when it is read.</summary>
internal sealed record PublishResponse(
    ResponseHeader ResponseHeader,
    uint SubscriptionId,
    uint[] AvailableSequenceNumbers,
    bool MoreNotifications,
    NotificationMessage NotificationMessage,
    StatusCode[] Results,
    DiagnosticInfo?[] DiagnosticInfos) : IUaMessage<PublishResponse>, IResponse
{
    public static uint TypeId => 829;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.UInt32(SubscriptionId);
        w.UInt32Array(AvailableSequenceNumbers);
        w.Boolean(MoreNotifications);
        NotificationMessage.Encode(ref w);
        w.StatusCodeArray(Results);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static PublishResponse Decode(ref UaReader r) => new(
        ResponseHeader.Decode(ref r),
        r.UInt32(),
        r.UInt32Array(),
        r.Boolean(),
        NotificationMessage.Decode(ref r),
        r.StatusCodeArray(),
        r.DiagnosticInfoArray());
}

/// <summary>Part 4, 5.14.6 Republish.</summary>
internal sealed record RepublishRequest(
    RequestHeader RequestHeader,
    uint SubscriptionId,
    uint RetransmitSequenceNumber) : IUaMessage<RepublishRequest>, IRequest<RepublishResponse>
{
    public static uint TypeId => 832;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.UInt32(SubscriptionId);
        w.UInt32(RetransmitSequenceNumber);
    }

    public static RepublishRequest Decode(ref UaReader r) => new(RequestHeader.Decode(ref r), r.UInt32(), r.UInt32());
}

/// <summary>Part 4, 5.14.6 Republish. Dispose the NotificationData when it is read.</summary>
internal sealed record RepublishResponse(
    ResponseHeader ResponseHeader,
    NotificationMessage NotificationMessage) : IUaMessage<RepublishResponse>, IResponse
{
    public static uint TypeId => 835;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        NotificationMessage.Encode(ref w);
    }

    public static RepublishResponse Decode(ref UaReader r) => new(ResponseHeader.Decode(ref r), NotificationMessage.Decode(ref r));
}

/// <summary>Part 4, NotificationMessage. Without data it is a keep-alive, and SequenceNumber is the next one to come.</summary>
internal sealed record NotificationMessage(
    uint SequenceNumber,
    DateTime PublishTime,
    NotificationData NotificationData) : IUaStruct<NotificationMessage>
{
    public void Encode(ref UaWriter w)
    {
        w.UInt32(SequenceNumber);
        w.DateTime(PublishTime);
        NotificationData.Encode(ref w);
    }

    public static NotificationMessage Decode(ref UaReader r) => new(r.UInt32(), r.DateTime(), NotificationData.Decode(ref r));
}
