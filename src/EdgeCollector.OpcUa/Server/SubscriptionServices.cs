using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>Part 4, 5.13 and 5.14: monitored items, publish, republish, transfer.</summary>
internal sealed class SubscriptionServices(UaServer server)
{
    public CreateSubscriptionResponse Create(CreateSubscriptionRequest request, ServerSession session)
    {
        var made = server.Subscriptions.Create(session, request)
            ?? throw new Channel.ServiceException(StatusCode.BadTooManySubscriptions, "too many subscriptions");
        return new(server.Header(request.RequestHeader.RequestHandle), made.Id, made.Interval.TotalMilliseconds, made.LifetimeCount, made.KeepAliveCount);
    }

    public CreateMonitoredItemsResponse CreateItems(CreateMonitoredItemsRequest request, ServerSession session)
    {
        var subscription = Find(request.SubscriptionId, session);
        if (request.ItemsToCreate.Length > AddressSpace.MaxOperations)
        {
            throw new Channel.ServiceException(StatusCode.BadTooManyOperations, "too many items in one call");
        }

        return new(
            server.Header(request.RequestHeader.RequestHandle),
            Array.ConvertAll(request.ItemsToCreate, item => server.Subscriptions.AddItem(subscription, item)), []);
    }

    public DeleteMonitoredItemsResponse DeleteItems(DeleteMonitoredItemsRequest request, ServerSession session)
    {
        var subscription = Find(request.SubscriptionId, session);
        return new(
            server.Header(request.RequestHeader.RequestHandle),
            Array.ConvertAll(request.MonitoredItemIds, id => server.Subscriptions.RemoveItem(subscription, id)), []);
    }

    public RepublishResponse Republish(RepublishRequest request, ServerSession session)
    {
        var subscription = Find(request.SubscriptionId, session);
        return subscription.TryRepublish(request.RetransmitSequenceNumber, out var message)
            ? new(server.Header(request.RequestHeader.RequestHandle), message)
            : throw new Channel.ServiceException(StatusCode.BadMessageNotAvailable, "no longer kept");
    }

    public TransferSubscriptionsResponse Transfer(TransferSubscriptionsRequest request, ServerSession session) => new(
        server.Header(request.RequestHeader.RequestHandle),
        Array.ConvertAll(request.SubscriptionIds, id => server.Subscriptions.Transfer(id, session, request.SendInitialValues)), []);

    public DeleteSubscriptionsResponse Delete(DeleteSubscriptionsRequest request, ServerSession session) => new(
        server.Header(request.RequestHeader.RequestHandle),
        Array.ConvertAll(request.SubscriptionIds, id => server.Subscriptions.Delete(id, session)), []);

    /// <summary>Good: the request waits for news and its acknowledgements are done.</summary>
    public StatusCode Publish(ServerChannel channel, uint requestId, PublishRequest request, ServerSession session)
    {
        if (!server.Subscriptions.Any(session)) return StatusCode.BadNoSubscription;

        var results = Array.ConvertAll(request.SubscriptionAcknowledgements, ack =>
            server.Subscriptions.TryGet(ack.SubscriptionId, session, out var subscription)
                ? subscription.Acknowledge(ack.SequenceNumber)
                : StatusCode.BadSubscriptionIdInvalid);
        return session.TryQueue(new(channel, requestId, request.RequestHeader.RequestHandle, results))
            ? StatusCode.Good
            : StatusCode.BadTooManyPublishRequests;
    }

    private ServerSubscription Find(uint id, ServerSession session) => server.Subscriptions.TryGet(id, session, out var found)
        ? found
        : throw new Channel.ServiceException(StatusCode.BadSubscriptionIdInvalid, $"no subscription {id}");
}
