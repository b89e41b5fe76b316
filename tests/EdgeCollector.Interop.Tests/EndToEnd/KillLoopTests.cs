using EdgeCollector.Interop.Tests.Delivery;
using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.EndToEnd;

/// <summary>T1 of reliability.md: SIGKILL of the collector 50 to 2,000 ms after each start, the broker there and away in turn;
/// <c>EDGECOLLECTOR_KILLS</c> times, else four times.</summary>
[Trait("Needs", "node-opcua")]
[Trait("Needs", "mosquitto")]
[Trait("Needs", "influxdb")]
public sealed class KillLoopTests
{
    /// <summary>Starts between two that are let live until they have caught up: what cannot be kept, the time, must stay small enough to be
    /// told.</summary>
    private const int Looked = 5;

    private static readonly int Kills = Oracle.Form("EDGECOLLECTOR_KILLS", 4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task T1_a_collector_that_is_killed_at_any_moment_loses_nothing_and_doubles_nothing()
    {
        var seed = Oracle.Form("EDGECOLLECTOR_SEED", Random.Shared.Next());
        var random = new Random(seed);
        var clock = TimeProvider.System;
        var (rig, before, started) = await EndToEndRig.StartAsync(new OpcUaPeerOptions(), SiteFile.NoSecurity, "3s");
        await using var _ = rig;
        var (ready, resumed) = (new List<double>(), new List<double>());
        var begun = clock.GetTimestamp();
        var unknownBefore = (await rig.SecondsBeyondAsync(started)).Of["unknown_s"];
        await rig.Collector.KillAsync();
        for (var kill = 1; kill <= Kills; kill++)
        {
            var away = kill % 2 == 0;
            if (away) await rig.Broker.KillAsync();
            rig.Collector.Start("run", "--config", rig.Collector.ConfigurationFile, "--data", rig.Collector.DataDirectory);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 2000)), clock, TestContext.Current.CancellationToken);
            await rig.Collector.KillAsync();
            if (away) await rig.Broker.StartAsync();
            if (kill % Looked != 0 && kill != Kills) continue;

            var start = clock.GetTimestamp();
            await rig.Collector.RunAsync();
            ready.Add(clock.GetElapsedTime(start).TotalMilliseconds);
            var line = await rig.Collector.WaitForLineAsync(
                line => line.Contains("Engine resumed from", StringComparison.Ordinal), "the engine that goes on", Patience);
            resumed.Add(double.Parse(line[(line.LastIndexOf(" in ", StringComparison.Ordinal) + 4)..^3], System.Globalization.CultureInfo.InvariantCulture));
            var back = clock.GetUtcNow();
            await Until.HoldsAsync(() => rig.Stored.LastTagAsync(EndToEndRig.Machine), last => last > back, "values that flow again", Patience);
            if (kill != Kills) await rig.Collector.KillAsync();
        }

        var counted = await rig.FreezeAndCompareCountsAsync(before);
        var seconds = await rig.SecondsBeyondAsync(clock.GetUtcNow());
        var elapsed = (decimal)(seconds.AsOf - started).TotalSeconds;
        var unknown = seconds.Of["unknown_s"] - unknownBefore;
        var (points, values) = await rig.Stored.TagPointsAsync(EndToEndRig.Machine);
        Oracle.Print(
            $"T1: {Kills} kills in {clock.GetElapsedTime(begun).TotalSeconds:0} s, {counted.Good} good and {counted.Scrap} scrap made and stored, 0 lost, "
            + $"{points} raw points, {points - values} twice, {elapsed:0} s told of which {unknown:0} unknown, ready after "
            + $"{Quantile(ready, 0.5):0} ms p50, {Quantile(ready, 0.99):0} ms p99 (engine {Quantile(resumed, 0.99):0} ms), seed {seed}");

        Assert.Equal(points, values);
        Assert.InRange(seconds.Seen + unknown, elapsed - 5, elapsed + 5);
        Assert.DoesNotContain("are not what their inputs give now", rig.Collector.Log, StringComparison.Ordinal);
        Assert.Equal(0, await rig.Collector.StopAsync());
    }

    private static double Quantile(List<double> of, double share) => of.Order().ElementAt(Math.Min(of.Count - 1, (int)(of.Count * share)));
}
