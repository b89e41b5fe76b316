using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Lines;
using EdgeCollector.Core.Oee;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Mqtt;

/// <summary>Where the values for databases go to, and from where they are read.</summary>
/// <param name="Area">uns.area.</param>
/// <param name="Configuration">In force where reading begins.</param>
/// <param name="Start">First id to be sent, for both lanes: everything below is stored.</param>
internal sealed record BatchPublisherSettings(string Area, EngineConfiguration Configuration, long Start)
{
    /// <summary>How long the first line of a batch waits for more.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often the node's own figures are sent.</summary>
    public TimeSpan EdgeEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause before a batch that the broker refused is offered again.</summary>
    public TimeSpan RefusedRetry { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>
/// Two journal readers to the two batch topics, QoS 1, within the delivery window: raw as soon as appended, kpi once committed. It
/// persists nothing: what is not stored when it stops is read again from the journal at the next start. As <see cref="IStoreAck"/>
/// it is the window, woken by what comes in.
/// </summary>
internal sealed class BatchPublisher(
    BatchPublisherSettings settings, TopicScheme topics, MqttConnection connection, IJournal journal, DeliveryWindow window,
    CollectorMetrics metrics, ILogger<BatchPublisher> logger, TimeProvider time) : IStoreAck
{
    private readonly Pulse[] _room = [new(), new()];
    private readonly Pulse _resend = new();
    private volatile Func<EdgeFigures>? _edge;

    /// <summary>Highest id that both lanes have stored (or had nothing of).</summary>
    public long Stored { get; private set; } = settings.Start - 1;

    /// <summary>Highest id up to which both lanes have been stored, or taken over by the broker where no bridge answers.</summary>
    public long Accepted { get; private set; } = settings.Start - 1;

    /// <summary>Where the node's own figures come from; none: measurement <c>edge</c> is not sent.</summary>
    public void UseEdge(Func<EdgeFigures> figures) => _edge = figures;

    /// <summary>Before the connection runs.</summary>
    public void Attach() => connection.OnConnected(_ =>
    {
        window.Reconnected();
        _resend.Set();
        return Task.CompletedTask;
    });

    void IStoreAck.Stored(long epoch, Lane lane, ReadOnlySpan<SequenceRange> ranges, ReadOnlySpan<long> quarantined)
    {
        window.Stored(epoch, lane, ranges, quarantined);
        Wake();
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] loops =
        [
            LaneAsync(Lane.Raw, topics.RawLines, ReadScope.Appended, stop.Token),
            LaneAsync(Lane.Kpi, topics.KpiLines, ReadScope.Committed, stop.Token),
            ResendAsync(stop.Token),
            SettleAsync(stop.Token),
        ];
        try
        {
            await await Task.WhenAny(loops).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LaneAsync(Lane lane, string topic, ReadScope scope, CancellationToken cancellationToken)
    {
        var schema = new SiteSchema(topics.Enterprise, topics.Site, settings.Area);
        schema.Apply(settings.Configuration);
        var reader = journal.OpenReader(settings.Start, scope, LaneBatcher.Kinds(lane));
        var batcher = new LaneBatcher(topics.Node, lane, journal.Epoch, reader, schema);
        long begun = 0;
        var edgeAt = time.GetTimestamp();
        while (true)
        {
            var step = batcher.Read();
            if (lane == Lane.Kpi && _edge is { } edge && time.GetElapsedTime(edgeAt) >= settings.EdgeEvery)
            {
                edgeAt = time.GetTimestamp();
                batcher.AddEdge(edge(), Nanoseconds(time.GetUtcNow()));
            }

            if (step == LaneStep.Tail)
            {
                if (batcher.TakeSkipped(out var epoch) is { } skipped)
                {
                    window.Skip(epoch, lane, skipped);
                }

                if (!batcher.HasLines)
                {
                    begun = 0;
                    var most = lane == Lane.Kpi ? settings.EdgeEvery : Timeout.InfiniteTimeSpan;
                    await WaitAsync(reader, most, cancellationToken).ConfigureAwait(false);
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
            var delivery = batcher.Take(out var lines);
            while (!window.HasRoom(delivery.Payload.Length))
            {
                await _room[(int)lane].WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            // The node's figures alone speak for no id, and are not worth keeping.
            if (delivery.Last >= delivery.First)
            {
                window.Published(delivery);
            }

            metrics.LinesPublished.Add(lines);
            _ = SendAsync(delivery, topic, cancellationToken);
        }
    }

    /// <summary>Until the broker has it, or the connection is gone: then the reconnect sends everything under way again.</summary>
    private async Task SendAsync(Delivery delivery, string topic, CancellationToken cancellationToken)
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
                Wake();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping: what is under way lies in the journal.
        }
    }

    private async Task ResendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _resend.WaitAsync(cancellationToken).ConfigureAwait(false);
            var count = 0;
            while (connection.IsConnected && window.TryNextResend(out var delivery) && delivery is not null)
            {
                count++;
                _ = SendAsync(delivery, delivery.Lane == Lane.Raw ? topics.RawLines : topics.KpiLines, cancellationToken);
            }

            if (count != 0)
            {
                metrics.BatchesResent.Add(count);
                logger.Resent(count, window.Batches);
            }
        }
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken).ConfigureAwait(false);
            window.Expire();
            Wake();
            Stored = Math.Max(Stored, Both(window.StoredUpTo));
            Accepted = Math.Max(Accepted, Both(window.AcceptedUpTo));
        }
    }

    private static long Both(Func<Lane, long> upTo) => Math.Min(upTo(Lane.Raw), upTo(Lane.Kpi));

    private void Wake()
    {
        _room[0].Set();
        _room[1].Set();
        _resend.Set();
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
