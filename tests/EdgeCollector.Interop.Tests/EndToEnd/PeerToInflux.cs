using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.EndToEnd;

/// <summary>The main job: what the peer says it made and did, against what lies in InfluxDB.</summary>
internal static class PeerToInflux
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Time from the start of the process until the first values.</summary>
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(30);

    /// <param name="minorStop">3 s: the peer's Held (4 s) is a stop and its Suspended (2 s) a micro-stop; 1 s: both are stops.</param>
    public static async Task RunAsync(OpcUaPeerOptions options, string security, int minorStop)
    {
        var (rig, before, started) = await EndToEndRig.StartAsync(options, security, $"{minorStop}s");
        await using var _ = rig;
        var produced = TimeProvider.System.GetUtcNow();

        await StateAsync(rig, PeerLog.Held);
        await rig.Peer.ResetAsync();
        await StateAsync(rig, PeerLog.Suspended);
        await StateAsync(rig, PeerLog.Execute);
        await Until.HoldsAsync(
            () => Task.FromResult(TimeProvider.System.GetUtcNow() - produced), time => time >= Minute, "60 s", Patience);

        var counted = await rig.FreezeAndCompareCountsAsync(before);
        Assert.True(counted.Good > 300, $"{counted}");
        Assert.True(counted.Scrap > 5, $"{counted}");
        var truth = await rig.Peer.TruthAsync();
        Assert.True(truth.GoodCount < counted.Good, "the counter was reset");

        var seconds = await rig.SecondsBeyondAsync(TimeProvider.System.GetUtcNow());
        var connected = seconds.AsOf - TimeSpan.FromMilliseconds((double)(seconds.Seen * 1000));
        Assert.True(connected >= started && connected <= started + LongestConnect, $"started at {started:O}, in InfluxDB: {seconds}");
        decimal Peer(int state) => truth.Truth.Seconds(state, connected, seconds.AsOf);
        Assert.Equal((Peer(PeerLog.Execute), Peer(PeerLog.Held)), (seconds.Of["running_s"], seconds.Of["stop_s"]));
        Assert.Equal(
            minorStop > 2 ? (Peer(PeerLog.Suspended), 0m) : (0m, Peer(PeerLog.Suspended)),
            (seconds.Of["minor_s"], seconds.Of["external_s"]));
        Assert.Equal(seconds.Seen, Peer(PeerLog.Execute) + Peer(PeerLog.Held) + Peer(PeerLog.Suspended));

        Assert.Equal(0, await rig.Collector.StopAsync());
    }

    private static Task StateAsync(EndToEndRig rig, int state) => Until.HoldsAsync(
        rig.Peer.TruthAsync, truth => truth.State == state, $"the peer's state {state}", Patience);
}
