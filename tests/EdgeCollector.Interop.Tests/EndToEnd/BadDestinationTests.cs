using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.EndToEnd;

/// <summary>Broker or database are not there or refuse: one line says what to do, nothing is lost, and it goes on by itself.</summary>
[Trait("Needs", "node-opcua")]
[Trait("Needs", "mosquitto")]
[Trait("Needs", "influxdb")]
public sealed class BadDestinationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_broker_that_is_down_at_start_gets_what_was_measured_meanwhile()
    {
        await using var peer = await OpcUaPeer.StartNewAsync();
        await using var influx = await InfluxDb.StartNewAsync();
        await using var broker = await Mosquitto.StartNewAsync();
        await broker.KillAsync();
        await using var collector = Collector(broker, influx, "", peer);
        await VerbAsync(collector, "influx", "init", "--config", collector.ConfigurationFile);

        await collector.RunAsync();
        await SaysAsync(collector, "MQTT edge-line1", $"127.0.0.1:{broker.Port}");
        var down = TimeProvider.System.GetUtcNow();
        await broker.StartAsync();

        var stored = new Stored(influx);
        await Until.HoldsAsync(
            () => stored.LastTagAsync("filler1"), last => last > down, "values in InfluxDB", TimeSpan.FromSeconds(10));
        await RunningBeforeAsync(stored, down);
        Assert.Equal(0, await collector.StopAsync());
    }

    [Fact]
    public async Task A_missing_database_names_influx_init_and_the_verb_makes_it_go_on()
    {
        await using var peer = await OpcUaPeer.StartNewAsync();
        await using var influx = await InfluxDb.StartNewAsync();
        await using var broker = await Mosquitto.StartNewAsync();
        await using var collector = Collector(broker, influx, "", peer);

        await collector.RunAsync();
        await SaysAsync(collector, "has no database 'edge_", "404", "run `edgecollector influx init`");
        var missing = TimeProvider.System.GetUtcNow();
        await using var verb = Collector(broker, influx, "", peer);
        await VerbAsync(verb, "influx", "init", "--config", verb.ConfigurationFile);

        var stored = new Stored(influx);
        await Until.HoldsAsync(() => stored.LastTagAsync("filler1"), last => last > missing, "values in InfluxDB", Patience);
        await RunningBeforeAsync(stored, missing);
        Assert.Equal(0, await collector.StopAsync());
    }

    [Fact]
    public async Task A_wrong_database_password_says_where_to_look_and_the_node_goes_on()
    {
        await using var peer = await OpcUaPeer.StartNewAsync();
        await using var influx = await InfluxDb.StartNewAsync("admin", "another");
        await influx.CreateDatabaseAsync(Stored.Kpi);
        await influx.CreateDatabaseAsync(Stored.Raw);
        await using var broker = await Mosquitto.StartNewAsync();
        await using var collector = Collector(broker, influx, ", user: admin, password: \"${secret:influx_password}\"", peer);

        await collector.RunAsync();
        await SaysAsync(collector, "401", "check user, password or token under influx:");
        // The password of the configuration becomes the right one, as after a change in the database.
        await influx.QueryAsync("", "SET PASSWORD FOR \"admin\" = 's3cret'");

        await collector.WaitForLineAsync(line => line.Contains("writes again", StringComparison.Ordinal), "'writes again'", Patience);
        Assert.DoesNotContain("s3cret", collector.Log, StringComparison.Ordinal);
        Assert.Equal(0, await collector.StopAsync());
    }

    private static CollectorProcess Collector(Mosquitto broker, InfluxDb influx, string login, OpcUaPeer peer) => new(
        SiteFile.Write(broker.Port, influx.Url, "3s", login, SiteFile.Machine("filler1", peer.Endpoint)), SiteFile.Environment);

    private static async Task VerbAsync(CollectorProcess collector, params string[] arguments)
    {
        collector.Start(arguments);
        Assert.Equal(0, await collector.ExitAsync(Patience));
    }

    /// <summary>What was measured before is stored too; states travel in a batch of their own, after the raw values.</summary>
    private static Task RunningBeforeAsync(Stored stored, DateTimeOffset moment) => Until.HoldsAsync(
        () => stored.StatesAsync("filler1"), states => states.Any(s => s.Time < moment && s.Category == "Running"),
        $"state Running of before {moment:O}", Patience);

    private static Task SaysAsync(CollectorProcess collector, params string[] words) => collector.WaitForLineAsync(
        line => words.All(word => line.Contains(word, StringComparison.Ordinal)), string.Join(" … ", words), Patience);
}
