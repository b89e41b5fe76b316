using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>Which request goes to which service. Each is handled whole, under the gate, on the connection's receive loop.</summary>
internal sealed class RequestTable(UaServer server)
{
    private readonly DiscoveryServices _discovery = new(server);
    private readonly NodeServices _nodes = new(server);
    private readonly SubscriptionServices _subscriptions = new(server);

    public void Handle(ServerChannel channel, IncomingMessage message)
    {
        lock (server.Space.Gate)
        {
            switch (MessageCodec.PeekTypeId(message.Body))
            {
                case var id when id == GetEndpointsRequest.TypeId: Answer<GetEndpointsRequest, GetEndpointsResponse>(channel, message, _discovery.GetEndpoints); break;
                case var id when id == FindServersRequest.TypeId: Answer<FindServersRequest, FindServersResponse>(channel, message, _discovery.FindServers); break;
                case var id when id == CreateSessionRequest.TypeId: Create(channel, message); break;
                case var id when id == ActivateSessionRequest.TypeId: Activate(channel, message); break;
                case var id when id == CloseSessionRequest.TypeId: InSession<CloseSessionRequest, CloseSessionResponse>(channel, message, Close); break;
                case var id when id == ReadRequest.TypeId: InSession<ReadRequest, ReadResponse>(channel, message, _nodes.Read); break;
                case var id when id == WriteRequest.TypeId: InSession<WriteRequest, WriteResponse>(channel, message, _nodes.Write); break;
                case var id when id == BrowseRequest.TypeId: InSession<BrowseRequest, BrowseResponse>(channel, message, _nodes.Browse); break;
                case var id when id == BrowseNextRequest.TypeId: InSession<BrowseNextRequest, BrowseNextResponse>(channel, message, _nodes.BrowseNext); break;
                case var id when id == TranslateBrowsePathsToNodeIdsRequest.TypeId:
                    InSession<TranslateBrowsePathsToNodeIdsRequest, TranslateBrowsePathsToNodeIdsResponse>(channel, message, _nodes.Translate); break;
                case var id when id == CreateSubscriptionRequest.TypeId:
                    InSession<CreateSubscriptionRequest, CreateSubscriptionResponse>(channel, message, _subscriptions.Create); break;
                case var id when id == CreateMonitoredItemsRequest.TypeId:
                    InSession<CreateMonitoredItemsRequest, CreateMonitoredItemsResponse>(channel, message, _subscriptions.CreateItems); break;
                case var id when id == DeleteMonitoredItemsRequest.TypeId:
                    InSession<DeleteMonitoredItemsRequest, DeleteMonitoredItemsResponse>(channel, message, _subscriptions.DeleteItems); break;
                case var id when id == RepublishRequest.TypeId: InSession<RepublishRequest, RepublishResponse>(channel, message, _subscriptions.Republish); break;
                case var id when id == TransferSubscriptionsRequest.TypeId:
                    InSession<TransferSubscriptionsRequest, TransferSubscriptionsResponse>(channel, message, _subscriptions.Transfer); break;
                case var id when id == DeleteSubscriptionsRequest.TypeId:
                    InSession<DeleteSubscriptionsRequest, DeleteSubscriptionsResponse>(channel, message, _subscriptions.Delete); break;
                case var id when id == PublishRequest.TypeId: Publish(channel, message); break;
                default: channel.Fault(message.RequestId, 0, StatusCode.BadServiceUnsupported); break;
            }
        }
    }

    private static T Decode<T>(IncomingMessage message)
        where T : class, IUaMessage<T>
    {
        var decoded = MessageCodec.Decode<T>(message.Body, EncodingLimits.Default);
        return decoded.Message ?? throw new ServiceException(StatusCode.BadDecodingError, decoded.Error ?? "");
    }

    private static void Answer<TRequest, TResponse>(ServerChannel channel, IncomingMessage message, Func<TRequest, TResponse> service)
        where TRequest : class, IUaMessage<TRequest>, IRequest<TResponse>
        where TResponse : IUaMessage<TResponse>, IResponse => Guarded(channel, message, () => channel.Respond(message.RequestId, service(Decode<TRequest>(message))));

    private void InSession<TRequest, TResponse>(ServerChannel channel, IncomingMessage message, Func<TRequest, ServerSession, TResponse> service)
        where TRequest : class, IUaMessage<TRequest>, IRequest<TResponse>
        where TResponse : IUaMessage<TResponse>, IResponse => Guarded(channel, message, () =>
    {
        var request = Decode<TRequest>(message);
        var found = server.Sessions.Find(request.RequestHeader, channel, activated: true, out var session);
        if (found.IsGood) channel.Respond(message.RequestId, service(request, session));
        else channel.Fault(message.RequestId, request.RequestHeader.RequestHandle, found);
    });

    private static void Guarded(ServerChannel channel, IncomingMessage message, Action handle)
    {
        try
        {
            handle();
        }
        catch (ServiceException e)
        {
            channel.Fault(message.RequestId, 0, e.Status);
        }
    }

    private void Create(ServerChannel channel, IncomingMessage message) => Guarded(channel, message, () =>
    {
        var request = Decode<CreateSessionRequest>(message);
        if (!server.Sessions.TryCreate(TimeSpan.FromMilliseconds(request.RequestedSessionTimeout), channel, out var session))
        {
            channel.Fault(message.RequestId, request.RequestHeader.RequestHandle, StatusCode.BadTooManySessions);
            return;
        }

        channel.Respond(message.RequestId, new CreateSessionResponse(
            server.Header(request.RequestHeader.RequestHandle), session.Id, session.Token, session.Timeout.TotalMilliseconds,
            System.Security.Cryptography.RandomNumberGenerator.GetBytes(32), null, _discovery.Endpoints(), [], new(null, null), 0));
    });

    private void Activate(ServerChannel channel, IncomingMessage message) => Guarded(channel, message, () =>
    {
        var request = Decode<ActivateSessionRequest>(message);
        var handle = request.RequestHeader.RequestHandle;
        var found = server.Sessions.Find(request.RequestHeader, channel, activated: false, out var session);
        var anonymous = request.UserIdentityToken is null
            || request.UserIdentityToken.TryDecode<AnonymousIdentityToken>(EncodingLimits.Default, out _);
        if (found.IsGood && !anonymous) found = StatusCode.BadIdentityTokenRejected;
        if (!found.IsGood)
        {
            channel.Fault(message.RequestId, handle, found);
            return;
        }

        session.Channel = channel;
        session.IsActivated = true;
        channel.Respond(message.RequestId, new ActivateSessionResponse(
            server.Header(handle), System.Security.Cryptography.RandomNumberGenerator.GetBytes(32), [], []));
    });

    private CloseSessionResponse Close(CloseSessionRequest request, ServerSession session)
    {
        if (request.DeleteSubscriptions) server.Subscriptions.DeleteAll(session);
        else server.Subscriptions.Orphan(session);
        server.Sessions.Close(session);
        return new(server.Header(request.RequestHeader.RequestHandle));
    }

    private void Publish(ServerChannel channel, IncomingMessage message) => Guarded(channel, message, () =>
    {
        var request = Decode<PublishRequest>(message);
        var found = server.Sessions.Find(request.RequestHeader, channel, activated: true, out var session);
        if (found.IsGood) found = _subscriptions.Publish(channel, message.RequestId, request, session);
        if (!found.IsGood) channel.Fault(message.RequestId, request.RequestHeader.RequestHandle, found);
    });
}
