using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>
/// One subscription (Part 4, 5.14.1): collects what its items queued, says when it has to speak, keeps what is not acknowledged for
/// Republish. It sends nothing itself. Every member is called under the address space's gate.
/// </summary>
internal sealed class ServerSubscription(uint id, SubscriptionSettings settings)
{
    /// <summary>Messages kept for Republish: more than two for each Publish request that may wait (5.14.1.2).</summary>
    private const int MaxRetained = 100;

    private readonly SortedDictionary<uint, NotificationMessage> _retained = [];
    private readonly List<MonitoredItemNotification> _news = [];
    private uint _nextSequence = 1;
    private uint _silent;
    private uint _abandoned;
    private bool _first = true;

    public uint Id => id;

    public SubscriptionSettings Settings { get; private set; } = settings;

    public bool IsPublishing { get; set; } = true;

    public Dictionary<uint, ServerMonitoredItem> Items { get; } = [];

    public ServerSession? Session { get; set; }

    public ITimer? Timer { get; set; }

    /// <summary>Its turn among those that have to speak, 0 while it has nothing to say (state LATE of 5.14.1.2).</summary>
    public ulong Turn { get; set; }

    public uint[] Available => [.. _retained.Keys];

    /// <summary>True once nobody has asked for so long that it ends.</summary>
    public bool IsOver => _abandoned >= Settings.LifetimeCount;

    public void Modify(SubscriptionSettings settings)
    {
        Settings = settings;
        Timer?.Change(settings.Interval, settings.Interval);
        Touch();
    }

    /// <summary>The client uses the subscription: its life begins anew.</summary>
    public void Touch() => _abandoned = 0;

    /// <summary>A publishing interval is over. True if there is something to say: data, the first message, or a keep-alive.</summary>
    /// <param name="hasPublish">Whether the client has a Publish request waiting.</param>
    public bool Tick(bool hasPublish)
    {
        foreach (var item in Items.Values)
        {
            if (item.Node.IsComputed) item.Sample(item.Node.Value);
        }

        _abandoned = hasPublish ? 0 : _abandoned + 1;
        _silent++;
        return HasNews || _first || _silent >= Settings.KeepAliveCount;
    }

    /// <summary>The next message, and whether there is more to send at once. Without news it is a keep-alive, which announces the next
    /// number without using it (5.14.1.2).</summary>
    public NotificationMessage Next(DateTime now, out bool more)
    {
        _news.Clear();
        if (IsPublishing)
        {
            foreach (var item in Items.Values)
            {
                if (_news.Count == Settings.MaxNotifications) break;
                if (item.HasNews) item.MoveTo(_news, Settings.MaxNotifications - _news.Count);
            }
        }

        more = HasNews;
        _abandoned = _silent = 0;
        _first = false;
        if (_news.Count == 0) return new(_nextSequence, now, NotificationData.Empty);

        var message = new NotificationMessage(
            _nextSequence, now, NotificationData.Of(ExtensionObject.Of(new DataChangeNotification([.. _news], []))));
        _nextSequence = _nextSequence == uint.MaxValue ? 1 : _nextSequence + 1;
        _retained.Add(message.SequenceNumber, message);
        if (_retained.Count > MaxRetained) _retained.Remove(_retained.Keys.First());
        return message;
    }

    /// <summary>The StatusChange for a session that loses the subscription. It uses no number, or the next owner would see a gap.</summary>
    public NotificationMessage LastWords(DateTime now, StatusCode status) =>
        new(_nextSequence, now, NotificationData.Of(ExtensionObject.Of(new StatusChangeNotification(status, null))));

    public StatusCode Acknowledge(uint sequence) => _retained.Remove(sequence) ? StatusCode.Good : StatusCode.BadSequenceNumberUnknown;

    public bool TryRepublish(uint sequence, out NotificationMessage message) => _retained.TryGetValue(sequence, out message!);

    /// <summary>Belongs to another session, to which it speaks at the next interval even if nothing changed.</summary>
    public void MoveTo(ServerSession session, bool sendInitialValues)
    {
        Session = session;
        Turn = 0;
        _first = true;
        Touch();
        if (!sendInitialValues) return;

        foreach (var item in Items.Values)
        {
            item.Repeat();
        }
    }

    public void End()
    {
        Timer?.Dispose();
        foreach (var item in Items.Values)
        {
            item.Node.Unwatch(item);
        }

        Items.Clear();
        _retained.Clear();
        Session = null;
    }

    private bool HasNews
    {
        get
        {
            if (!IsPublishing) return false;
            foreach (var item in Items.Values)
            {
                if (item.HasNews) return true;
            }

            return false;
        }
    }
}
