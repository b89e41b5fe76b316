using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>
/// What a client tells its owner. All calls come one after another, never two at once. A call may block: then nothing more is asked
/// of the server, whose queues hold what comes meanwhile.
/// </summary>
public interface IOpcUaClientHandler
{
    /// <summary>A session is active, new or resumed.</summary>
    void OnConnected(SessionInfo session);

    /// <summary>A subscription was made or resumed; what the server made of each wish stands next to it.</summary>
    void OnSubscribed(SubscriptionInfo subscription);

    /// <summary>An item cannot be monitored; the others can. Tried again on each connection.</summary>
    void OnItemRejected(uint handle, StatusCode status);

    /// <summary>
    /// Values of one notification, in the order of the server. <paramref name="items"/> is read within the call. Once they are safe,
    /// give <paramref name="token"/> to <see cref="OpcUaClient.Acknowledge"/>; until then the server keeps them.
    /// </summary>
    void OnDataChange(NotificationToken token, ref DataChangeItems items);

    /// <summary>The server says something about a whole subscription, such as BadTimeout: it is made anew.</summary>
    void OnStatusChange(int subscription, StatusCode status);

    /// <summary>
    /// Notifications are lost for good: exactly one call per gap. Where the whole subscription was lost it comes before the new one is
    /// made: <see cref="OnSubscribed"/> says when it was.
    /// </summary>
    void OnGap(GapInfo gap);

    /// <summary>Time, start and state of the server, at connect and every minute.</summary>
    void OnServerStatus(ServerStatusInfo status);

    /// <summary>A connection ended, or an attempt failed. Called once for each different reason in a row.</summary>
    void OnDisconnected(DisconnectInfo reason);
}

/// <summary>Names one delivered notification.</summary>
/// <param name="SubscriptionId">The server's number of the subscription.</param>
/// <param name="SequenceNumber">The notification's number in it.</param>
/// <param name="Generation">Which of our subscriptions of that number: the server may give one again after a restart.</param>
public readonly record struct NotificationToken(uint SubscriptionId, uint SequenceNumber, int Generation);

/// <summary>A session as it came about.</summary>
/// <param name="Session">For reading, writing and browsing meanwhile; not to be disposed.</param>
/// <param name="Resumed">Whether it is the session from before the cut.</param>
/// <param name="Status">The server's time, start and state.</param>
/// <param name="ServerRestarted">Whether the server's start is another than last time; false at first.</param>
/// <param name="TransferSupported">Whether the server has TransferSubscriptions, found by trying.</param>
public sealed record SessionInfo(Session Session, bool Resumed, ServerStatusInfo Status, bool ServerRestarted, bool TransferSupported);

/// <summary>How a subscription came to be at this connection.</summary>
public enum SubscriptionOrigin
{
    /// <summary>Made anew.</summary>
    Created,

    /// <summary>Still there in the resumed session.</summary>
    Resumed,

    /// <summary>Taken over from the lost session.</summary>
    Transferred,
}

/// <summary>A subscription with what was asked for and what the server made of it.</summary>
/// <param name="Index">Its place in <see cref="OpcUaClientOptions.Subscriptions"/>.</param>
/// <param name="Id">The server's number.</param>
/// <param name="Origin">How it came to be.</param>
/// <param name="Requested">What was asked for.</param>
/// <param name="RevisedPublishing">The publishing interval as revised.</param>
/// <param name="RevisedKeepAlive">The keep-alive interval as revised.</param>
/// <param name="RevisedLifetime">The lifetime as revised.</param>
/// <param name="Items">Each item with its revised values.</param>
/// <param name="NoLoss">What is known about recovery.</param>
public sealed record SubscriptionInfo(
    int Index, uint Id, SubscriptionOrigin Origin, SubscriptionOptions Requested, TimeSpan RevisedPublishing, TimeSpan RevisedKeepAlive,
    TimeSpan RevisedLifetime, IReadOnlyList<MonitoredItemInfo> Items, NoLossFacts NoLoss);

/// <summary>An item as the server took it.</summary>
/// <param name="Requested">What was asked for.</param>
/// <param name="Status">Good, or why it is not monitored.</param>
/// <param name="RevisedSampling">The sampling interval as revised, zero for each change.</param>
/// <param name="RevisedQueueSize">The queue size as revised.</param>
public sealed record MonitoredItemInfo(MonitoredItemOptions Requested, StatusCode Status, TimeSpan RevisedSampling, uint RevisedQueueSize);

/// <summary>Notifications which nobody can give any more.</summary>
/// <param name="Subscription">Place of the subscription in the options.</param>
/// <param name="Missing">How many notifications, 0 if unknown because the whole subscription was lost.</param>
/// <param name="LastGood">When the last notification before the gap came, UTC; the begin of what is unknown.</param>
/// <param name="Reason">One line.</param>
public sealed record GapInfo(int Subscription, uint Missing, DateTimeOffset LastGood, string Reason);

/// <summary>The end of a connection or of an attempt.</summary>
/// <param name="Failure">What kind.</param>
/// <param name="Reason">One line with what to do where that is known.</param>
/// <param name="LastGood">When the server was last heard, UTC; null if never.</param>
/// <param name="Cause">The exception, e.g. a <see cref="Security.CertificateRefusedException"/>.</param>
/// <param name="RetryIn">When the next attempt begins.</param>
public sealed record DisconnectInfo(Failure Failure, string Reason, DateTimeOffset? LastGood, Exception Cause, TimeSpan RetryIn);
