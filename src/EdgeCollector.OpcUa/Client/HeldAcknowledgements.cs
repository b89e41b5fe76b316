using EdgeCollector.OpcUa.Messages;

namespace EdgeCollector.OpcUa.Client;

/// <summary>
/// Acknowledgements between delivery and the next Publish: held until the owner says that the values are safe, then sent, kept until the
/// response, sent again if that never came. The server keeps what is held here, so a crash loses nothing. Lives as long as the client;
/// thread-safe by the lock, whose methods are called from the owner's thread and the publish loop.
/// </summary>
/// <param name="capacity">Tokens held at most; beyond it the oldest is given up, which the server notices as one it may drop
/// itself.</param>
internal sealed class HeldAcknowledgements(int capacity = 10_000)
{
    /// <summary>Acknowledgements per Publish request.</summary>
    public const int PerRequest = 100;

    private readonly Lock _gate = new();
    private readonly HashSet<NotificationToken> _held = [];
    private readonly Queue<NotificationToken> _order = [];
    private readonly Queue<SubscriptionAcknowledgement> _ready = [];

    /// <summary>Delivered, not yet released.</summary>
    public int Held
    {
        get
        {
            lock (_gate) return _held.Count;
        }
    }

    /// <summary>Given up because nobody released them in time.</summary>
    public long GivenUp { get; private set; }

    /// <summary>Delivered: hold until <see cref="Release"/>.</summary>
    public void Hold(NotificationToken token)
    {
        lock (_gate)
        {
            if (!_held.Add(token)) return;

            _order.Enqueue(token);
            while (_order.TryPeek(out var oldest) && (!_held.Contains(oldest) || _held.Count > capacity))
            {
                _order.Dequeue();
                if (_held.Remove(oldest)) GivenUp++;
            }
        }
    }

    /// <summary>The values are safe. A token of a subscription that is gone, or one released before, does nothing.</summary>
    public bool Release(NotificationToken token)
    {
        lock (_gate)
        {
            if (!_held.Remove(token)) return false;

            if (_ready.Count < capacity) _ready.Enqueue(new(token.SubscriptionId, token.SequenceNumber));
            return true;
        }
    }

    /// <summary>What the next Publish request carries.</summary>
    public SubscriptionAcknowledgement[] Take()
    {
        lock (_gate)
        {
            if (_ready.Count == 0) return [];

            var taken = new SubscriptionAcknowledgement[Math.Min(_ready.Count, PerRequest)];
            for (var i = 0; i < taken.Length; i++) taken[i] = _ready.Dequeue();
            return taken;
        }
    }

    /// <summary>The request that carried them was not answered: once more, since acknowledging twice does no harm.</summary>
    public void Return(SubscriptionAcknowledgement[] taken)
    {
        lock (_gate)
        {
            foreach (var one in taken)
                if (_ready.Count < capacity) _ready.Enqueue(one);
        }
    }

    /// <summary>The subscription is gone at the server: forget what concerns it.</summary>
    public void Forget(uint subscriptionId)
    {
        lock (_gate)
        {
            _held.RemoveWhere(t => t.SubscriptionId == subscriptionId);
            var rest = _ready.Where(a => a.SubscriptionId != subscriptionId).ToArray();
            _ready.Clear();
            foreach (var one in rest) _ready.Enqueue(one);
        }
    }
}
