using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>Part 4, 5.13.2 CreateMonitoredItems.</summary>
internal sealed record CreateMonitoredItemsRequest(
    RequestHeader RequestHeader,
    uint SubscriptionId,
    TimestampsToReturn TimestampsToReturn,
    MonitoredItemCreateRequest[] ItemsToCreate) : IUaMessage<CreateMonitoredItemsRequest>, IRequest<CreateMonitoredItemsResponse>
{
    public static uint TypeId => 751;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.UInt32(SubscriptionId);
        w.Int32((int)TimestampsToReturn);
        w.Array(ItemsToCreate);
    }

    public static CreateMonitoredItemsRequest Decode(ref UaReader r) =>
        new(RequestHeader.Decode(ref r), r.UInt32(), (TimestampsToReturn)r.Int32(), r.Array<MonitoredItemCreateRequest>());
}

/// <summary>Part 4, 5.13.2 CreateMonitoredItems.</summary>
internal sealed record CreateMonitoredItemsResponse(
    ResponseHeader ResponseHeader,
    MonitoredItemCreateResult[] Results,
    DiagnosticInfo?[] DiagnosticInfos) : IUaMessage<CreateMonitoredItemsResponse>, IResponse
{
    public static uint TypeId => 754;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.Array(Results);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static CreateMonitoredItemsResponse Decode(ref UaReader r) =>
        new(ResponseHeader.Decode(ref r), r.Array<MonitoredItemCreateResult>(), r.DiagnosticInfoArray());
}

/// <summary>Part 4, 5.13.3 ModifyMonitoredItems.</summary>
internal sealed record ModifyMonitoredItemsRequest(
    RequestHeader RequestHeader,
    uint SubscriptionId,
    TimestampsToReturn TimestampsToReturn,
    MonitoredItemModifyRequest[] ItemsToModify) : IUaMessage<ModifyMonitoredItemsRequest>, IRequest<ModifyMonitoredItemsResponse>
{
    public static uint TypeId => 763;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.UInt32(SubscriptionId);
        w.Int32((int)TimestampsToReturn);
        w.Array(ItemsToModify);
    }

    public static ModifyMonitoredItemsRequest Decode(ref UaReader r) =>
        new(RequestHeader.Decode(ref r), r.UInt32(), (TimestampsToReturn)r.Int32(), r.Array<MonitoredItemModifyRequest>());
}

/// <summary>Part 4, 5.13.3 ModifyMonitoredItems.</summary>
internal sealed record ModifyMonitoredItemsResponse(
    ResponseHeader ResponseHeader,
    MonitoredItemModifyResult[] Results,
    DiagnosticInfo?[] DiagnosticInfos) : IUaMessage<ModifyMonitoredItemsResponse>, IResponse
{
    public static uint TypeId => 766;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.Array(Results);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static ModifyMonitoredItemsResponse Decode(ref UaReader r) =>
        new(ResponseHeader.Decode(ref r), r.Array<MonitoredItemModifyResult>(), r.DiagnosticInfoArray());
}

/// <summary>Part 4, 5.13.4 SetMonitoringMode.</summary>
internal sealed record SetMonitoringModeRequest(
    RequestHeader RequestHeader,
    uint SubscriptionId,
    MonitoringMode MonitoringMode,
    uint[] MonitoredItemIds) : IUaMessage<SetMonitoringModeRequest>, IRequest<SetMonitoringModeResponse>
{
    public static uint TypeId => 769;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.UInt32(SubscriptionId);
        w.Int32((int)MonitoringMode);
        w.UInt32Array(MonitoredItemIds);
    }

    public static SetMonitoringModeRequest Decode(ref UaReader r) =>
        new(RequestHeader.Decode(ref r), r.UInt32(), (MonitoringMode)r.Int32(), r.UInt32Array());
}

/// <summary>Part 4, 5.13.4 SetMonitoringMode.</summary>
internal sealed record SetMonitoringModeResponse(
    ResponseHeader ResponseHeader,
    StatusCode[] Results,
    DiagnosticInfo?[] DiagnosticInfos) : IUaMessage<SetMonitoringModeResponse>, IResponse
{
    public static uint TypeId => 772;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.StatusCodeArray(Results);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static SetMonitoringModeResponse Decode(ref UaReader r) =>
        new(ResponseHeader.Decode(ref r), r.StatusCodeArray(), r.DiagnosticInfoArray());
}

/// <summary>Part 4, 5.13.6 DeleteMonitoredItems.</summary>
internal sealed record DeleteMonitoredItemsRequest(
    RequestHeader RequestHeader,
    uint SubscriptionId,
    uint[] MonitoredItemIds) : IUaMessage<DeleteMonitoredItemsRequest>, IRequest<DeleteMonitoredItemsResponse>
{
    public static uint TypeId => 781;

    public void Encode(ref UaWriter w)
    {
        RequestHeader.Encode(ref w);
        w.UInt32(SubscriptionId);
        w.UInt32Array(MonitoredItemIds);
    }

    public static DeleteMonitoredItemsRequest Decode(ref UaReader r) => new(RequestHeader.Decode(ref r), r.UInt32(), r.UInt32Array());
}

/// <summary>Part 4, 5.13.6 DeleteMonitoredItems.</summary>
internal sealed record DeleteMonitoredItemsResponse(
    ResponseHeader ResponseHeader,
    StatusCode[] Results,
    DiagnosticInfo?[] DiagnosticInfos) : IUaMessage<DeleteMonitoredItemsResponse>, IResponse
{
    public static uint TypeId => 784;

    public void Encode(ref UaWriter w)
    {
        ResponseHeader.Encode(ref w);
        w.StatusCodeArray(Results);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static DeleteMonitoredItemsResponse Decode(ref UaReader r) =>
        new(ResponseHeader.Decode(ref r), r.StatusCodeArray(), r.DiagnosticInfoArray());
}
