using System.Text.Json;
using EdgeCollector.Contracts;
using EdgeCollector.Influx;
using EdgeCollector.Mqtt;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Bridge;

/// <summary>
/// From the broker to the database, knowing no schema:
/// <code>
///     lp/raw, lp/kpi -> BridgeQueue -> concatenate -> POST -> 204 -> ack_v1 to the node -> MQTT acknowledgement
///                       (bounded)                      \-> 400: bisect -> DeadLetterFile, ids under quarantined
/// </code>
/// The node's acknowledgement leaves before the broker's: a bridge that dies in between gets the batch again and writes the same points
/// over themselves. The connection needs a fixed client id and a session that outlives a restart.
/// </summary>
internal sealed class BridgeLoop(
    BridgeSettings settings, MqttConnection connection, InfluxWriter writer, StatusBoard status, CollectorMetrics metrics,
    ILogger<BridgeLoop> logger, TimeProvider time)
{
    private readonly BridgeQueue _queue = new(settings.QueueLimit);
    private readonly LanePoster _poster = new(writer, settings, status, metrics, logger, time);
    private readonly DeadLetterFile _deadLetters = new(settings.DeadLetterFile, settings.DeadLetterLimit, time, metrics, logger);
    private readonly PostBody _body = new();
    private readonly List<(int Line, string Message)> _refused = [];
    private readonly Dictionary<BridgeItem, SortedSet<long>> _quarantined = new(ReferenceEqualityComparer.Instance);

    /// <summary>Bytes the bridge holds in memory.</summary>
    public long Held => _queue.Held;

    /// <summary>Subscribes; before the connection runs.</summary>
    public void Attach() => connection.Subscribe(settings.Filter, OnMessageAsync, settings.Share);

    /// <summary>Runs until cancelled. What is not stored then stays with the broker.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        List<BridgeItem> items = [];
        while (true)
        {
            await _queue.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (_queue.Bytes < settings.PostLimit)
            {
                await Task.Delay(settings.Linger, time, cancellationToken).ConfigureAwait(false);
            }

            items.Clear();
            _queue.Take(settings.PostLimit, items);
            _quarantined.Clear();
            await PostAsync("raw", writer.Settings.Raw, items, cancellationToken).ConfigureAwait(false);
            await PostAsync("kpi", writer.Settings.Kpi, items, cancellationToken).ConfigureAwait(false);
            await AcknowledgeAsync(items, cancellationToken).ConfigureAwait(false);
            if (_queue.Done(items, connection.Number))
            {
                connection.Drop();
            }
        }
    }

    private ValueTask OnMessageAsync(MqttDelivery delivery)
    {
        var item = BridgeItem.From(delivery, out var error);
        if (error.Length != 0)
        {
            metrics.BridgeRejected.Add(1);
            logger.BridgeRejected(delivery.Topic, error);
        }
        else
        {
            metrics.BridgeReceived.Add(1);
        }

        if (!_queue.TryAdd(item, out var firstLeft))
        {
            metrics.BridgeOverflow.Add(1);
            if (firstLeft)
            {
                logger.BridgeFull(_queue.Held);
            }
        }

        return ValueTask.CompletedTask;
    }

    private async Task PostAsync(string lane, string database, List<BridgeItem> items, CancellationToken cancellationToken)
    {
        _body.Clear();
        foreach (var item in items)
        {
            if (item.Lane == lane)
            {
                _body.Add(item);
            }
        }

        if (_body.Length == 0)
        {
            return;
        }

        _refused.Clear();
        await _poster.PostAsync(database, _body, _refused, cancellationToken).ConfigureAwait(false);
        foreach (var (index, message) in _refused)
        {
            var (item, id, line) = _body.Line(index);
            _deadLetters.Append(item, database, id, line.Span, message);
            if (item.Header.Last >= item.Header.First)
            {
                (_quarantined.TryGetValue(item, out var ids) ? ids : _quarantined[item] = []).Add(id);
            }
        }

        if (_refused.Count != 0)
        {
            metrics.Quarantined.Add(_refused.Count);
            logger.Quarantined(_refused.Count, database, _deadLetters.FileName, _refused[0].Message);
        }
    }

    /// <summary>To the nodes first, then to the broker in the order of arrival. Where the connection breaks in between, the broker sends
    /// the rest again and it is stored over itself.</summary>
    private async Task AcknowledgeAsync(List<BridgeItem> items, CancellationToken cancellationToken)
    {
        var stored = items.Where(i => i.Lane.Length != 0 && i.Header.Last >= i.Header.First);
        foreach (var group in stored.GroupBy(i => (i.AckTopic, i.Header.Node, i.Header.Epoch, i.Lane)))
        {
            var ack = new AckV1
            {
                Node = group.Key.Node,
                Epoch = group.Key.Epoch,
                Lane = group.Key.Lane,
                Ranges = Merge(group.Select(i => (i.Header.First, i.Header.Last))),
                Quarantined = [.. group.SelectMany(i => _quarantined.TryGetValue(i, out var ids) ? ids : []).Distinct().Order()],
            };
            var payload = JsonSerializer.SerializeToUtf8Bytes(ack, ContractContext.Wire.AckV1);
            var outcome = await connection.PublishAsync(group.Key.AckTopic, payload, acknowledged: true, retain: false, cancellationToken)
                .ConfigureAwait(false);
            if (outcome == MqttOutcome.Lost)
            {
                return;
            }
        }

        foreach (var item in items)
        {
            if (item.Delivery.Connection == connection.Number
                && !await item.Delivery.AcknowledgeAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private static long[][] Merge(IEnumerable<(long First, long Last)> ranges)
    {
        List<long[]> merged = [];
        foreach (var (first, last) in ranges.Order())
        {
            if (merged.Count != 0 && first <= merged[^1][1] + 1)
            {
                merged[^1][1] = Math.Max(merged[^1][1], last);
            }
            else
            {
                merged.Add([first, last]);
            }
        }

        return [.. merged];
    }
}
