using System.Buffers;

using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>What one entry of NotificationData is (Part 4, NotificationData).</summary>
internal enum NotificationKind
{
    /// <summary>An event list or a type that is not known; <see cref="NotificationReader.Body"/> holds its bytes.</summary>
    Other,
    DataChange,
    StatusChange,
}

/// <summary>
/// Steps through the notifications of a message without decoding or copying them:
/// <code>
/// NotificationReader notifications = message.NotificationData.Read(limits);
/// while (notifications.MoveNext())
///     if (notifications.Kind == NotificationKind.DataChange)
///         for (DataChangeReader changes = notifications.DataChanges(); changes.TryRead(out MonitoredItemNotification item);) ...
/// </code>
/// </summary>
internal ref struct NotificationReader
{
    private UaReader _reader;
    private int _left;

    public NotificationReader(ReadOnlyMemory<byte> encoded, EncodingLimits limits)
    {
        _reader = new UaReader(encoded, limits);
        Count = _left = Math.Max(0, _reader.ArrayLength(3));
    }

    /// <summary>Notifications in the message; 0 for a keep-alive.</summary>
    public int Count { get; }

    public NodeId TypeId { get; private set; }

    /// <summary>The encoded notification, valid until the <see cref="NotificationData"/> is disposed.</summary>
    public ReadOnlySequence<byte> Body { get; private set; }

    public readonly NotificationKind Kind => TypeId.NamespaceIndex != 0 ? NotificationKind.Other : TypeId.Numeric switch
    {
        811 => NotificationKind.DataChange,
        820 => NotificationKind.StatusChange,
        _ => NotificationKind.Other,
    };

    /// <summary>False at the end.</summary>
    public bool MoveNext()
    {
        if (_left == 0)
        {
            return false;
        }

        _left--;
        _reader.SkipExtensionObject(out NodeId typeId, out ReadOnlySequence<byte> body);
        TypeId = typeId;
        Body = body;
        return !_reader.Failed;
    }

    /// <summary>The values of the current notification, which is to be a <see cref="NotificationKind.DataChange"/>.</summary>
    public readonly DataChangeReader DataChanges() => new(Body, _reader.Limits);

    /// <summary>The current notification as a status change; false where it is something else or malformed.</summary>
    public readonly bool TryReadStatusChange(out StatusCode status)
    {
        var r = new UaReader(Body, _reader.Limits);
        StatusChangeNotification notification = StatusChangeNotification.Decode(ref r);
        status = notification.Status;
        return Kind == NotificationKind.StatusChange && !r.Failed;
    }
}
