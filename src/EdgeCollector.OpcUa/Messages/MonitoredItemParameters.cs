using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>Part 4, 5.13.2 MonitoredItemCreateRequest.</summary>
internal sealed record MonitoredItemCreateRequest(
    ReadValueId ItemToMonitor,
    MonitoringMode MonitoringMode,
    MonitoringParameters RequestedParameters) : IUaStruct<MonitoredItemCreateRequest>
{
    public static int MinSize => 40;

    public void Encode(ref UaWriter w)
    {
        ItemToMonitor.Encode(ref w);
        w.Int32((int)MonitoringMode);
        RequestedParameters.Encode(ref w);
    }

    public static MonitoredItemCreateRequest Decode(ref UaReader r) =>
        new(ReadValueId.Decode(ref r), (MonitoringMode)r.Int32(), MonitoringParameters.Decode(ref r));
}

/// <summary>Part 4, 5.13.2 MonitoredItemCreateResult. RevisedSamplingInterval is milliseconds.</summary>
internal sealed record MonitoredItemCreateResult(
    StatusCode StatusCode,
    uint MonitoredItemId,
    double RevisedSamplingInterval,
    uint RevisedQueueSize,
    ExtensionObject? FilterResult) : IUaStruct<MonitoredItemCreateResult>
{
    public static int MinSize => 23;

    public void Encode(ref UaWriter w)
    {
        w.StatusCode(StatusCode);
        w.UInt32(MonitoredItemId);
        w.Double(RevisedSamplingInterval);
        w.UInt32(RevisedQueueSize);
        w.ExtensionObject(FilterResult);
    }

    public static MonitoredItemCreateResult Decode(ref UaReader r) =>
        new(r.StatusCode(), r.UInt32(), r.Double(), r.UInt32(), r.ExtensionObject());
}

/// <summary>Part 4, 5.13.3 MonitoredItemModifyRequest.</summary>
internal sealed record MonitoredItemModifyRequest(
    uint MonitoredItemId,
    MonitoringParameters RequestedParameters) : IUaStruct<MonitoredItemModifyRequest>
{
    public static int MinSize => 24;

    public void Encode(ref UaWriter w)
    {
        w.UInt32(MonitoredItemId);
        RequestedParameters.Encode(ref w);
    }

    public static MonitoredItemModifyRequest Decode(ref UaReader r) => new(r.UInt32(), MonitoringParameters.Decode(ref r));
}

/// <summary>Part 4, 5.13.3 MonitoredItemModifyResult. RevisedSamplingInterval is milliseconds.</summary>
internal sealed record MonitoredItemModifyResult(
    StatusCode StatusCode,
    double RevisedSamplingInterval,
    uint RevisedQueueSize,
    ExtensionObject? FilterResult) : IUaStruct<MonitoredItemModifyResult>
{
    public static int MinSize => 19;

    public void Encode(ref UaWriter w)
    {
        w.StatusCode(StatusCode);
        w.Double(RevisedSamplingInterval);
        w.UInt32(RevisedQueueSize);
        w.ExtensionObject(FilterResult);
    }

    public static MonitoredItemModifyResult Decode(ref UaReader r) => new(r.StatusCode(), r.Double(), r.UInt32(), r.ExtensionObject());
}

/// <summary>Part 4, MonitoringParameters. SamplingInterval in milliseconds; 0: every change, -1: the publishing interval.</summary>
internal sealed record MonitoringParameters(
    uint ClientHandle,
    double SamplingInterval,
    ExtensionObject? Filter,
    uint QueueSize,
    bool DiscardOldest) : IUaStruct<MonitoringParameters>
{
    public void Encode(ref UaWriter w)
    {
        w.UInt32(ClientHandle);
        w.Double(SamplingInterval);
        w.ExtensionObject(Filter);
        w.UInt32(QueueSize);
        w.Boolean(DiscardOldest);
    }

    public static MonitoringParameters Decode(ref UaReader r) => new(r.UInt32(), r.Double(), r.ExtensionObject(), r.UInt32(), r.Boolean());
}

/// <summary>Part 4, DataChangeFilter. DeadbandType 0 none, 1 absolute in the value's unit, 2 per cent of its range.</summary>
internal sealed record DataChangeFilter(
    DataChangeTrigger Trigger,
    uint DeadbandType,
    double DeadbandValue) : IUaMessage<DataChangeFilter>
{
    public static uint TypeId => 724;

    public void Encode(ref UaWriter w)
    {
        w.Int32((int)Trigger);
        w.UInt32(DeadbandType);
        w.Double(DeadbandValue);
    }

    public static DataChangeFilter Decode(ref UaReader r) => new((DataChangeTrigger)r.Int32(), r.UInt32(), r.Double());
}
