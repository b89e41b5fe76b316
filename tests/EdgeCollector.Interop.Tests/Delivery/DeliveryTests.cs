using EdgeCollector.Influx;
using EdgeCollector.Interop.Tests.Peers;
using EdgeCollector.Telemetry;
using Xunit;

namespace EdgeCollector.Interop.Tests.Delivery;

[Trait("Needs", "mosquitto")]
[Trait("Needs", "influxdb")]
public sealed class DeliveryTests
{
    private const int Points = 100_000;

    [Fact]
    public async Task A_hundred_thousand_points_land_exactly_and_the_ledger_balances()
    {
        await using var broker = await Mosquitto.StartNewAsync();
        await using var influx = await InfluxDb.StartNewAsync();
        await influx.CreateDatabaseAsync("edge_raw");
        await using var rig = new DeliveryRig(broker, new InfluxSettings(influx.Url));

        rig.Append(Points);

        await DeliveryRig.UntilAsync(() => rig.Stored == Points, "all stored");
        await AssertExactAsync(influx);
        Assert.Equal((Points, Points, 0, true), (rig.Raw.In, rig.Raw.Stored, rig.Raw.Pending, rig.Raw.Balanced));
    }

    [Theory]
    [InlineData(BrokerPersistence.AtStop)]
    [InlineData(BrokerPersistence.None)]
    public async Task F6_a_broker_that_is_killed_and_forgets_loses_nothing(object persistence)
    {
        await using var broker = await Mosquitto.StartNewAsync(new MosquittoOptions { Persistence = (BrokerPersistence)persistence });
        await using var influx = await InfluxDb.StartNewAsync();
        await influx.CreateDatabaseAsync("edge_raw");
        await using var rig = new DeliveryRig(broker, new InfluxSettings(influx.Url));

        for (var kill = 0; kill < 3; kill++)
        {
            rig.Append(Points / 4);
            await DeliveryRig.UntilAsync(() => rig.Stored > 0 || rig.Window.Batches > 10, "under way");
            await broker.KillAsync();
            rig.Append(1000);
            await broker.StartAsync();
        }

        rig.Append((Points / 4) - 3000);
        await DeliveryRig.UntilAsync(() => rig.Stored == Points, "all stored");
        await AssertExactAsync(influx);
    }

    [Fact]
    public async Task F7_a_database_that_is_stopped_and_comes_back_gets_everything()
    {
        await using var broker = await Mosquitto.StartNewAsync();
        await using var influx = await InfluxDb.StartNewAsync();
        await influx.CreateDatabaseAsync("edge_raw");
        await using var rig = new DeliveryRig(broker, new InfluxSettings(influx.Url));
        rig.Append(Points / 2);
        await DeliveryRig.UntilAsync(() => rig.Stored > 0, "begun");
        await influx.StopAsync();
        rig.Append(Points / 2);
        await DeliveryRig.UntilAsync(() => rig.Status.Get("influx")!.State == StatusState.Wait, "waiting");
        Assert.InRange(rig.Window.Bytes, 0, 4 * 1024 * 1024);

        await influx.StartAsync();

        await DeliveryRig.UntilAsync(() => rig.Stored == Points, "all stored");
        await AssertExactAsync(influx);
    }

    [Fact]
    public async Task F8_a_missing_database_stops_the_bridge_and_influx_init_mends_it()
    {
        await using var broker = await Mosquitto.StartNewAsync();
        await using var influx = await InfluxDb.StartNewAsync("admin", "s3cret");
        var settings = new InfluxSettings(influx.Url) { User = "admin", Password = "s3cret" };
        await using var rig = new DeliveryRig(broker, settings);
        rig.Append(Points);
        await DeliveryRig.UntilAsync(() => rig.Status.Get("influx")?.State == StatusState.Failed, "stopped");
        Assert.Contains("run `edgecollector influx init`", rig.Status.Get("influx")!.Message);
        using var http = new HttpClient();
        var setup = new InfluxSetup(http, settings, TimeProvider.System);

        var made = await setup.RunAsync(TestContext.Current.CancellationToken);
        var again = await setup.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["made, kept for 730 days", "made, kept for 30 days"], made.Select(r => r.Message));
        Assert.All(again, r => Assert.Equal("is there already; its retention stays as it is", r.Message));
        var policy = Assert.Single(await influx.QueryAsync("", "SHOW RETENTION POLICIES ON \"edge_kpi\""));
        Assert.Equal("17520h0m0s", policy["duration"].GetString());
        await DeliveryRig.UntilAsync(() => rig.Stored == Points, "all stored");
        await AssertExactAsync(influx);
    }

    [Fact]
    public async Task F8_wrong_credentials_stop_the_bridge_and_lose_nothing()
    {
        await using var broker = await Mosquitto.StartNewAsync();
        await using var influx = await InfluxDb.StartNewAsync("admin", "s3cret");
        await influx.CreateDatabaseAsync("edge_raw");
        await using var rig = new DeliveryRig(broker, new InfluxSettings(influx.Url) { User = "admin", Password = "wrong" });
        rig.Append(1000);

        await DeliveryRig.UntilAsync(() => rig.Status.Get("influx")?.State == StatusState.Failed, "stopped");

        Assert.Contains("refuses the log-in for database 'edge_raw' (401", rig.Status.Get("influx")!.Message);
        Assert.Equal((0, 0), (rig.Stored, rig.Raw.Stored));
        Assert.Equal(1000, rig.Raw.Pending);
    }

    private static async Task AssertExactAsync(InfluxDb influx)
    {
        const string Query = "SELECT COUNT(value), SUM(value), MIN(value), MAX(value) FROM \"tag\"";
        var row = Assert.Single(await influx.QueryAsync("edge_raw", Query));
        Assert.Equal(Points, row["count"].GetInt64());
        Assert.Equal(0.5 * Points * (Points + 1L) / 2, row["sum"].GetDouble());
        Assert.Equal((0.5, 0.5 * Points), (row["min"].GetDouble(), row["max"].GetDouble()));
    }
}
