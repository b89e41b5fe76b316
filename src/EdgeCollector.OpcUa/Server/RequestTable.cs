using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>Which request goes to which service. Each is handled whole, under the gate, on the connection's receive loop.</summary>
internal sealed class RequestTable
{
    private readonly UaServer _server;
    private readonly Dictionary<uint, Action<ServerChannel, IncomingMessage>> _handlers = [];

    public RequestTable(UaServer server)
    {
        _server = server;
        var discovery = new DiscoveryServices(server);
        Open<GetEndpointsRequest, GetEndpointsResponse>((r, _) => discovery.GetEndpoints(r));
        Open<FindServersRequest, FindServersResponse>((r, _) => discovery.FindServers(r));

        var sessions = new SessionServices(server, discovery);
        Open<CreateSessionRequest, CreateSessionResponse>(sessions.Create);
        Open<ActivateSessionRequest, ActivateSessionResponse>(sessions.Activate);
        InSession<CloseSessionRequest, CloseSessionResponse>(sessions.Close);

        var nodes = new NodeServices(server);
        InSession<ReadRequest, ReadResponse>(nodes.Read);
        InSession<WriteRequest, WriteResponse>(nodes.Write);

        var browse = new BrowseServices(server);
        InSession<BrowseRequest, BrowseResponse>(browse.Browse);
        InSession<BrowseNextRequest, BrowseNextResponse>(browse.BrowseNext);
        InSession<TranslateBrowsePathsToNodeIdsRequest, TranslateBrowsePathsToNodeIdsResponse>(browse.Translate);

        var items = new MonitoredItemServices(server);
        InSession<CreateMonitoredItemsRequest, CreateMonitoredItemsResponse>(items.Create);
        InSession<ModifyMonitoredItemsRequest, ModifyMonitoredItemsResponse>(items.Modify);
        InSession<SetMonitoringModeRequest, SetMonitoringModeResponse>(items.SetMode);
        InSession<DeleteMonitoredItemsRequest, DeleteMonitoredItemsResponse>(items.Delete);

        var subscriptions = new SubscriptionServices(server);
        InSession<CreateSubscriptionRequest, CreateSubscriptionResponse>(subscriptions.Create);
        InSession<ModifySubscriptionRequest, ModifySubscriptionResponse>(subscriptions.Modify);
        InSession<SetPublishingModeRequest, SetPublishingModeResponse>(subscriptions.SetPublishingMode);
        InSession<RepublishRequest, RepublishResponse>(subscriptions.Republish);
        InSession<TransferSubscriptionsRequest, TransferSubscriptionsResponse>(subscriptions.Transfer);
        InSession<DeleteSubscriptionsRequest, DeleteSubscriptionsResponse>(subscriptions.Delete);

        // The one request whose answer waits for something to say.
        Add<PublishRequest>((channel, requestId, request) =>
            subscriptions.Publish(channel, requestId, request, Session(request.RequestHeader, channel)));
    }

    public void Handle(ServerChannel channel, IncomingMessage message)
    {
        lock (_server.Space.Gate)
        {
            if (_handlers.TryGetValue(MessageCodec.PeekTypeId(message.Body), out var handler)) handler(channel, message);
            else channel.Fault(message.RequestId, Handle(message), StatusCode.BadServiceUnsupported);
        }
    }

    private static uint Handle(IncomingMessage message)
    {
        var r = new UaReader(message.Body, EncodingLimits.Default);
        r.NodeId();
        var header = RequestHeader.Decode(ref r);
        return r.Failed ? 0 : header.RequestHandle;
    }

    private void Open<TRequest, TResponse>(Func<TRequest, ServerChannel, TResponse> service)
        where TRequest : class, IUaMessage<TRequest>, IRequest<TResponse>
        where TResponse : IUaMessage<TResponse>, IResponse =>
        Add<TRequest>((channel, requestId, request) => channel.Respond(requestId, service(request, channel)));

    private void InSession<TRequest, TResponse>(Func<TRequest, ServerSession, TResponse> service)
        where TRequest : class, IUaMessage<TRequest>, IRequest<TResponse>
        where TResponse : IUaMessage<TResponse>, IResponse =>
        Add<TRequest>((channel, requestId, request) =>
            channel.Respond(requestId, service(request, Session(request.RequestHeader, channel))));

    private void Add<TRequest>(Action<ServerChannel, uint, TRequest> handle)
        where TRequest : class, IUaMessage<TRequest> => _handlers.Add(TRequest.TypeId, (channel, message) =>
    {
        try
        {
            var decoded = MessageCodec.Decode<TRequest>(message.Body, EncodingLimits.Default);
            handle(channel, message.RequestId, decoded.Message ?? throw new ServiceException(decoded.Fault, decoded.Error ?? ""));
        }
        catch (ServiceException e)
        {
            channel.Fault(message.RequestId, Handle(message), e.Status);
        }
    });

    private ServerSession Session(RequestHeader header, ServerChannel channel) => _server.Faults.IsHalted
        ? throw new ServiceException(StatusCode.BadServerHalted, "halted by a test")
        : _server.Sessions.Activated(header, channel);
}
