namespace EdgeCollector.Bridge;

/// <summary>
/// The bridge's own bounded queue: brokers do not reliably honour Receive Maximum (peers.md). What does not fit is not acknowledged
/// and stays with the broker, which sends it again over the next connection; so does everything behind it, since
/// acknowledgements go in the order of arrival. One taker.
/// </summary>
internal sealed class BridgeQueue(long limit)
{
    private const int MaxItems = 4096;
    private readonly Lock _lock = new();
    private readonly Queue<BridgeItem> _items = new();
    private readonly Dictionary<(string Topic, long Epoch, long First, long Last), BridgeItem> _byIds = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _overflowed;

    /// <summary>Bytes of payload that wait.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes that wait and those that are being written: what the bridge holds.</summary>
    public long Held { get; private set; }

    /// <summary>Takes a message; false, and it is left to the broker, where there is no room (<paramref name="firstLeft"/>: the
    /// first of this connection).</summary>
    public bool TryAdd(BridgeItem item, out bool firstLeft)
    {
        firstLeft = false;
        lock (_lock)
        {
            var key = Key(item);
            // Over a new connection it is the same message once more. Over the same one it is another packet with the same ids, which
            // wants its own acknowledgement.
            if (item.Lane.Length != 0 && _byIds.TryGetValue(key, out var waiting)
                && waiting.Delivery.Connection != item.Delivery.Connection)
            {
                waiting.Delivery = item.Delivery;
                return true;
            }

            if (_overflowed == item.Delivery.Connection || Held + item.Payload.Length > limit || _items.Count >= MaxItems)
            {
                firstLeft = _overflowed != item.Delivery.Connection;
                _overflowed = item.Delivery.Connection;
                return false;
            }

            _items.Enqueue(item);
            _byIds[key] = item;
            Bytes += item.Payload.Length;
            Held += item.Payload.Length;
            _changed.TrySetResult();
            return true;
        }
    }

    /// <summary>Completes when something waits.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        Task changed;
        lock (_lock)
        {
            if (_items.Count != 0)
            {
                return;
            }

            if (_changed.Task.IsCompleted)
            {
                _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            changed = _changed.Task;
        }

        await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes from the front while it fits into <paramref name="bytes"/>, at least one.</summary>
    public void Take(int bytes, List<BridgeItem> into)
    {
        lock (_lock)
        {
            while (_items.TryPeek(out var item) && (into.Count == 0 || item.Payload.Length <= bytes))
            {
                _items.Dequeue();
                var key = Key(item);
                if (_byIds.TryGetValue(key, out var newest) && ReferenceEquals(newest, item))
                {
                    _byIds.Remove(key);
                }

                Bytes -= item.Payload.Length;
                bytes -= item.Payload.Length;
                into.Add(item);
            }
        }
    }

    /// <summary>The taken items are done with. True, once, where the queue has run empty after messages of
    /// <paramref name="connection"/> were left to the broker: time for a new connection.</summary>
    public bool Done(List<BridgeItem> items, long connection)
    {
        lock (_lock)
        {
            foreach (var item in items)
            {
                Held -= item.Payload.Length;
            }

            if (_overflowed != connection || connection == 0 || _items.Count != 0)
            {
                return false;
            }

            _overflowed = 0;
            return true;
        }
    }

    private static (string Topic, long Epoch, long First, long Last) Key(BridgeItem item) =>
        item.Lane.Length == 0 ? ("", item.Delivery.Connection, 0, 0) : (item.Topic, item.Header.Epoch, item.Header.First, item.Header.Last);
}
