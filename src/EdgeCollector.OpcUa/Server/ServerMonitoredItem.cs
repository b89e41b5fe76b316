using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>A monitored item (Part 4, 5.13.1): filter, mode and queue. Every member is called under the address space's gate.</summary>
internal sealed class ServerMonitoredItem(uint id, UaNode node)
{
    private const int MaxQueue = 100_000;
    private ValueQueue _queue = new(1, discardOldest: true);
    private ChangeFilter _filter = ChangeFilter.Default;
    private DataValue _last;
    private bool _hasSampled;

    public uint Id => id;

    public UaNode Node => node;

    public TimestampsToReturn Timestamps { get; set; }

    public uint ClientHandle { get; private set; }

    public MonitoringMode Mode { get; private set; }

    public uint QueueSize => (uint)_queue.Capacity;

    /// <summary>True if there are values to report.</summary>
    public bool HasNews => _queue.Count > 0 && Mode == MonitoringMode.Reporting;

    /// <summary>Takes a client's parameters, the queue's size within our limit; values that wait are kept.</summary>
    public StatusCode Configure(MonitoringParameters asked)
    {
        var result = ChangeFilter.TryRead(asked.Filter, out var filter);
        if (!result.IsGood) return result;

        ClientHandle = asked.ClientHandle;
        _filter = filter;
        _queue = _queue.Resized((int)Math.Clamp(asked.QueueSize, 1, MaxQueue), asked.DiscardOldest);
        return StatusCode.Good;
    }

    /// <summary>Part 4, 5.13.1.3: a disabled item forgets its queue; one that is enabled again reports the value it finds.</summary>
    public void SetMode(MonitoringMode mode)
    {
        var wasDisabled = Mode == MonitoringMode.Disabled;
        Mode = mode;
        if (mode == MonitoringMode.Disabled)
        {
            while (_queue.TryTake(out _))
            {
            }

            _hasSampled = false;
        }
        else if (wasDisabled)
        {
            Sample(node.Value);
        }
    }

    /// <summary>Queues the value if it is a change against the last one queued.</summary>
    public void Sample(DataValue value)
    {
        if (Mode == MonitoringMode.Disabled || (_hasSampled && !_filter.IsChange(_last, value))) return;

        _hasSampled = true;
        _last = value;
        _queue.Add(value);
    }

    /// <summary>The present value goes out again, whether it changed or not (TransferSubscriptions with SendInitialValues).</summary>
    public void Repeat()
    {
        if (Mode != MonitoringMode.Reporting || _queue.Count > 0) return;

        _hasSampled = false;
        Sample(node.Value);
    }

    /// <summary>Moves at most <paramref name="max"/> queued values.</summary>
    public void MoveTo(List<MonitoredItemNotification> into, int max)
    {
        for (var i = 0; i < max && _queue.TryTake(out var value); i++)
        {
            into.Add(new(ClientHandle, Attributes.Stamp(value, Timestamps)));
        }
    }
}
