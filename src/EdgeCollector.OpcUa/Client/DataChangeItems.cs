using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>The values of one notification, decoded one by one where they lie: nothing is allocated for numbers.</summary>
public ref struct DataChangeItems
{
    private NotificationReader _notifications;
    private DataChangeReader _values;
    private bool _open;

    internal DataChangeItems(NotificationReader notifications) => _notifications = notifications;

    /// <summary>Values read so far.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the bytes were malformed: the values read are right, the rest is lost.</summary>
    public bool Failed { get; private set; }

    /// <summary>The next value, or false at the end.</summary>
    public bool TryRead(out uint handle, out DataValue value)
    {
        while (true)
        {
            if (_open && _values.TryRead(out var item))
            {
                (handle, value) = item;
                Count++;
                return true;
            }

            if (_open) Failed |= _values.Failed;
            _open = NextDataChange();
            if (_open) continue;

            (handle, value) = (0, default);
            return false;
        }
    }

    private bool NextDataChange()
    {
        while (_notifications.MoveNext())
        {
            if (_notifications.Kind != NotificationKind.DataChange) continue;

            _values = _notifications.DataChanges();
            return true;
        }

        return false;
    }
}
