using System.Buffers;
using EdgeCollector.Mqtt;

namespace EdgeCollector.Bridge;

/// <summary>One message on its way through the bridge.</summary>
/// <param name="Lane"><c>raw</c> or <c>kpi</c>; empty: not a batch, only to be acknowledged in its turn.</param>
internal sealed record BridgeItem(string Topic, string Lane, LinesHeader Header, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The newest delivery of this message: after a reconnect the broker sends it once more.</summary>
    public required MqttDelivery Delivery { get; set; }

    /// <summary>Where this batch's acknowledgement goes.</summary>
    public string AckTopic => string.Concat(Topic.AsSpan(0, Topic.Length - "lp/".Length - Lane.Length), "ack");

    /// <summary>Reads topic and first line; null payload lane where it is no batch, with the reason.</summary>
    public static BridgeItem From(MqttDelivery delivery, out string error)
    {
        var topic = delivery.Topic;
        var lane = topic.EndsWith("/lp/raw", StringComparison.Ordinal) ? "raw"
            : topic.EndsWith("/lp/kpi", StringComparison.Ordinal) ? "kpi"
            : "";
        var payload = delivery.Payload.IsSingleSegment ? delivery.Payload.First : delivery.Payload.ToArray();
        var header = default(LinesHeader);
        error = lane.Length == 0 ? "topic ends with neither /lp/raw nor /lp/kpi"
            : !LinesHeader.TryParse(payload.Span, out header) ? "first line is not '# edgecollector/1 node epoch first last'"
            : !topic.EndsWith($"/{header.Node}/lp/{lane}", StringComparison.Ordinal)
                ? $"first line names node '{header.Node}', the topic another"
            : "";
        return error.Length == 0
            ? new BridgeItem(topic, lane, header, payload) { Delivery = delivery }
            : new BridgeItem(topic, "", default, default) { Delivery = delivery };
    }
}
