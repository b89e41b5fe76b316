using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Lines;
using EdgeCollector.Core.Oee;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Mqtt;

/// <summary>
/// One lane's journal to its topic, within the delivery window. What is new goes first: where the reader falls behind (an outage, a restart),
/// it goes on at the journal's end, and what it left is the backlog, which follows beside it at a limited rate and in its order.
/// </summary>
internal sealed class LaneSender(
    Lane lane, string topic, BatchPublisherSettings settings, TopicScheme topics, MqttConnection connection, IJournal journal,
    DeliveryWindow window, CollectorMetrics metrics, TimeProvider time)
{
    private readonly ReadScope _scope = lane == Lane.Raw ? ReadScope.Appended : ReadScope.Committed;
    private readonly Pulse[] _room = [new(), new()];
    private readonly Pulse _left = new();
    private readonly Queue<SequenceRange> _backlog = [];

    /// <summary>Told after each batch that the broker took.</summary>
    public event Action? Accepted;

    /// <summary>Where the node's own figures come from, which travel with this lane; null: with none.</summary>
    public Func<EdgeFigures>? Edge { get; set; }

    /// <summary>There may be room in the window.</summary>
    public void Wake()
    {
        _room[0].Set();
        _room[1].Set();
    }

    /// <summary>Both readers; they run until cancelled.</summary>
    public Task[] Run(CancellationToken cancellationToken)
    {
        var start = Math.Max(settings.Start, journal.Start + 1);
        Leave(new(settings.Start, start - 1));
        return [LiveAsync(start, cancellationToken), BackfillAsync(cancellationToken)];
    }

    /// <summary>Until the broker has it, or the connection is gone: then the reconnect sends everything under way again.</summary>
    public async Task SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            var number = connection.Number;
            MqttOutcome outcome;
            while ((outcome = await connection.PublishAsync(topic, delivery.Payload, acknowledged: true, retain: false, cancellationToken)
                .ConfigureAwait(false)) == MqttOutcome.Refused)
            {
                await Task.Delay(settings.RefusedRetry, time, cancellationToken).ConfigureAwait(false);
                if (connection.Number != number)
                {
                    return;
                }
            }

            if (outcome == MqttOutcome.Accepted)
            {
                metrics.BatchesPublished.Add(1);
                window.PubAcked(delivery);
                Accepted?.Invoke();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping: what is under way lies in the journal.
        }
    }

    private async Task LiveAsync(long start, CancellationToken cancellationToken)
    {
        var schema = Schema();
        var reader = journal.OpenReader(start, _scope, LaneBatcher.Kinds(lane));
        var batcher = new LaneBatcher(topics.Node, lane, journal.Epoch, reader, schema);
        long begun = 0;
        var (edgeAt, tailAt) = (time.GetTimestamp(), time.GetTimestamp());
        while (true)
        {
            if (time.GetElapsedTime(tailAt) >= settings.MaxLag)
            {
                var end = _scope == ReadScope.Committed ? journal.Committed : journal.Appended;
                Leave(new(batcher.Open, end));
                Learn(schema, batcher.Open, end);
                reader = journal.OpenReader(Math.Max(batcher.Open, end + 1), _scope, LaneBatcher.Kinds(lane));
                batcher = new LaneBatcher(topics.Node, lane, journal.Epoch, reader, schema);
                tailAt = time.GetTimestamp();
            }

            var step = batcher.Read();
            if (Edge is { } edge && time.GetElapsedTime(edgeAt) >= settings.EdgeEvery)
            {
                edgeAt = time.GetTimestamp();
                batcher.AddEdge(edge(), Nanoseconds(time.GetUtcNow()));
            }

            if (step == LaneStep.Tail)
            {
                tailAt = time.GetTimestamp();
                Skip(batcher);
                if (!batcher.HasLines)
                {
                    begun = 0;
                    await WaitAsync(reader, Edge is null ? Timeout.InfiniteTimeSpan : settings.EdgeEvery, cancellationToken).ConfigureAwait(false);
                    tailAt = time.GetTimestamp();
                    continue;
                }

                begun = begun == 0 ? time.GetTimestamp() : begun;
                var left = settings.Linger - time.GetElapsedTime(begun);
                if (left > TimeSpan.Zero)
                {
                    await WaitAsync(reader, left, cancellationToken).ConfigureAwait(false);
                    continue;
                }
            }

            begun = 0;
            await PublishAsync(batcher, backfill: false, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task BackfillAsync(CancellationToken cancellationToken)
    {
        var schema = Schema();
        var seen = settings.Start;
        var free = time.GetTimestamp();
        while (true)
        {
            SequenceRange range;
            while (!TryTake(out range)) await _left.WaitAsync(cancellationToken).ConfigureAwait(false);

            Learn(schema, seen, range.First - 1);
            var reader = journal.OpenReader(range.First, _scope, LaneBatcher.Kinds(lane), range.Last);
            var batcher = new LaneBatcher(topics.Node, lane, journal.Epoch, reader, schema);
            while (batcher.Open <= range.Last)
            {
                var step = batcher.Read();
                if (step == LaneStep.Full || batcher.HasLines)
                {
                    // Paced by when the line would be free again at the rate that is allowed, over any length of batch.
                    var wait = time.GetElapsedTime(time.GetTimestamp(), free);
                    if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
                    var bytes = await PublishAsync(batcher, backfill: true, cancellationToken).ConfigureAwait(false);
                    free = Math.Max(free, time.GetTimestamp()) + (long)(time.TimestampFrequency * (bytes / (double)settings.BackfillRate));
                }
                else if (!Skip(batcher))
                {
                    break;
                }
            }

            seen = range.Last + 1;
        }
    }

    /// <returns>Bytes published.</returns>
    private async Task<int> PublishAsync(LaneBatcher batcher, bool backfill, CancellationToken cancellationToken)
    {
        var delivery = batcher.Take(out var lines) with { Backfill = backfill };
        while (!window.HasRoom(delivery))
        {
            await _room[backfill ? 1 : 0].WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        // The node's figures alone speak for no id, and are not worth keeping.
        if (delivery.Last >= delivery.First)
        {
            window.Published(delivery);
        }

        metrics.LinesPublished.Add(lines);
        _ = SendAsync(delivery, cancellationToken);
        return delivery.Payload.Length;
    }

    private bool Skip(LaneBatcher batcher)
    {
        if (batcher.TakeSkipped() is not { } skipped)
        {
            return false;
        }

        window.Skip(lane, skipped);
        return true;
    }

    private SiteSchema Schema()
    {
        var schema = new SiteSchema(topics.Enterprise, topics.Site, settings.Area);
        schema.Apply(settings.Configuration);
        return schema;
    }

    /// <summary>Takes in the revisions of a stretch that the other reader sends.</summary>
    private void Learn(SiteSchema schema, long first, long last)
    {
        var reader = journal.OpenReader(first, _scope, RecordKinds.Configurations, last);
        while (reader.TryRead(out var entry))
        {
            if (entry.Input.Reference is EngineConfiguration configuration) schema.Apply(configuration);
        }
    }

    private void Leave(SequenceRange range)
    {
        lock (_backlog)
        {
            if (range.First <= range.Last) _backlog.Enqueue(range);
        }

        _left.Set();
    }

    private bool TryTake(out SequenceRange range)
    {
        lock (_backlog)
        {
            return _backlog.TryDequeue(out range);
        }
    }

    private async Task WaitAsync(JournalReader reader, TimeSpan most, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(most, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await reader.WaitAsync(linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to send what there is.
        }
    }

    private static long Nanoseconds(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).Ticks * 100;
}
