using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>
/// One subscription (Part 4, 5.14.1): collects what its items queued, sends it when a Publish request is there, keeps what is not
/// acknowledged for Republish. Every member is called under the address space's gate.
/// </summary>
internal sealed class ServerSubscription(uint id, TimeSpan interval, uint keepAliveCount, uint lifetimeCount)
{
    public const int MaxNotifications = 1000;
    private const int MaxRetained = 100;
    private readonly SortedDictionary<uint, NotificationMessage> _retained = [];
    private readonly List<MonitoredItemNotification> _news = [];
    private uint _nextSequence = 1;
    private uint _silent;
    private uint _abandoned;
    private bool _first = true;

    public uint Id => id;

    public TimeSpan Interval => interval;

    public uint KeepAliveCount => keepAliveCount;

    public uint LifetimeCount => lifetimeCount;

    public Dictionary<uint, ServerMonitoredItem> Items { get; } = [];

    public ServerSession? Session { get; set; }

    public ITimer? Timer { get; set; }

    public uint[] Available => [.. _retained.Keys];

    /// <summary>True once nobody has asked for so long that it ends (Part 4, 5.14.1.1 lifetime counter).</summary>
    public bool IsOver => _abandoned >= lifetimeCount;

    /// <summary>A publishing interval is over. True if there is something to say, data or a keep-alive.</summary>
    public bool Tick()
    {
        _abandoned++;
        _silent++;
        return HasNews || _first || _silent >= keepAliveCount;
    }

    /// <summary>The next message, and whether there is more to send at once.</summary>
    public NotificationMessage Next(DateTime now, out bool more)
    {
        _news.Clear();
        foreach (var item in Items.Values)
        {
            if (_news.Count < MaxNotifications) item.MoveTo(_news, MaxNotifications - _news.Count);
        }

        more = HasNews;
        _abandoned = _silent = 0;
        _first = false;
        if (_news.Count == 0) return new(_nextSequence, now, NotificationData.Empty);

        var body = ExtensionObject.Of(new DataChangeNotification([.. _news], []));
        var message = new NotificationMessage(_nextSequence, now, NotificationData.Of(body));
        _nextSequence = _nextSequence == uint.MaxValue ? 1 : _nextSequence + 1;
        _retained.Add(message.SequenceNumber, message);
        if (_retained.Count > MaxRetained) _retained.Remove(_retained.Keys.First());
        return message;
    }

    public StatusCode Acknowledge(uint sequence) => _retained.Remove(sequence) ? StatusCode.Good : StatusCode.BadSequenceNumberUnknown;

    public bool TryRepublish(uint sequence, out NotificationMessage message) => _retained.TryGetValue(sequence, out message!);

    /// <summary>The next message goes out at the next interval even if nothing changed.</summary>
    public void SpeakSoon() => _first = true;

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
            foreach (var item in Items.Values)
            {
                if (item.HasNews) return true;
            }

            return false;
        }
    }
}
