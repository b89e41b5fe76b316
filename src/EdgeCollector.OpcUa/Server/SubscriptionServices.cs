using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>Part 4, 5.14: subscriptions, publish, republish, transfer.</summary>
internal sealed class SubscriptionServices(UaServer server)
{
    public CreateSubscriptionResponse Create(CreateSubscriptionRequest request, ServerSession session)
    {
        var settings = SubscriptionSettings.Revise(
            request.RequestedPublishingInterval, request.RequestedMaxKeepAliveCount, request.RequestedLifetimeCount,
            request.MaxNotificationsPerPublish, request.Priority);
        var made = server.Subscriptions.Create(session, settings, request.PublishingEnabled);
        return new(
            Header(request.RequestHeader), made.Id, settings.Interval.TotalMilliseconds, settings.LifetimeCount, settings.KeepAliveCount);
    }

    public ModifySubscriptionResponse Modify(ModifySubscriptionRequest request, ServerSession session)
    {
        var settings = SubscriptionSettings.Revise(
            request.RequestedPublishingInterval, request.RequestedMaxKeepAliveCount, request.RequestedLifetimeCount,
            request.MaxNotificationsPerPublish, request.Priority);
        server.Subscriptions.Find(request.SubscriptionId, session).Modify(settings);
        return new(Header(request.RequestHeader), settings.Interval.TotalMilliseconds, settings.LifetimeCount, settings.KeepAliveCount);
    }

    public SetPublishingModeResponse SetPublishingMode(SetPublishingModeRequest request, ServerSession session)
    {
        NodeServices.Limit(request.SubscriptionIds.Length);
        return new(Header(request.RequestHeader), Array.ConvertAll(request.SubscriptionIds, id =>
        {
            if (!server.Subscriptions.TryGet(id, session, out var subscription)) return StatusCode.BadSubscriptionIdInvalid;

            subscription.Touch();
            subscription.IsPublishing = request.PublishingEnabled;
            return StatusCode.Good;
        }), []);
    }

    public RepublishResponse Republish(RepublishRequest request, ServerSession session) =>
        server.Subscriptions.Find(request.SubscriptionId, session).TryRepublish(request.RetransmitSequenceNumber, out var message)
            ? new(Header(request.RequestHeader), message)
            : throw new ServiceException(StatusCode.BadMessageNotAvailable, $"message {request.RetransmitSequenceNumber} is not kept");

    public TransferSubscriptionsResponse Transfer(TransferSubscriptionsRequest request, ServerSession session)
    {
        if (server.Faults.RefuseTransfer) throw new ServiceException(StatusCode.BadServiceUnsupported, "refused by a test");

        NodeServices.Limit(request.SubscriptionIds.Length);
        return new(
            Header(request.RequestHeader),
            Array.ConvertAll(request.SubscriptionIds, id => server.Subscriptions.Transfer(id, session, request.SendInitialValues)), []);
    }

    public DeleteSubscriptionsResponse Delete(DeleteSubscriptionsRequest request, ServerSession session)
    {
        NodeServices.Limit(request.SubscriptionIds.Length);
        var results = Array.ConvertAll(request.SubscriptionIds, id => server.Subscriptions.Delete(id, session));
        return new(Header(request.RequestHeader), results, []);
    }

    /// <summary>Does the acknowledgements, queues the request, and answers at once where something is late.</summary>
    public void Publish(ServerChannel channel, uint requestId, PublishRequest request, ServerSession session)
    {
        if (!server.Subscriptions.Any(session) && !session.HasLastWords)
            throw new ServiceException(StatusCode.BadNoSubscription, "the session has no subscription");

        var results = Array.ConvertAll(request.SubscriptionAcknowledgements, ack =>
            server.Subscriptions.TryGet(ack.SubscriptionId, session, out var subscription)
                ? subscription.Acknowledge(ack.SequenceNumber)
                : StatusCode.BadSubscriptionIdInvalid);
        var header = request.RequestHeader;
        session.Queue(new(channel, requestId, header.RequestHandle, server.DeadlineAfter(header.TimeoutHint), results));
        server.Subscriptions.Speak(session);
    }

    private ResponseHeader Header(RequestHeader request) => server.Header(request.RequestHandle);
}
