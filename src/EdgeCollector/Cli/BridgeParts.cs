using EdgeCollector.Bridge;
using EdgeCollector.Influx;
using EdgeCollector.Mqtt;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Cli;

/// <summary>The bridge and its own connection: in this process for its own node, or alone for all nodes of the site. As many as a
/// site likes share the load there, each under a node name of its own: sessions hang on it.</summary>
internal sealed class BridgeParts : IDisposable
{
    private const string Group = "edgecollector-bridge";

    /// <summary>How long the broker keeps what a stopped bridge has not taken.</summary>
    private static readonly TimeSpan SessionKept = TimeSpan.FromDays(7);

    private readonly HttpClient _http;
    private readonly MqttConnection _connection;
    private readonly BridgeLoop _loop;

    private BridgeParts(HttpClient http, MqttConnection connection, BridgeLoop loop)
    {
        _http = http;
        _connection = connection;
        _loop = loop;
    }

    public Task FirstAttempt => _connection.FirstAttempt;

    public static BridgeParts Create(CollectorPlan plan, StatusBoard status, CollectorMetrics metrics, ILoggerFactory loggers)
    {
        var options = plan.Options;
        var topics = new TopicScheme(options.Uns.Root, options.Uns.Enterprise, options.Uns.Site, options.Node.Name);
        var connection = new MqttConnection(
            MqttWiring.Settings(plan, $"{options.Node.Name}-bridge") with { Thing = "bridge", SessionExpiry = SessionKept },
            status, metrics, loggers.CreateLogger<MqttConnection>(), TimeProvider.System);
        var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10) });
        var writer = new InfluxWriter(http, InfluxWiring.Settings(options.Influx!, plan.Secrets), TimeProvider.System);
        var alone = !plan.RunsCollector;
        var settings = new BridgeSettings(topics.LinesFilter(allNodes: alone), Path.Combine(plan.Data, "dead-letters.lp"))
        {
            Share = alone ? Group : "",
        };
        var loop = new BridgeLoop(settings, connection, writer, status, metrics, loggers.CreateLogger<BridgeLoop>(), TimeProvider.System);
        loop.Attach();
        return new(http, connection, loop);
    }

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_connection.RunAsync(cancellationToken), _loop.RunAsync(cancellationToken));

    public void Dispose() => _http.Dispose();
}
