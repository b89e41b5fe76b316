using System.Text.Json;
using EdgeCollector.Contracts;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Lines;
using EdgeCollector.Core.Oee;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Mqtt;

/// <summary>How much of the tags goes to <c>_raw/tag</c>.</summary>
internal enum RawViews
{
    Off,

    /// <summary>The newest value, at most once a second.</summary>
    EverySecond,

    /// <summary>Each value.</summary>
    Every,
}

/// <param name="Area">uns.area.</param>
/// <param name="Configuration">In force where reading begins.</param>
/// <param name="RecordStart">First id whose records are to be sent: the accepted cursor + 1.</param>
/// <param name="ViewStart">First id that views are made of.</param>
internal sealed record UnsPublisherSettings(string Area, EngineConfiguration Configuration, long RecordStart, long ViewStart)
{
    public RawViews Raw { get; init; } = RawViews.EverySecond;

    /// <summary>What each machine is: retained, sent at each connect.</summary>
    public IReadOnlyList<(SitePath Path, AssetV1 Asset)> Assets { get; init; } = [];

    /// <summary>Machines of an earlier configuration: their retained topics are emptied.</summary>
    public IReadOnlyList<SitePath> Removed { get; init; } = [];

    public TimeSpan HealthEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause before a message that found no connection is offered again.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>
/// The UNS: views for people and other systems from the tail of the journal (retained, the next value replaces what did not leave),
/// and JSON records of what is committed, in order and each until the broker's PUBACK.
/// </summary>
internal sealed class UnsPublisher(
    UnsPublisherSettings settings, TopicScheme topics, MqttConnection connection, IJournal journal, CollectorMetrics metrics,
    TimeProvider time)
{
    private readonly LatestValues _latest = new();
    private readonly LatestValues _raw = new();
    private readonly Pulse _wake = new();
    private volatile Func<HealthV1>? _health;

    /// <summary>Everything up to this id has its records at the broker, or the broker will not have them.</summary>
    public long Accepted { get; private set; } = settings.RecordStart - 1;

    /// <summary>Views are made of everything up to this id.</summary>
    public long Viewed { get; private set; } = settings.ViewStart - 1;

    public void UseHealth(Func<HealthV1> health) => _health = health;

    /// <summary>Before the connection runs.</summary>
    public void Attach() => connection.OnConnected(_ =>
    {
        _latest.Again();
        _wake.Set();
        return Task.CompletedTask;
    });

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] loops = [ViewsAsync(stop.Token), RecordsAsync(stop.Token), HealthAsync(stop.Token)];
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

