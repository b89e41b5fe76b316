using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>The subscriptions of a server and their clocks (Part 4, 5.14). Called under the address space's gate unless said otherwise.</summary>
internal sealed class SubscriptionTable(UaServer server, TimeProvider time)
{
    private const int MaxSubscriptions = 200;
    private const int MaxItems = 100_000;
    private const uint MaxQueue = 10_000;
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(10);
    private readonly Dictionary<uint, ServerSubscription> _all = [];
    private uint _last;
    private uint _lastItem;

    public bool TryGet(uint id, ServerSession session, out ServerSubscription subscription) =>
        _all.TryGetValue(id, out subscription!) && subscription.Session == session;

    public bool Any(ServerSession session) => _all.Values.Any(s => s.Session == session);

    public ServerSubscription? Create(ServerSession session, CreateSubscriptionRequest request)
    {
        if (_all.Count >= MaxSubscriptions) return null;

        var interval = TimeSpan.FromMilliseconds(Math.Clamp(request.RequestedPublishingInterval, MinInterval.TotalMilliseconds, 60_000));
        var keepAlive = Math.Clamp(request.RequestedMaxKeepAliveCount, 1, 100_000);
        var lifetime = Math.Max(request.RequestedLifetimeCount, 3 * keepAlive);
        var subscription = new ServerSubscription(++_last, interval, keepAlive, lifetime) { Session = session };
        _all.Add(subscription.Id, subscription);
        subscription.Timer = time.CreateTimer(_ => Tick(subscription), null, interval, interval);
        return subscription;
    }

    public MonitoredItemCreateResult AddItem(ServerSubscription subscription, MonitoredItemCreateRequest request)
    {
        if (!server.Space.TryGet(request.ItemToMonitor.NodeId, out var node)) return Refused(StatusCode.BadNodeIdUnknown);
        if (node.NodeClass != NodeClass.Variable || request.ItemToMonitor.AttributeId != Attributes.Value) return Refused(StatusCode.BadAttributeIdInvalid);
        if (subscription.Items.Count >= MaxItems) return Refused(StatusCode.BadTooManyMonitoredItems);

        var asked = request.RequestedParameters;
        var item = new ServerMonitoredItem(++_lastItem, node, asked.ClientHandle, Math.Clamp(asked.QueueSize, 1, MaxQueue));
        subscription.Items.Add(item.Id, item);
        node.Watch(item);
        item.Enqueue(node.Value);
        return new(StatusCode.Good, item.Id, 0, Math.Clamp(asked.QueueSize, 1, MaxQueue), null);
    }

    public StatusCode RemoveItem(ServerSubscription subscription, uint itemId)
    {
        if (!subscription.Items.Remove(itemId, out var item)) return StatusCode.BadMonitoredItemIdInvalid;

        item.Node.Unwatch(item);
        return StatusCode.Good;
    }

    public TransferResult Transfer(uint id, ServerSession to, bool sendInitialValues)
    {
        if (!_all.TryGetValue(id, out var subscription)) return new(StatusCode.BadSubscriptionIdInvalid, []);

        subscription.Session = to;
        subscription.SpeakSoon();
        if (sendInitialValues)
        {
            foreach (var item in subscription.Items.Values)
            {
                if (!item.HasNews) item.Enqueue(item.Node.Value);
            }
        }

        return new(StatusCode.Good, subscription.Available);
    }

    public StatusCode Delete(uint id, ServerSession session)
    {
        if (!TryGet(id, session, out var subscription)) return StatusCode.BadSubscriptionIdInvalid;

        subscription.End();
        _all.Remove(id);
        return StatusCode.Good;
    }

    public void DeleteAll(ServerSession session)
    {
        foreach (var subscription in _all.Values.Where(s => s.Session == session).ToArray())
        {
            subscription.End();
            _all.Remove(subscription.Id);
        }
    }

    public void Orphan(ServerSession session)
    {
        foreach (var subscription in _all.Values.Where(s => s.Session == session))
        {
            subscription.Session = null;
        }
    }

    /// <summary>Takes the gate.</summary>
    public void EndAll()
    {
        lock (server.Space.Gate)
        {
            foreach (var subscription in _all.Values)
            {
                subscription.End();
            }

            _all.Clear();
        }
    }

    /// <summary>Takes the gate.</summary>
    private void Tick(ServerSubscription subscription)
    {
        lock (server.Space.Gate)
        {
            if (!_all.ContainsKey(subscription.Id)) return;

            var speak = subscription.Tick();
            if (subscription.IsOver)
            {
                subscription.End();
                _all.Remove(subscription.Id);
                return;
            }

            while (speak && subscription.Session is { } session && session.TryTakePublish(out var publish))
            {
                var message = subscription.Next(server.Space.Now, out speak);
                publish.Channel.Respond(publish.RequestId, new PublishResponse(
                    server.Header(publish.Handle), subscription.Id, subscription.Available, speak, message, publish.Results, []));
            }
        }
    }

    private static MonitoredItemCreateResult Refused(StatusCode status) => new(status, 0, 0, 0, null);
}
