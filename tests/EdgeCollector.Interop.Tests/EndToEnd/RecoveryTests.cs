using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.EndToEnd;

[Trait("Needs", "node-opcua")]
[Trait("Needs", "mosquitto")]
[Trait("Needs", "influxdb")]
public sealed class RecoveryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What the product promises: data flow again so long after the other side is back.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_killed_peer_that_comes_back_is_counted_on_and_its_absence_is_unknown()
    {
        var (rig, before, _) = await EndToEndRig.StartAsync(new OpcUaPeerOptions(), SiteFile.NoSecurity, "3s");
        await using var _ = rig;
        await ProducesAsync(rig, 50);
        var unknownBefore = (await rig.SecondsBeyondAsync(Now())).Of["unknown_s"];

        var killed = Now();
        await rig.Peer.KillAsync();
        await rig.Collector.WaitForLineAsync(
            line => line.Contains("filler1", StringComparison.Ordinal) && line.Contains(rig.Peer.Endpoint, StringComparison.Ordinal),
            "the lost connection", Patience);
        await AwayAsync(killed);
        await rig.Peer.StartAsync();
        var back = Now();

        var flows = await FlowsAsync(rig, back);
        await ProducesAsync(rig, 50);
        await rig.FreezeAndCompareCountsAsync(before);
        var seconds = await rig.SecondsBeyondAsync(Now());
        var away = seconds.Of["unknown_s"] - unknownBefore;
        // One sample interval before the kill may be the last that was seen.
        Assert.InRange(away, Seconds(back - killed) - 1, Seconds(flows - killed) + 1);
        Assert.Equal(0, await rig.Collector.StopAsync());
    }

    /// <summary>What the machine made while the collector was dead comes with its counters; the time is Unknown; what was known before is
    /// still known.</summary>
    [Fact]
    public async Task A_killed_collector_goes_on_where_it_was()
    {
        const int kills = 2;
        var random = new Random();
        var (rig, before, started) = await EndToEndRig.StartAsync(new OpcUaPeerOptions(), SiteFile.NoSecurity, "3s");
        await using var _ = rig;
        await ProducesAsync(rig, 50);
        var unknownBefore = (await rig.SecondsBeyondAsync(Now())).Of["unknown_s"];
        for (var kill = 0; kill < kills; kill++)
        {
            await ProducesAsync(rig, random.Next(1, 30));
            await rig.Collector.KillAsync();
            await ProducesAsync(rig, 20);
            await rig.Collector.RunAsync();
            await rig.Collector.WaitForLineAsync(
                line => line.Contains("Engine resumed from", StringComparison.Ordinal), "the engine that goes on", Patience);
            await FlowsAsync(rig, Now());
        }

        await ProducesAsync(rig, 20);
        await rig.FreezeAndCompareCountsAsync(before);
        var seconds = await rig.SecondsBeyondAsync(Now());
        var unknown = seconds.Of["unknown_s"] - unknownBefore;

        // All of the time is told, from the first start on; about 2 s and a start are Unknown for each kill.
        var elapsed = Seconds(seconds.AsOf - started);
        Assert.InRange(seconds.Seen + unknown, elapsed - 5, elapsed + 5);
        Assert.InRange(unknown, kills * 1m, kills * 15m);
        Assert.DoesNotContain("are not what their inputs give now", rig.Collector.Log, StringComparison.Ordinal);
        Assert.Equal(0, await rig.Collector.StopAsync());
    }

    [Fact]
    public async Task A_stop_takes_at_most_10_seconds_though_the_server_hangs()
    {
        var (rig, _, _) = await EndToEndRig.StartAsync(new OpcUaPeerOptions(), SiteFile.NoSecurity, "3s");
        await using var _ = rig;
        await rig.Peer.FreezeAsync(true);
        try
        {
            var asked = Now();
            Assert.Equal(0, await rig.Collector.StopAsync());
            Assert.InRange(Seconds(Now() - asked), 0, 10);
        }
        finally
        {
            await rig.Peer.FreezeAsync(false);
        }
    }

    [Theory]
    [InlineData(BrokerPersistence.EveryChange)]
    [InlineData(BrokerPersistence.None)]
    public async Task A_killed_broker_that_comes_back_gets_everything(object persistence)
    {
        var (rig, before, _) = await EndToEndRig.StartAsync(
            new OpcUaPeerOptions(), SiteFile.NoSecurity, "3s", (BrokerPersistence)persistence);
        await using var _ = rig;
        await ProducesAsync(rig, 50);
        await FlowsAsync(rig, Now());

        var killed = Now();
        await rig.Broker.KillAsync();
        await AwayAsync(killed);
        await rig.Broker.StartAsync();
        var back = Now();

        await FlowsAsync(rig, back);
        await ProducesAsync(rig, 50);
        await rig.FreezeAndCompareCountsAsync(before);
        var states = await rig.Stored.StatesAsync(EndToEndRig.Machine);
        Assert.DoesNotContain(states, s => s.Category == "Unknown" && s.Time >= killed);
        Assert.Equal(0, await rig.Collector.StopAsync());
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    private static decimal Seconds(TimeSpan time) => (decimal)time.TotalSeconds;

    private static async Task ProducesAsync(EndToEndRig rig, int more)
    {
        var first = (await rig.Peer.TruthAsync()).Truth.GoodMade;
        await Until.HoldsAsync(
            async () => (await rig.Peer.TruthAsync()).Truth.GoodMade, made => made >= first + more, $"{more} pieces made", Patience);
    }

    /// <summary>The other side stays away for three seconds: longer than the first attempts to reach it again.</summary>
    private static Task AwayAsync(DateTimeOffset since) =>
        Until.HoldsAsync(() => Task.FromResult(Now() - since), away => away > TimeSpan.FromSeconds(3), "3 s away", Patience);

    /// <summary>A value of after <paramref name="back"/> lies in the database, within the promised time.</summary>
    private static async Task<DateTimeOffset> FlowsAsync(EndToEndRig rig, DateTimeOffset back)
    {
        await Until.HoldsAsync(
            () => rig.Stored.LastTagAsync(EndToEndRig.Machine), last => last > back, $"a value newer than {back:O} in InfluxDB", Recovery);
        return Now();
    }
}
