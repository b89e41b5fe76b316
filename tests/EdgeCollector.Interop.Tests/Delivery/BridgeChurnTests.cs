using EdgeCollector.Influx;
using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.Delivery;

/// <summary>T9 of reliability.md: bridges that share a subscription, one of them killed or stopped every 5 s, for
/// <c>EDGECOLLECTOR_CHURN</c> seconds, else 15.</summary>
[Trait("Needs", "mosquitto")]
[Trait("Needs", "influxdb")]
public sealed class BridgeChurnTests
{
    private const int PerSecond = 2000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task T9_three_bridges_of_which_one_is_always_dying_store_each_row_once()
    {
        var seconds = Oracle.Form("EDGECOLLECTOR_CHURN", 15);
        var seed = Oracle.Form("EDGECOLLECTOR_SEED", Random.Shared.Next());
        var random = new Random(seed);
        var clock = TimeProvider.System;
        await using var broker = await Mosquitto.StartNewAsync();
        await using var influx = await InfluxDb.StartNewAsync();
        await influx.CreateDatabaseAsync("edge_raw");
        await using var rig = new DeliveryRig(broker, new InfluxSettings(influx.Url), new() { Bridge = false });
        await using var bridges = await BridgeCrowd.StartAsync(3, broker, influx);
        var kills = 0;
        var freezes = 0;
        var most = 0L;
        var begun = clock.GetTimestamp();
        for (var next = Every; clock.GetElapsedTime(begun) < TimeSpan.FromSeconds(seconds);)
        {
            rig.Append((int)(clock.GetElapsedTime(begun).TotalSeconds * PerSecond) - (int)rig.Appended);
            most = Math.Max(most, rig.Appended - rig.Stored);
            if (clock.GetElapsedTime(begun) >= next)
            {
                next += Every;
                var killed = await bridges.NextAsync(random);
                (kills, freezes) = killed ? (kills + 1, freezes) : (kills, freezes + 1);
            }

            await Task.Delay(Step, clock);
        }

        await bridges.HealAsync();
        await rig.UntilStoredAsync(rig.Appended);
        var stored = await Oracle.ReadAsync(influx);
        Oracle.Print(
            $"T9: {seconds} s, {kills} bridges killed, {freezes} stopped, {rig.Appended} rows in, {stored.Rows} stored, "
            + $"{rig.Appended - stored.Rows} lost, at most {most} rows behind, {rig.Window.Resent} batches sent again, seed {seed}");
        Assert.Equal((rig.Appended, rig.Sum), (stored.Rows, stored.Sum));
    }
}
