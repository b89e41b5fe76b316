using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>A monitored item and its queue (Part 4, 5.13.1.5): the oldest goes first when it is full, and the next one says so.</summary>
internal sealed class ServerMonitoredItem(uint id, UaNode node, uint clientHandle, uint queueSize)
{
    private readonly Queue<DataValue> _queue = new();

    public uint Id => id;

    public UaNode Node => node;

    public bool HasNews => _queue.Count > 0;

    /// <summary>Called under the address space's gate.</summary>
    public void Enqueue(DataValue value)
    {
        if (_queue.Count == queueSize)
        {
            _queue.Dequeue();
            if (queueSize > 1 && _queue.TryDequeue(out var oldest))
            {
                // The bit goes to the value next to the discarded one (Part 4, Table for the Overflow bit with discardOldest).
                Requeue(oldest with { StatusCode = oldest.StatusCode.WithOverflow });
            }
        }

        _queue.Enqueue(value);
    }

    /// <summary>Moves at most <paramref name="max"/> queued values; called under the gate.</summary>
    public int MoveTo(List<MonitoredItemNotification> into, int max)
    {
        var moved = 0;
        while (moved < max && _queue.TryDequeue(out var value))
        {
            into.Add(new(clientHandle, value));
            moved++;
        }

        return moved;
    }

    private void Requeue(DataValue first)
    {
        var rest = _queue.Count;
        _queue.Enqueue(first);
        for (var i = 0; i < rest; i++)
        {
            _queue.Enqueue(_queue.Dequeue());
        }
    }
}
