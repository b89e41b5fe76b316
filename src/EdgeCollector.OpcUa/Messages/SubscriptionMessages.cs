using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>Part 4, 5.14.2 CreateSubscription. Interval in milliseconds, counts in intervals; 0 notifications: no limit.</summary>
internal sealed record CreateSubscriptionRequest(
    RequestHeader RequestHeader,
    double RequestedPublishingInterval,
    uint RequestedLifetimeCount,
    uint RequestedMaxKeepAliveCount,
    uint MaxNotificationsPerPublish,
    bool PublishingEnabled,
    byte Priority) : IUaMessage<CreateSubscriptionRequest>, IRequest<CreateSubscriptionResponse>
{
    public static uint TypeId => 787;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.Double(RequestedPublishingInterval);
        w.UInt32(RequestedLifetimeCount);
        w.UInt32(RequestedMaxKeepAliveCount);
        w.UInt32(MaxNotificationsPerPublish);
        w.Boolean(PublishingEnabled);
        w.Byte(Priority);
    }

    public static CreateSubscriptionRequest Decode(ref UaReader r) =>
        new(RequestHeader.Decode(ref r), r.Double(), r.UInt32(), r.UInt32(), r.UInt32(), r.Boolean(), r.Byte());
}

/// <summary>Part 4, 5.14.2 CreateSubscription. Interval in milliseconds; counts are publishing intervals.</summary>
internal sealed record CreateSubscriptionResponse(
    ResponseHeader ResponseHeader,
    uint SubscriptionId,
    double RevisedPublishingInterval,
    uint RevisedLifetimeCount,
    uint RevisedMaxKeepAliveCount) : IUaMessage<CreateSubscriptionResponse>, IResponse
{
    public static uint TypeId => 790;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.UInt32(SubscriptionId);
        w.Double(RevisedPublishingInterval);
        w.UInt32(RevisedLifetimeCount);
        w.UInt32(RevisedMaxKeepAliveCount);
    }

    public static CreateSubscriptionResponse Decode(ref UaReader r) =>
        new(ResponseHeader.Decode(ref r), r.UInt32(), r.Double(), r.UInt32(), r.UInt32());
}

/// <summary>Part 4, 5.14.3 ModifySubscription. Units as in CreateSubscription.</summary>
internal sealed record ModifySubscriptionRequest(
    RequestHeader RequestHeader,
    uint SubscriptionId,
    double RequestedPublishingInterval,
    uint RequestedLifetimeCount,
    uint RequestedMaxKeepAliveCount,
    uint MaxNotificationsPerPublish,
    byte Priority) : IUaMessage<ModifySubscriptionRequest>, IRequest<ModifySubscriptionResponse>
{
    public static uint TypeId => 793;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.UInt32(SubscriptionId);
        w.Double(RequestedPublishingInterval);
        w.UInt32(RequestedLifetimeCount);
        w.UInt32(RequestedMaxKeepAliveCount);
        w.UInt32(MaxNotificationsPerPublish);
        w.Byte(Priority);
    }

    public static ModifySubscriptionRequest Decode(ref UaReader r) =>
        new(RequestHeader.Decode(ref r), r.UInt32(), r.Double(), r.UInt32(), r.UInt32(), r.UInt32(), r.Byte());
}

/// <summary>Part 4, 5.14.3 ModifySubscription. Units as in CreateSubscription.</summary>
internal sealed record ModifySubscriptionResponse(
    ResponseHeader ResponseHeader,
    double RevisedPublishingInterval,
    uint RevisedLifetimeCount,
    uint RevisedMaxKeepAliveCount) : IUaMessage<ModifySubscriptionResponse>, IResponse
{
    public static uint TypeId => 796;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.Double(RevisedPublishingInterval);
        w.UInt32(RevisedLifetimeCount);
        w.UInt32(RevisedMaxKeepAliveCount);
    }

    public static ModifySubscriptionResponse Decode(ref UaReader r) =>
        new(ResponseHeader.Decode(ref r), r.Double(), r.UInt32(), r.UInt32());
}

/// <summary>Part 4, 5.14.4 SetPublishingMode.</summary>
internal sealed record SetPublishingModeRequest(
    RequestHeader RequestHeader,
    bool PublishingEnabled,
    uint[] SubscriptionIds) : IUaMessage<SetPublishingModeRequest>, IRequest<SetPublishingModeResponse>
{
    public static uint TypeId => 799;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.Boolean(PublishingEnabled);
        w.UInt32Array(SubscriptionIds);
    }

    public static SetPublishingModeRequest Decode(ref UaReader r) => new(RequestHeader.Decode(ref r), r.Boolean(), r.UInt32Array());
}

/// <summary>Part 4, 5.14.4 SetPublishingMode.</summary>
internal sealed record SetPublishingModeResponse(
    ResponseHeader ResponseHeader,
    StatusCode[] Results,
    DiagnosticInfo?[] DiagnosticInfos) : IUaMessage<SetPublishingModeResponse>, IResponse
{
    public static uint TypeId => 802;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.StatusCodeArray(Results);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static SetPublishingModeResponse Decode(ref UaReader r) =>
        new(ResponseHeader.Decode(ref r), r.StatusCodeArray(), r.DiagnosticInfoArray());
}
