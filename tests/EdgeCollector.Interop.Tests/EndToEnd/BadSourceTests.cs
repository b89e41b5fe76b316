using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.EndToEnd;

/// <summary>One line names the thing and the way out; the healthy machine beside it goes on.</summary>
[Trait("Needs", "node-opcua")]
[Trait("Needs", "mosquitto")]
[Trait("Needs", "influxdb")]
public sealed class BadSourceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Each_bad_machine_says_what_is_wrong_and_the_good_one_goes_on()
    {
        await using var broker = await Mosquitto.StartNewAsync();
        await using var influx = await InfluxDb.StartNewAsync();
        await using var peer = await OpcUaPeer.StartNewAsync(new OpcUaPeerOptions { Security = "None,Basic256Sha256" });
        var nobody = $"opc.tcp://127.0.0.1:{FreePort.Next()}";
        await using var collector = new CollectorProcess(
            SiteFile.Write(
                broker.Port, influx.Url, "3s", "",
                SiteFile.Machine("filler1", peer.Endpoint),
                SiteFile.Machine("wrongnode", peer.Endpoint, good: "Machine.NoSuchCount"),
                SiteFile.Machine("wrongtype", peer.Endpoint, good: "Machine.ProductId"),
                SiteFile.Machine("nobody", nobody),
                SiteFile.Machine("untrusted", peer.Endpoint, SiteFile.Encrypted)),
            SiteFile.Environment);
        collector.Start("influx", "init", "--config", collector.ConfigurationFile);
        Assert.Equal(0, await collector.ExitAsync(Patience));

        await collector.RunAsync();

        await SaysAsync(collector, "wrongnode", "s=Machine.NoSuchCount", "BadNodeIdUnknown", $"edgecollector browse {peer.Endpoint}");
        await SaysAsync(collector, "wrongtype", "s=Machine.ProductId is String, expected", "choose another node");
        await SaysAsync(collector, "nobody", nobody, "refused");
        await SaysAsync(collector, "untrusted", peer.Endpoint, "certificate", $"edgecollector cert trust {peer.Endpoint}");
        var stored = new Stored(influx);
        foreach (var machine in (string[])["filler1", "wrongnode", "wrongtype"])
        {
            await Until.HoldsAsync(() => stored.LastTagAsync(machine), last => last is not null, $"values of {machine}", Patience);
        }

        await Until.HoldsAsync(() => stored.CountAsync("filler1"), count => count.Good > 50, "50 pieces of filler1", Patience);
        Assert.Equal(0, await collector.StopAsync());
    }

    [Fact]
    public async Task A_wrong_configuration_ends_with_78_and_the_place()
    {
        await using var collector = new CollectorProcess("version: 1\nlines:\n  - name: line1\n    machine: []\n");

        collector.Start("run", "--config", collector.ConfigurationFile, "--data", collector.DataDirectory);

        await collector.WaitForLineAsync(
            line => line.Contains("edgecollector.yaml:4:5", StringComparison.Ordinal)
                && line.Contains("machines", StringComparison.Ordinal),
            "the place of the unknown key and the one that was meant", Patience);
        Assert.Equal(78, await collector.ExitAsync(Patience));
    }

    private static Task SaysAsync(CollectorProcess collector, params string[] words) => collector.WaitForLineAsync(
        line => words.All(word => line.Contains(word, StringComparison.Ordinal)), string.Join(" … ", words), Patience);
}
