using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Tests.Server;

/// <summary>Takes notification messages apart for assertions.</summary>
internal static class Notifications
{
    public static List<MonitoredItemNotification> Values(this NotificationMessage message)
    {
        var values = new List<MonitoredItemNotification>();
        var notifications = message.NotificationData.Read(EncodingLimits.Default);
        while (notifications.MoveNext())
        {
            if (notifications.Kind != NotificationKind.DataChange) continue;
            for (var changes = notifications.DataChanges(); changes.TryRead(out var item);) values.Add(item);
        }

        return values;
    }

    public static List<long> Numbers(this NotificationMessage message, uint handle) =>
        [.. message.Values().Where(v => v.ClientHandle == handle).Select(v => v.Value.Value.TryGetInt64(out var n) ? n : -1)];

    public static StatusCode? Status(this NotificationMessage message)
    {
        var notifications = message.NotificationData.Read(EncodingLimits.Default);
        return notifications.MoveNext() && notifications.TryReadStatusChange(out var status) ? status : null;
    }
}
