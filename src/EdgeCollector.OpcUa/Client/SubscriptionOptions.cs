using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>One subscription to ask for (Part 4 5.14.2).</summary>
public sealed record SubscriptionOptions
{
    /// <summary>The longest time a change waits at the server; 10 ms to 1 h.</summary>
    public TimeSpan PublishingInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Silence after which the server is to say that it lives. Three missed ones end the connection. 100 ms to 1 min.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long the server keeps the subscription while nobody asks for its data; at least three keep-alives, at most 24 h.
    /// </summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Values per notification at most, 0 for as many as the server likes.</summary>
    public uint MaxNotificationsPerPublish { get; init; } = 20_000;

    /// <summary>What to monitor.</summary>
    public IReadOnlyList<MonitoredItemOptions> Items { get; init; } = [];

    internal uint KeepAliveCount => Count(KeepAlive);

    internal uint LifetimeCount => Math.Max(3 * KeepAliveCount, Count(Lifetime));

    internal void Validate()
    {
        OpcUaClientOptions.Between(PublishingInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1), nameof(PublishingInterval));
        OpcUaClientOptions.Between(KeepAlive, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), nameof(KeepAlive));
        OpcUaClientOptions.Between(Lifetime, 3 * KeepAlive, TimeSpan.FromHours(24), nameof(Lifetime));
        var handles = new HashSet<uint>();
        foreach (var item in Items)
            if (!handles.Add(item.Handle)) throw new ArgumentException($"Items: handle {item.Handle} is given twice, at {item.NodeId}");
    }

    private uint Count(TimeSpan span) => (uint)Math.Max(1, Math.Ceiling(span / PublishingInterval));
}

/// <summary>One item of a subscription (Part 4 5.13.2).</summary>
/// <param name="NodeId">The node, best with the namespace's URI: it is resolved on each connection anew.</param>
/// <param name="Handle">The caller's number for it, given back with each value; unique within the subscription.</param>
public sealed record MonitoredItemOptions(ExpandedNodeId NodeId, uint Handle)
{
    /// <summary>How often the server samples; zero for each change, negative for the publishing interval.</summary>
    public TimeSpan SamplingInterval { get; init; } = TimeSpan.Zero;

    /// <summary>Values which the server keeps between two notifications; more than one so that no edge is lost.</summary>
    public uint QueueSize { get; init; } = 10;

    /// <summary>Which value goes when the queue is full.</summary>
    public bool DiscardOldest { get; init; } = true;

    /// <summary>Absolute change of a number below which nothing is reported, 0 for all.</summary>
    public double Deadband { get; init; }

    /// <summary>Which change is reported.</summary>
    public DataChangeTrigger Trigger { get; init; } = DataChangeTrigger.StatusValue;
}
