using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>Part 4, StatusChangeNotification: the subscription is gone, or it went to another session.</summary>
internal sealed record StatusChangeNotification(
    StatusCode Status,
    DiagnosticInfo? DiagnosticInfo) : IUaMessage<StatusChangeNotification>
{
    public static uint TypeId => 820;

    public void Encode(ref UaWriter w)
    {
        w.StatusCode(Status);
        w.DiagnosticInfo(DiagnosticInfo);
    }

    public static StatusChangeNotification Decode(ref UaReader r) => new(r.StatusCode(), r.DiagnosticInfo());
}

/// <summary>
/// Part 4, DataChangeNotification, whole. A client reads <see cref="NotificationData"/> value by value instead, which allocates nothing.
/// </summary>
internal sealed record DataChangeNotification(MonitoredItemNotification[] MonitoredItems, DiagnosticInfo?[] DiagnosticInfos)
    : IUaMessage<DataChangeNotification>
{
    public static uint TypeId => 811;

    public void Encode(ref UaWriter w)
    {
        w.Array(MonitoredItems);
        w.DiagnosticInfoArray(DiagnosticInfos);
    }

    public static DataChangeNotification Decode(ref UaReader r) => new(r.Array<MonitoredItemNotification>(), r.DiagnosticInfoArray());
}

/// <summary>Part 4, MonitoredItemNotification: one value and the handle that the client gave the item.</summary>
internal readonly record struct MonitoredItemNotification(uint ClientHandle, DataValue Value) : IUaStruct<MonitoredItemNotification>
{
    public static int MinSize => 5;

    public void Encode(ref UaWriter w)
    {
        w.UInt32(ClientHandle);
        w.DataValue(Value);
    }

    public static MonitoredItemNotification Decode(ref UaReader r) => new(r.UInt32(), r.DataValue());
}
