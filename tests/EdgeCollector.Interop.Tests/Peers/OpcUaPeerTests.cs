using Xunit;

namespace EdgeCollector.Interop.Tests.Peers;

[Trait("Needs", "node-opcua")]
public sealed class OpcUaPeerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_truth_counts_up_and_a_reset_clears_the_counters_only()
    {
        await using var peer = await OpcUaPeer.StartNewAsync(
            new OpcUaPeerOptions { Ideal = TimeSpan.FromMilliseconds(10), MachineRate = 50 });
        await UntilMadeAsync(peer, 100);
        await peer.PauseAsync();
        var before = await peer.TruthAsync();
        Assert.Equal(before.Truth.GoodMade, before.GoodCount);
        Assert.Equal((before.Truth.GoodMade + before.Truth.RejectMade) / 50, before.Truth.RejectMade);

        await peer.ResetAsync();

        var after = await peer.TruthAsync();
        Assert.Equal(0u, after.GoodCount);
        Assert.Equal(before.Truth.GoodMade, after.Truth.GoodMade);
    }

    [Fact]
    public async Task What_was_made_survives_kill_and_restart_on_the_same_port()
    {
        await using var peer = await OpcUaPeer.StartNewAsync(
            new OpcUaPeerOptions { Ideal = TimeSpan.FromMilliseconds(10), MachineRate = 50 });
        var endpoint = peer.Endpoint;
        await UntilMadeAsync(peer, 20);
        await peer.PauseAsync();
        var before = await peer.TruthAsync();

        await peer.KillAsync();
        await peer.StartAsync();

        var after = await peer.TruthAsync();
        Assert.Equal(endpoint, peer.Endpoint);
        Assert.Equal(2, after.Truth.Starts);
        Assert.True(after.Truth.GoodMade >= before.Truth.GoodMade, $"{after.Truth.GoodMade} made, {before.Truth.GoodMade} before the kill");
        Assert.Equal(after.Truth.GoodMade, after.GoodCount);
    }

    [Fact]
    public async Task Control_sets_values_and_refuses_unknown_nodes_by_name()
    {
        await using var peer = await OpcUaPeer.StartNewAsync(new OpcUaPeerOptions { Manual = true, GoodStart = 4_294_967_000 });
        Assert.Equal(4_294_967_000u, (await peer.TruthAsync()).GoodCount);

        await peer.SetAsync("Machine.GoodCount", 5, "BadCommunicationError", DateTimeOffset.UnixEpoch);
        Assert.Equal(0, await peer.DropAsync());
        var error = await Assert.ThrowsAsync<PeerException>(() => peer.SetAsync("Machine.Nope", 1));

        Assert.Contains("no such node", error.Message, StringComparison.Ordinal);
    }

    private static async Task UntilMadeAsync(OpcUaPeer peer, int parts)
    {
        using var limit = new CancellationTokenSource(Patience);
        while ((await peer.TruthAsync()).Truth.GoodMade < parts)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }
}
