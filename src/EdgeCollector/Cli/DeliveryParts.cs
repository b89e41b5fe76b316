using EdgeCollector.Core.Journal;
using EdgeCollector.Mqtt;
using EdgeCollector.Options;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Cli;

/// <summary>The node's connection to the broker and its readers: batches for databases, views and records for people.</summary>
internal sealed class DeliveryParts
{
    private static readonly TimeSpan SessionKept = TimeSpan.FromHours(1);
    private readonly MqttConnection _connection;
    private readonly BatchPublisher _batches;
    private readonly UnsPublisher? _views;

    private DeliveryParts(MqttConnection connection, BatchPublisher batches, UnsPublisher? views)
    {
        _connection = connection;
        _batches = batches;
        _views = views;
    }

    public Task FirstAttempt => _connection.FirstAttempt;

    public bool IsConnected => _connection.IsConnected;

    public long Stored => _batches.Stored;

    /// <summary>Everything up to here is stored, and its records are with the broker.</summary>
    public long Settled => Math.Min(_batches.Stored, _views?.Accepted ?? long.MaxValue);

    public static DeliveryParts Create(
        CollectorPlan plan, IJournal journal, Ledger ledger, StatusBoard status, CollectorMetrics metrics, ILoggerFactory loggers)
    {
        var options = plan.Options;
        var topics = new TopicScheme(options.Uns.Root, options.Uns.Enterprise, options.Uns.Site, options.Node.Name);
        var settings = MqttWiring.Settings(plan, options.Node.Name) with { StatusTopic = topics.Status, SessionExpiry = SessionKept };
        var connection = new MqttConnection(settings, status, metrics, loggers.CreateLogger<MqttConnection>(), TimeProvider.System);
        var window = new DeliveryWindow(
            new() { ExpectBridge = options.Influx is not null, ReplayWindow = options.Journal.ReplayWindow }, TimeProvider.System, ledger);
        var batches = new BatchPublisher(
            new(options.Uns.Area, plan.Model.Engine, journal.First), topics, connection, journal, window, metrics,
            loggers.CreateLogger<BatchPublisher>(), TimeProvider.System);
        var figures = new NodeFigures(journal, ledger, status, options.Node.Name, plan.Data);
        batches.UseEdge(figures.Edge);
        batches.Attach();
        new StoreAckListener(topics, connection, batches, metrics, loggers.CreateLogger<StoreAckListener>()).Attach();

        UnsPublisher? views = null;
        if (options.Mqtt!.Publish.Contains(MqttProfile.Uns))
        {
            views = new UnsPublisher(
                new(options.Uns.Area, plan.Model.Engine, journal.First, journal.First)
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

        return new(connection, batches, views);
    }

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        _connection.RunAsync(cancellationToken), _batches.RunAsync(cancellationToken),
        _views?.RunAsync(cancellationToken) ?? Task.CompletedTask);
}
