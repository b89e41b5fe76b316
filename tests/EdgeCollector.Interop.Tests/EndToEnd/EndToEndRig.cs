using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.EndToEnd;

/// <summary>Peer, broker, database and the real <c>edgecollector run</c>; the machine is called filler1.</summary>
internal sealed class EndToEndRig : IAsyncDisposable
{
    public const string Machine = "filler1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private EndToEndRig(OpcUaPeer peer, Mosquitto broker, InfluxDb influx, CollectorProcess collector) =>
        (Peer, Broker, Influx, Collector, Stored) = (peer, broker, influx, collector, new Stored(influx));

    public OpcUaPeer Peer { get; }

    public Mosquitto Broker { get; }

    public InfluxDb Influx { get; }

    public CollectorProcess Collector { get; }

    public Stored Stored { get; }

    /// <summary>The machine stands still, in Execute, until the collector has its first reading; then it produces.</summary>
    /// <param name="options">How the peer is started.</param>
    /// <param name="security">Keys of <c>opcua</c>: <see cref="SiteFile.NoSecurity"/> or <see cref="SiteFile.Encrypted"/>.</param>
    /// <param name="minorStop">The longest stop that is a micro-stop.</param>
    /// <param name="persistence">What the broker keeps over a kill.</param>
    /// <param name="prepare">Before the collector runs.</param>
    /// <param name="tags">How many of the peer's load tags are collected.</param>
    public static async Task<(EndToEndRig Rig, Pieces MadeBefore, DateTimeOffset Started)> StartAsync(
        OpcUaPeerOptions options, string security, string minorStop, BrokerPersistence persistence = BrokerPersistence.EveryChange,
        Func<CollectorProcess, Task>? prepare = null, int tags = 1)
    {
        var broker = await Mosquitto.StartNewAsync(new MosquittoOptions { Persistence = persistence });
        var influx = await InfluxDb.StartNewAsync();
        var peer = await OpcUaPeer.StartNewAsync(options);
        await peer.PauseAsync();
        var collector = new CollectorProcess(
            SiteFile.Write(broker.Port, influx.Url, minorStop, "", SiteFile.Machine(Machine, peer.Endpoint, security, tags: tags)),
            SiteFile.Environment);
        var rig = new EndToEndRig(peer, broker, influx, collector);
        try
        {
            await rig.VerbAsync("influx", "init", "--config", collector.ConfigurationFile);
            if (security != SiteFile.NoSecurity)
            {
                await rig.VerbAsync("cert", "trust", peer.Endpoint, "--yes", "--data", collector.DataDirectory);
            }

            await (prepare?.Invoke(collector) ?? Task.CompletedTask);
            var before = (await peer.TruthAsync()).Truth;
            var started = TimeProvider.System.GetUtcNow();
            await collector.RunAsync();
            await Until.HoldsAsync(
                () => rig.Stored.StatesAsync(Machine), states => states.Any(s => s.Category == "Running"), "state Running", Patience);
            await peer.ResumeAsync();
            return (rig, new Pieces(before.GoodMade, before.RejectMade), started);
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>Freezes the machine and waits until what it made since <paramref name="before"/> lies in the database.</summary>
    public async Task<Pieces> FreezeAndCompareCountsAsync(Pieces before)
    {
        await Peer.PauseAsync();
        var made = (await Peer.TruthAsync()).Truth;
        var expected = new Pieces(made.GoodMade - before.Good, made.RejectMade - before.Scrap);
        return await Until.HoldsAsync(
            () => Stored.CountAsync(Machine), seen => seen == expected, $"counts in InfluxDB equal {expected}", Patience);
    }

    /// <summary>The first records that reach beyond <paramref name="moment"/>.</summary>
    public async Task<StateSeconds> SecondsBeyondAsync(DateTimeOffset moment) => (await Until.HoldsAsync(
        () => Stored.SecondsAsync(Machine), seen => seen?.AsOf > moment, $"an hour record beyond {moment:O}", Patience))!;

    public async Task VerbAsync(params string[] arguments)
    {
        Collector.Start(arguments);
        Assert.Equal(0, await Collector.ExitAsync(Patience));
    }

    public async ValueTask DisposeAsync()
    {
        await Collector.DisposeAsync();
        await Peer.DisposeAsync();
        await Influx.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
