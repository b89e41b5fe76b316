using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>
/// One subscription over all its lives at the server: created, resumed, transferred, created anew. Owned by the client's loop.
/// </summary>
internal sealed class Subscription(int index, SubscriptionOptions options)
{
    private const uint AbsoluteDeadband = 1;

    private MonitoredItemInfo[] _items = [];

    /// <summary>Place in the options.</summary>
    public int Index => index;

    public SubscriptionOptions Options => options;

    /// <summary>The server's number, 0 while there is none.</summary>
    public uint Id { get; private set; }

    /// <summary>Counts the lives, so that a token of an earlier one is not taken for one of this.</summary>
    public int Generation { get; private set; }

    public SequenceTracker Sequence { get; private set; } = new();

    public TimeSpan Publishing { get; private set; }

    public TimeSpan KeepAlive { get; private set; }

    public TimeSpan Lifetime { get; private set; }

    /// <summary>It was wholly made, and if it has been lost since, nobody was told.</summary>
    public bool IsLossUntold { get; set; }

    /// <summary>When the last notification or keep-alive came.</summary>
    public DateTimeOffset? LastGood { get; set; }

    public NoLossFacts NoLoss { get; set; } = new(false, null, null, 0);

    /// <summary>Makes the subscription and its items, split as the server wants them.</summary>
    public async Task CreateAsync(Session session, CancellationToken ct)
    {
        var created = await session.CreateSubscriptionAsync(options, ct).ConfigureAwait(false);
        Id = created.SubscriptionId;
        Generation++;
        Sequence = new();
        Publishing = TimeSpan.FromMilliseconds(Math.Clamp(created.RevisedPublishingInterval, 1, TimeSpan.FromHours(24).TotalMilliseconds));
        KeepAlive = Publishing * Math.Max(1, created.RevisedMaxKeepAliveCount);
        Lifetime = Publishing * Math.Max(1, created.RevisedLifetimeCount);
        _items = await CreateItemsAsync(session, ct).ConfigureAwait(false);
    }

    /// <summary>The server has it no more.</summary>
    public void Forget() => Id = 0;

    public SubscriptionInfo Describe(SubscriptionOrigin origin) =>
        new(index, Id, origin, options, Publishing, KeepAlive, Lifetime, _items, NoLoss);

    /// <summary>Items which the server refused.</summary>
    public IEnumerable<MonitoredItemInfo> Rejected => _items.Where(i => i.Status.IsBad);

    /// <summary>The smallest revised queue of the items that are monitored.</summary>
    public uint SmallestQueue => _items.Where(i => !i.Status.IsBad).Select(i => i.RevisedQueueSize).DefaultIfEmpty(0u).Min();

    private async Task<MonitoredItemInfo[]> CreateItemsAsync(Session session, CancellationToken ct)
    {
        var infos = new MonitoredItemInfo[options.Items.Count];
        var known = new List<(int Place, MonitoredItemCreateRequest Request)>(infos.Length);
        for (var i = 0; i < infos.Length; i++)
        {
            var item = options.Items[i];
            if (item.NodeId.TryResolve(session.Namespaces, out var node)) known.Add((i, Request(item, node)));
            else infos[i] = new(item, StatusCode.BadNodeIdUnknown, TimeSpan.Zero, 0);
        }

        var results = await Batches.RunAsync(
            known,
            session.Operations.MonitoredItemsPerCall,
            part => session.CreateMonitoredItemsAsync(Id, Array.ConvertAll(part, p => p.Request), ct)).ConfigureAwait(false);
        for (var k = 0; k < results.Length; k++)
        {
            var (place, result) = (known[k].Place, results[k]);
            var sampling = TimeSpan.FromMilliseconds(Math.Clamp(result.RevisedSamplingInterval, 0,
                TimeSpan.FromHours(24).TotalMilliseconds));
            infos[place] = new(options.Items[place], result.StatusCode, sampling, result.RevisedQueueSize);
        }

        return infos;
    }

    private static MonitoredItemCreateRequest Request(MonitoredItemOptions item, NodeId node)
    {
        // The default filter is not sent: some servers refuse any they have to look at.
        var filter = item.Deadband > 0 || item.Trigger != DataChangeTrigger.StatusValue
            ? ExtensionObject.Of(new DataChangeFilter(item.Trigger, item.Deadband > 0 ? AbsoluteDeadband : 0, item.Deadband))
            : null;
        var sampling = item.SamplingInterval < TimeSpan.Zero ? -1 : item.SamplingInterval.TotalMilliseconds;
        return new(
            new(node, SessionServices.ValueAttribute, null, default), MonitoringMode.Reporting,
            new(item.Handle, sampling, filter, item.QueueSize, item.DiscardOldest));
    }
}
