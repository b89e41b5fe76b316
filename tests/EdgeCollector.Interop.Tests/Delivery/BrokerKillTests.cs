using EdgeCollector.Influx;
using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.Delivery;

/// <summary>T7 of reliability.md: SIGKILL of the broker with the loss of its database, or with one of long ago in its place, at random
/// moments while batches flow; <c>EDGECOLLECTOR_BROKER_KILLS</c> times, else twice.</summary>
[Trait("Needs", "mosquitto")]
[Trait("Needs", "influxdb")]
public sealed class BrokerKillTests
{
    private const int Most = 30_000;
    private static readonly int Kills = Oracle.Form("EDGECOLLECTOR_BROKER_KILLS", 2);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task T7_a_broker_that_forgets_what_it_acknowledged_loses_nothing(bool mqtt5)
    {
        var (appended, sum, stored) = await RunAsync(new() { Mqtt5 = mqtt5 }, Kills);

        Assert.Equal((appended, sum), (stored.Rows, stored.Sum));
    }

    /// <summary>The control: the same kills do lose what only the broker's PUBACK speaks for. Not each of them: ten.</summary>
    [Fact]
    public async Task T7_without_the_store_acknowledgement_the_same_kills_lose_data()
    {
        var (appended, _, stored) = await RunAsync(new() { StoreAck = false }, Math.Clamp(Kills, 10, 20));

        Assert.InRange(stored.Rows, 1, appended - 1);
    }

    private static async Task<(long Appended, double Sum, Oracle Stored)> RunAsync(DeliveryRigOptions options, int kills)
    {
        var seed = Oracle.Form("EDGECOLLECTOR_SEED", Random.Shared.Next());
        var random = new Random(seed);
        var clock = TimeProvider.System;
        await using var broker = await Mosquitto.StartNewAsync(new MosquittoOptions { Persistence = BrokerPersistence.AtStop });
        await using var influx = await InfluxDb.StartNewAsync();
        await influx.CreateDatabaseAsync("edge_raw");
        await using var rig = new DeliveryRig(broker, new InfluxSettings(influx.Url), options);
        var begun = clock.GetTimestamp();
        for (var kill = 0; kill < kills; kill++)
        {
            await KillAsync(rig, broker, influx, random);
            await UntilAsync(rig, rig.Appended - Most);
        }

        rig.Append(1000);
        await UntilAsync(rig, rig.Appended);
        var took = clock.GetElapsedTime(begun);
        var stored = options.StoreAck ? await Oracle.ReadAsync(influx) : await SettledAsync(influx);
        Oracle.Print(
            $"T7 MQTT {(options.Mqtt5 ? "5" : "3.1.1")}, store acknowledgement {(options.StoreAck ? "on" : "off")}: {kills} kills in "
            + $"{took.TotalSeconds:0} s, {rig.Appended} rows in, {stored.Rows} stored, {rig.Appended - stored.Rows} lost, "
            + $"{rig.Window.Resent} batches sent again, seed {seed}");
        return (rig.Appended, rig.Sum, stored);
    }

    /// <summary>Half of the time the database is slow, so that the broker has acknowledged what the bridge cannot yet pass on.</summary>
    private static async Task KillAsync(DeliveryRig rig, Mosquitto broker, InfluxDb influx, Random random)
    {
        var slow = random.Next(2) == 0;
        if (slow)
        {
            influx.Freeze();
        }

        rig.Append(random.Next(10_000, Most));
        if (random.Next(3) == 0)
        {
            await broker.SaveAsync();
        }

        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(600)), TimeProvider.System);
        await broker.KillAsync();
        if (random.Next(2) == 0)
        {
            broker.Forget();
        }
        else
        {
            broker.Restore();
        }

        rig.Append(random.Next(1000));
        await broker.StartAsync();
        if (slow)
        {
            influx.Thaw();
        }
    }

    private static Task UntilAsync(DeliveryRig rig, long id) => rig.Window.HasBridge
        ? rig.UntilStoredAsync(id)
        : DeliveryRig.UntilAsync(() => rig.Accepted >= id, $"{id} accepted");

    /// <summary>Without acknowledgements nobody knows when the bridge is done: when the rows have not changed for 2 s.</summary>
    private static async Task<Oracle> SettledAsync(InfluxDb influx)
    {
        var last = new Oracle(-1, 0);
        while (await Oracle.ReadAsync(influx) is var now && now != last)
        {
            last = now;
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        }

        return last;
    }
}
