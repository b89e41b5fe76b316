using System.Buffers;
using EdgeCollector.Contracts;
using EdgeCollector.Core.Journal;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Mqtt;

/// <summary>ack_v1 of all bridges to <see cref="IStoreAck"/>. What anybody may publish there is looked at closely; whether the ids are ours
/// to acknowledge is the window's to judge.</summary>
internal sealed class StoreAckListener(
    TopicScheme topics, MqttConnection connection, IStoreAck store, CollectorMetrics metrics, ILogger<StoreAckListener> logger)
{
    /// <summary>Before the connection runs.</summary>
    public void Attach() => connection.Subscribe(topics.Ack, async delivery =>
    {
        Accept(delivery.Payload.IsSingleSegment ? delivery.Payload.FirstSpan : delivery.Payload.ToArray());
        await delivery.AcknowledgeAsync(CancellationToken.None).ConfigureAwait(false);
    });

    /// <summary>Takes one message.</summary>
    /// <returns>False where it was ignored.</returns>
    internal bool Accept(ReadOnlySpan<byte> payload)
    {
        var ack = AckV1.Parse(payload, out var error);
        if (ack is not null && ack.Node != topics.Node)
        {
            error = $"it is for node '{ack.Node}'";
            ack = null;
        }

        if (ack is null)
        {
            metrics.AcksIgnored.Add(1);
            logger.AckIgnored(topics.Ack, error);
            return false;
        }

        SequenceRange[] ranges = [.. ack.Ranges.Select(r => new SequenceRange(r[0], r[1]))];
        store.Stored(ack.Epoch, ack.Lane == "raw" ? Lane.Raw : Lane.Kpi, ranges, ack.Quarantined);
        return true;
    }
}
