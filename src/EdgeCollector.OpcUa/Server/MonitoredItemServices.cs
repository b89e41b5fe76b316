using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>Part 4, 5.13: monitored items. Values are reported on change, so the revised sampling interval is 0.</summary>
internal sealed class MonitoredItemServices(UaServer server)
{
    private const int MaxItems = 100_000;
    private uint _last;

    public CreateMonitoredItemsResponse Create(CreateMonitoredItemsRequest request, ServerSession session)
    {
        var subscription = server.Subscriptions.Find(request.SubscriptionId, session);
        NodeServices.Limit(request.ItemsToCreate.Length);
        NodeServices.CheckTimestamps(request.TimestampsToReturn);
        return new(
            Header(request.RequestHeader),
            Array.ConvertAll(request.ItemsToCreate, item => Create(subscription, item, request.TimestampsToReturn)), []);
    }

    public ModifyMonitoredItemsResponse Modify(ModifyMonitoredItemsRequest request, ServerSession session)
    {
        var subscription = server.Subscriptions.Find(request.SubscriptionId, session);
        NodeServices.Limit(request.ItemsToModify.Length);
        NodeServices.CheckTimestamps(request.TimestampsToReturn);
        return new(Header(request.RequestHeader), Array.ConvertAll(request.ItemsToModify, asked =>
        {
            if (!subscription.Items.TryGetValue(asked.MonitoredItemId, out var item))
                return new(StatusCode.BadMonitoredItemIdInvalid, 0, 0, null);

            item.Timestamps = request.TimestampsToReturn;
            return new MonitoredItemModifyResult(item.Configure(asked.RequestedParameters), 0, item.QueueSize, null);
        }), []);
    }

    public SetMonitoringModeResponse SetMode(SetMonitoringModeRequest request, ServerSession session)
    {
        var subscription = server.Subscriptions.Find(request.SubscriptionId, session);
        NodeServices.Limit(request.MonitoredItemIds.Length);
        if (!IsMode(request.MonitoringMode))
            throw new Channel.ServiceException(StatusCode.BadMonitoringModeInvalid, $"mode {request.MonitoringMode}");
        return new(Header(request.RequestHeader), Array.ConvertAll(request.MonitoredItemIds, id =>
        {
            if (!subscription.Items.TryGetValue(id, out var item)) return StatusCode.BadMonitoredItemIdInvalid;

            item.SetMode(request.MonitoringMode);
            return StatusCode.Good;
        }), []);
    }

    public DeleteMonitoredItemsResponse Delete(DeleteMonitoredItemsRequest request, ServerSession session)
    {
        var subscription = server.Subscriptions.Find(request.SubscriptionId, session);
        NodeServices.Limit(request.MonitoredItemIds.Length);
        return new(Header(request.RequestHeader), Array.ConvertAll(request.MonitoredItemIds, id =>
        {
            if (!subscription.Items.Remove(id, out var item)) return StatusCode.BadMonitoredItemIdInvalid;

            item.Node.Unwatch(item);
            return StatusCode.Good;
        }), []);
    }

    private MonitoredItemCreateResult Create(
        ServerSubscription subscription, MonitoredItemCreateRequest asked, TimestampsToReturn timestamps)
    {
        var what = asked.ItemToMonitor;
        if (!server.Space.TryGet(what.NodeId, out var node)) return Refused(StatusCode.BadNodeIdUnknown);
        if (node.NodeClass != NodeClass.Variable || what.AttributeId != Attributes.Value) return Refused(StatusCode.BadAttributeIdInvalid);
        if (!string.IsNullOrEmpty(what.IndexRange)) return Refused(StatusCode.BadIndexRangeNoData);
        if (!IsMode(asked.MonitoringMode)) return Refused(StatusCode.BadMonitoringModeInvalid);
        if (subscription.Items.Count >= MaxItems) return Refused(StatusCode.BadTooManyMonitoredItems);

        var item = new ServerMonitoredItem(++_last, node) { Timestamps = timestamps };
        var result = item.Configure(asked.RequestedParameters);
        if (!result.IsGood) return Refused(result);

        subscription.Items.Add(item.Id, item);
        node.Watch(item);
        item.SetMode(asked.MonitoringMode);
        return new(StatusCode.Good, item.Id, 0, item.QueueSize, null);
    }

    private static bool IsMode(MonitoringMode mode) => mode is >= MonitoringMode.Disabled and <= MonitoringMode.Reporting;

    private static MonitoredItemCreateResult Refused(StatusCode status) => new(status, 0, 0, 0, null);

    private ResponseHeader Header(RequestHeader request) => server.Header(request.RequestHandle);
}