    private async Task ViewsAsync(CancellationToken cancellationToken)
    {
        var machines = new UnsMachines(topics, settings.Area);
        machines.Apply(settings.Configuration);
        foreach (var (path, asset) in settings.Assets)
        {
            _latest.Set(machines.At(path).AssetTopic, JsonSerializer.SerializeToUtf8Bytes(asset, ContractContext.Wire.AssetV1));
        }

        Clear(machines, settings.Removed);
        var kinds = RecordKinds.Facts | RecordKinds.Configurations
            | (settings.Raw == RawViews.Off ? RecordKinds.None : RecordKinds.Samples);
        var reader = journal.OpenReader(settings.ViewStart, ReadScope.Appended, kinds);
        var rawSent = time.GetTimestamp();
        while (true)
        {
            while (reader.TryRead(out var entry))
            {
                await ShowAsync(machines, entry, cancellationToken).ConfigureAwait(false);
            }

            Viewed = reader.Next - 1;

            var replaced = _latest.Replaced + _raw.Replaced;
            var sent = await FlushAsync(_latest, acknowledged: true, cancellationToken).ConfigureAwait(false);
            if (_raw.Any && time.GetElapsedTime(rawSent) >= TimeSpan.FromSeconds(1))
            {
                rawSent = time.GetTimestamp();
                await FlushAsync(_raw, acknowledged: false, cancellationToken).ConfigureAwait(false);
            }

            metrics.ViewsDropped.Add(_latest.Replaced + _raw.Replaced - replaced);
            var raw = TimeSpan.FromSeconds(1) - time.GetElapsedTime(rawSent);
            var pause = !sent ? settings.Retry
                : !_raw.Any ? Timeout.InfiniteTimeSpan
                : raw > TimeSpan.Zero ? raw
                : settings.Retry;
            await WaitAsync(reader, pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask ShowAsync(UnsMachines machines, JournalEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Fact is { } fact)
        {
            foreach (var message in machines.Find(fact.Machine)?.Views(fact) ?? [])
            {
                _latest.Set(message.Topic, message.Payload);
            }
        }
        else if (entry.Input is { Kind: InputKind.Configuration, Reference: EngineConfiguration configuration })
        {
            Clear(machines, machines.Apply(configuration));
        }
        else if (machines.RawTopic(entry.Input.Id) is { } topic && RawValue(entry.Input) is { } payload)
        {
            if (settings.Raw == RawViews.Every)
            {
                await connection.PublishAsync(topic, payload, acknowledged: false, retain: false, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                _raw.Set(topic, payload);
            }
        }
    }

    private void Clear(UnsMachines machines, IReadOnlyList<SitePath> gone)
    {
        foreach (var message in gone.SelectMany(p => machines.At(p).Clear()))
        {
            _latest.Set(message.Topic, message.Payload);
        }
    }

    /// <returns>False where something still waits.</returns>
    private async Task<bool> FlushAsync(LatestValues values, bool acknowledged, CancellationToken cancellationToken)
    {
        while (values.TryPeek(out var topic, out var payload))
        {
            var outcome = await connection.PublishAsync(topic, payload, acknowledged, retain: acknowledged, cancellationToken)
                .ConfigureAwait(false);
            if (outcome == MqttOutcome.Lost)
            {
                return false;
            }

            // A refused one is offered again when its value changes and at the next connect; it must not hold up the others.
            values.Sent(topic);
        }

        return true;
    }

    private async Task RecordsAsync(CancellationToken cancellationToken)
    {
        var machines = new UnsMachines(topics, settings.Area);
        machines.Apply(settings.Configuration);
        var reader = journal.OpenReader(settings.RecordStart, ReadScope.Committed, RecordKinds.Facts | RecordKinds.Configurations);
        while (true)
        {
            while (reader.TryRead(out var entry))
            {
                if (entry.Fact is { } fact)
                {
                    foreach (var message in machines.Find(fact.Machine)?.Records(fact, entry.Sequence) ?? [])
                    {
                        await DeliverAsync(message, cancellationToken).ConfigureAwait(false);
                    }
                }
                else if (entry.Input.Reference is EngineConfiguration configuration)
                {
                    machines.Apply(configuration);
                }

                Accepted = reader.Next - 1;
            }

            Accepted = reader.Next - 1;
            await reader.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task HealthAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(settings.HealthEvery, time);
        do
        {
            // Again and again: a will that the broker publishes late must not leave a running node offline.
            await connection.PublishAsync(topics.Status, "online"u8.ToArray(), acknowledged: true, retain: true, cancellationToken)
                .ConfigureAwait(false);
            if (_health is { } health)
            {
                var payload = JsonSerializer.SerializeToUtf8Bytes(health(), ContractContext.Wire.HealthV1);
                await connection.PublishAsync(topics.Health, payload, acknowledged: true, retain: true, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Until the broker has answered. What it refuses would be refused again: the connection counts it and says so, and it is
    /// passed over.</summary>
    private async Task DeliverAsync(UnsMessage message, CancellationToken cancellationToken)
    {
        while (await connection.PublishAsync(message.Topic, message.Payload, acknowledged: true, message.Retain, cancellationToken)
            .ConfigureAwait(false) == MqttOutcome.Lost)
        {
            await Task.Delay(settings.Retry, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(JournalReader reader, TimeSpan most, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(most, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var woken = await Task.WhenAny(reader.WaitAsync(linked.Token).AsTask(), _wake.WaitAsync(linked.Token)).ConfigureAwait(false);
        await linked.CancelAsync().ConfigureAwait(false);
        await ((Task)woken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static byte[]? RawValue(in Input input)
    {
        var timestamp = input.SourceTime / 1_000_000;
        return input.Quality == Quality.Bad ? null : input.ValueKind switch
        {
            ValueKind.Text => TimeSeries.Encode(timestamp, input.Text ?? ""),
            ValueKind.Boolean => TimeSeries.Encode(timestamp, input.AsBoolean),
            ValueKind.None => null,
            _ => TimeSeries.Encode(timestamp, (double?)input.AsDouble) is { Length: > 0 } payload ? payload : null,
        };
    }
}
