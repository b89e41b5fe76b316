using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.EndToEnd;

/// <summary><c>doctor</c> against a third-party server, a real broker and a real database.</summary>
[Trait("Needs", "node-opcua")]
[Trait("Needs", "mosquitto")]
[Trait("Needs", "influxdb")]
public sealed class DoctorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Doctor_names_what_is_missing_and_is_content_once_it_is_mended()
    {
        await using var broker = await Mosquitto.StartNewAsync();
        await using var influx = await InfluxDb.StartNewAsync();
        await using var peer = await OpcUaPeer.StartNewAsync(new OpcUaPeerOptions { Security = "None,Basic256Sha256" });
        var site = SiteFile.Write(
            broker.Port, influx.Url, "3s", "", SiteFile.Machine("filler1", peer.Endpoint), SiteFile.Machine("filler2", peer.Endpoint, SiteFile.Encrypted));
        await using var collector = new CollectorProcess(site, SiteFile.Environment);

        var exit = await DoctorAsync(
            collector, ("✓ mqtt", "MQTT 5, QoS 1 echo"), ("✓ opcua filler1", "no loss: "),
            ("✗ opcua filler2", $"edgecollector cert trust {peer.Endpoint}"), ("✗ influx edge_kpi", "run `edgecollector influx init`"));
        Assert.Equal(1, exit);

        collector.Start("influx", "init", "--config", collector.ConfigurationFile);
        Assert.Equal(0, await collector.ExitAsync(Patience));
        collector.Start("cert", "trust", peer.Endpoint, "--yes", "--data", collector.DataDirectory);
        Assert.Equal(0, await collector.ExitAsync(Patience));

        exit = await DoctorAsync(collector, ("✓ opcua filler2", "no loss: "), ("✓ influx edge_raw", "API V1 takes writes"));
        Assert.Equal(0, exit);
    }

    private static async Task<int> DoctorAsync(CollectorProcess collector, params (string Begin, string Part)[] lines)
    {
        collector.Start("doctor", "--config", collector.ConfigurationFile, "--data", collector.DataDirectory, "--for", "3s");
        foreach (var (begin, part) in lines)
        {
            await collector.WaitForLineAsync(
                line => line.StartsWith(begin, StringComparison.Ordinal) && line.Contains(part, StringComparison.Ordinal),
                $"{begin} … {part}", Patience);
        }

        return await collector.ExitAsync(Patience);
    }
}
