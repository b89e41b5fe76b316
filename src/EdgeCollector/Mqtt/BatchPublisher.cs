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

    /// <summary>A reader that has been away from the journal's end for so long leaves what it has not sent to the backlog.</summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of lines a second, at most, that a lane sends from its backlog.</summary>
    public long BackfillRate { get; init; } = 4 * 1024 * 1024;

    /// <summary>Pause before a batch that the broker refused is offered again.</summary>
    public TimeSpan RefusedRetry { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>
/// The journal to the two batch topics, QoS 1, within the delivery window: raw as soon as appended, kpi once committed. It persists nothing:
/// what is not stored when it stops is read again from the journal at the next start. As <see cref="IStoreAck"/> it is the window, woken by
/// what comes in.
/// </summary>
internal sealed class BatchPublisher : IStoreAck
{
    private readonly LaneSender[] _lanes;
    private readonly Pulse _resend = new();
    private readonly MqttConnection _connection;
    private readonly DeliveryWindow _window;
    private readonly CollectorMetrics _metrics;
    private readonly ILogger<BatchPublisher> _logger;
    private readonly TimeProvider _time;

    public BatchPublisher(
        BatchPublisherSettings settings, TopicScheme topics, MqttConnection connection, IJournal journal, DeliveryWindow window,
        CollectorMetrics metrics, ILogger<BatchPublisher> logger, TimeProvider time)
    {
        (_connection, _window, _metrics, _logger, _time) = (connection, window, metrics, logger, time);
        Stored = Accepted = settings.Start - 1;
        LaneSender Sender(Lane lane, string topic) => new(lane, topic, settings, topics, connection, journal, window, metrics, time);
        _lanes = [Sender(Lane.Raw, topics.RawLines), Sender(Lane.Kpi, topics.KpiLines)];
        foreach (var lane in _lanes) lane.Accepted += Wake;
    }

    /// <summary>Highest id that both lanes have stored (or had nothing of).</summary>
    public long Stored { get; private set; }

    /// <summary>Highest id up to which both lanes have been stored, or taken over by the broker where no bridge answers.</summary>
    public long Accepted { get; private set; }

    /// <summary>Where the node's own figures come from; none: measurement <c>edge</c> is not sent.</summary>
    public void UseEdge(Func<EdgeFigures> figures) => _lanes[(int)Lane.Kpi].Edge = figures;

    /// <summary>Before the connection runs.</summary>
    public void Attach() => _connection.OnConnected(_ =>
    {
        _window.Reconnected();
        _resend.Set();
        return Task.CompletedTask;
    });

    void IStoreAck.Stored(long epoch, Lane lane, ReadOnlySpan<SequenceRange> ranges, ReadOnlySpan<long> quarantined)
    {
        _window.Stored(epoch, lane, ranges, quarantined);
        Wake();
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] loops = [.. _lanes.SelectMany(lane => lane.Run(stop.Token)), ResendAsync(stop.Token), SettleAsync(stop.Token)];
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

    private async Task ResendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _resend.WaitAsync(cancellationToken).ConfigureAwait(false);
            var count = 0;
            while (_connection.IsConnected && _window.TryNextResend(out var delivery) && delivery is not null)
            {
                count++;
                _ = _lanes[(int)delivery.Lane].SendAsync(delivery, cancellationToken);
            }

            if (count != 0)
            {
                _metrics.BatchesResent.Add(count);
                _logger.Resent(count, _window.Batches);
            }
        }
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _time, cancellationToken).ConfigureAwait(false);
            _window.Expire();
            Wake();
            Stored = Math.Max(Stored, Both(_window.StoredUpTo));
            Accepted = Math.Max(Accepted, Both(_window.AcceptedUpTo));
        }
    }

    private static long Both(Func<Lane, long> upTo) => Math.Min(upTo(Lane.Raw), upTo(Lane.Kpi));

    private void Wake()
    {
        foreach (var lane in _lanes) lane.Wake();
        _resend.Set();
    }
}
