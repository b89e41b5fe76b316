using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>The services within a session, three lines each: one call, no retry, no splitting.</summary>
internal static class ServiceSets
{
    /// <summary>Part 4 5.11.2 Read.</summary>
    public static async Task<DataValue[]> ReadAsync(this Session s, ReadValueId[] nodes, TimestampsToReturn times, CancellationToken ct)
    {
        var request = new ReadRequest(s.Header(), 0, times, nodes);
        return (await s.RequestAsync<ReadRequest, ReadResponse>(request, ct).ConfigureAwait(false)).Results;
    }

    /// <summary>Part 4 5.11.4 Write.</summary>
    public static async Task<StatusCode[]> WriteAsync(this Session s, WriteValue[] values, CancellationToken ct)
    {
        var request = new WriteRequest(s.Header(), values);
        return (await s.RequestAsync<WriteRequest, WriteResponse>(request, ct).ConfigureAwait(false)).Results;
    }

    /// <summary>Part 4 5.9.2 Browse.</summary>
    public static async Task<BrowseResult[]> BrowseAsync(this Session s, BrowseDescription[] nodes, uint maxReferences,
        CancellationToken ct)
    {
        var request = new BrowseRequest(s.Header(), new(default, default, 0), maxReferences, nodes);
        return (await s.RequestAsync<BrowseRequest, BrowseResponse>(request, ct).ConfigureAwait(false)).Results;
    }

    /// <summary>Part 4 5.9.3 BrowseNext.</summary>
    public static async Task<BrowseResult[]> BrowseNextAsync(this Session s, byte[]?[] points, bool release, CancellationToken ct)
    {
        var request = new BrowseNextRequest(s.Header(), release, points);
        return (await s.RequestAsync<BrowseNextRequest, BrowseNextResponse>(request, ct).ConfigureAwait(false)).Results;
    }

    /// <summary>Part 4 5.9.4 TranslateBrowsePathsToNodeIds.</summary>
    public static async Task<BrowsePathResult[]> TranslateAsync(this Session s, BrowsePath[] paths, CancellationToken ct)
    {
        var request = new TranslateBrowsePathsToNodeIdsRequest(s.Header(), paths);
        return (await s.RequestAsync<TranslateBrowsePathsToNodeIdsRequest, TranslateBrowsePathsToNodeIdsResponse>(request, ct)
            .ConfigureAwait(false)).Results;
    }

    /// <summary>Part 4 5.14.2 CreateSubscription.</summary>
    public static Task<CreateSubscriptionResponse> CreateSubscriptionAsync(this Session s, SubscriptionOptions o, CancellationToken ct)
    {
        var request = new CreateSubscriptionRequest(
            s.Header(), o.PublishingInterval.TotalMilliseconds, o.LifetimeCount, o.KeepAliveCount, o.MaxNotificationsPerPublish, true, 0);
        return s.RequestAsync<CreateSubscriptionRequest, CreateSubscriptionResponse>(request, ct);
    }

    /// <summary>Part 4 5.14.8 DeleteSubscriptions.</summary>
    public static async Task<StatusCode[]> DeleteSubscriptionsAsync(this Session s, uint[] ids, CancellationToken ct)
    {
        var request = new DeleteSubscriptionsRequest(s.Header(), ids);
        return (await s.RequestAsync<DeleteSubscriptionsRequest, DeleteSubscriptionsResponse>(request, ct).ConfigureAwait(false)).Results;
    }

    /// <summary>Part 4 5.14.7 TransferSubscriptions.</summary>
    public static async Task<TransferResult[]> TransferSubscriptionsAsync(this Session s, uint[] ids, bool initialValues,
        CancellationToken ct)
    {
        var request = new TransferSubscriptionsRequest(s.Header(), ids, initialValues);
        return (await s.RequestAsync<TransferSubscriptionsRequest, TransferSubscriptionsResponse>(request,
            ct).ConfigureAwait(false)).Results;
    }

    /// <summary>Part 4 5.14.6 Republish. Whoever gets the message disposes its NotificationData.</summary>
    public static async Task<NotificationMessage> RepublishAsync(this Session s, uint subscription, uint sequence, CancellationToken ct)
    {
        var request = new RepublishRequest(s.Header(), subscription, sequence);
        return (await s.RequestAsync<RepublishRequest, RepublishResponse>(request, ct).ConfigureAwait(false)).NotificationMessage;
    }

    /// <summary>Part 4 5.13.2 CreateMonitoredItems.</summary>
    public static async Task<MonitoredItemCreateResult[]> CreateMonitoredItemsAsync(
        this Session s, uint subscription, MonitoredItemCreateRequest[] items, CancellationToken ct)
    {
        var request = new CreateMonitoredItemsRequest(s.Header(), subscription, TimestampsToReturn.Both, items);
        return (await s.RequestAsync<CreateMonitoredItemsRequest, CreateMonitoredItemsResponse>(request, ct).ConfigureAwait(false)).Results;
    }
}
