using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using EdgeCollector.Mqtt;
using EdgeCollector.Options;
using EdgeCollector.Storage.Archive;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Cli;

/// <summary>The node's connection to the broker and its readers: batches for databases, views and records for people.</summary>
internal sealed class DeliveryParts
{
    private static readonly TimeSpan SessionKept = TimeSpan.FromHours(1);
    private readonly MqttConnection _connection;
    private readonly BatchPublisher _batches;
    private readonly UnsPublisher? _views;
    private readonly bool _expectBridge;

    private DeliveryParts(MqttConnection connection, BatchPublisher batches, UnsPublisher? views, bool expectBridge)
    {
        _expectBridge = expectBridge;
        _connection = connection;
        _batches = batches;
        _views = views;
    }

    public Task FirstAttempt => _connection.FirstAttempt;

    public bool IsConnected => _connection.IsConnected;

    /// <summary>What a stop waits for: stored where a bridge answers, else records taken by the broker.</summary>
    public long Delivered => _expectBridge ? _batches.Stored : _views?.Accepted ?? long.MaxValue;

    /// <summary>Everything up to here is stored, or with the broker where no bridge is configured, and its records and views were
    /// made: the journal may free it.</summary>
    public long Settled => Math.Min(
        Delivery(_batches, _expectBridge), _views is null ? long.MaxValue : Math.Min(_views.Accepted, _views.Viewed));

    public static DeliveryParts Create(
        CollectorPlan plan, JournalParts parts, ArchiveFiles archive, Ledger ledger, StatusBoard status, CollectorMetrics metrics,
        ILoggerFactory loggers)
    {
        var options = plan.Options;
        var journal = parts.Journal;
        var start = parts.Settled + 1;
        var configuration = InForce(parts, archive) ?? plan.Model.Engine;
        var topics = new TopicScheme(options.Uns.Root, options.Uns.Enterprise, options.Uns.Site, options.Node.Name);
        var settings = MqttWiring.Settings(plan, options.Node.Name) with { StatusTopic = topics.Status, SessionExpiry = SessionKept };
        var connection = new MqttConnection(settings, status, metrics, loggers.CreateLogger<MqttConnection>(), TimeProvider.System);
        var window = new DeliveryWindow(
            new() { ExpectBridge = options.Influx is not null, ReplayWindow = options.Journal.ReplayWindow }, TimeProvider.System, ledger, start);
        var batches = new BatchPublisher(
            new(options.Uns.Area, configuration, start) { BackfillRate = options.Mqtt!.BackfillRate.Bytes }, topics, connection, journal, window, metrics,
            loggers.CreateLogger<BatchPublisher>(), TimeProvider.System);
        var expectBridge = options.Influx is not null;
        var figures = new NodeFigures(
            journal, ledger, status, options.Node.Name, plan.Data, () => Delivery(batches, expectBridge), plan.Clock);
        batches.UseEdge(figures.Edge);
        batches.Attach();
        new StoreAckListener(topics, connection, batches, metrics, loggers.CreateLogger<StoreAckListener>()).Attach();

        UnsPublisher? views = null;
        if (options.Mqtt.Publish.Contains(MqttProfile.Uns))
        {
            views = new UnsPublisher(
                new(options.Uns.Area, configuration, start, journal.Start + 1)
                {
                    Raw = options.Uns.Raw.Mode switch
                    {
                        RawViewMode.Off => RawViews.Off,
                        RawViewMode.Every => RawViews.Every,
                        _ => RawViews.EverySecond,
                    },
                    Assets = [.. AssetRecords.Of(plan)],
                },
                topics, connection, journal, metrics, TimeProvider.System);
            views.UseHealth(figures.Health);
            views.Attach();
        }

        return new(connection, batches, views, expectBridge);
    }

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        _connection.RunAsync(cancellationToken), _batches.RunAsync(cancellationToken),
        _views?.RunAsync(cancellationToken) ?? Task.CompletedTask);

    /// <summary>Ids before this run's are named by the configuration of their epoch.</summary>
    private static EngineConfiguration? InForce(JournalParts parts, ArchiveFiles archive) =>
        parts.Recovered?.Epochs.FirstOrDefault(epoch => epoch.Last > parts.Settled) is { } epoch ? archive.ConfigurationOf(epoch.Epoch) : null;

    private static long Delivery(BatchPublisher batches, bool expectBridge) => expectBridge ? batches.Stored : batches.Accepted;
}
