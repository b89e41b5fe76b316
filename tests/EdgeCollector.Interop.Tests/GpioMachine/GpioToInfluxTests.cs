using EdgeCollector.Interop.Tests.EndToEnd;
using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.GpioMachine;

/// <summary>Edges of a kernel's GPIO chip, through the collector on an emulated arm64 board, to a database on the host.</summary>
public sealed class GpioToInfluxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Counts_equal_the_edges_played_on_four_lines_over_a_network_outage_of_7_s()
    {
        await using var broker = await Mosquitto.StartNewAsync();
        await using var influx = await InfluxDb.StartNewAsync();
        await using var host = new CollectorProcess(Site(broker.Port, influx.Url));
        host.Start("influx", "init", "--config", host.ConfigurationFile);
        Assert.Equal(0, await host.ExitAsync(Patience));

        // 10 and 100 Hz, and as fast as the emulation goes, at once; the packer stands for 3 s. Counts are written every 10 s.
        var console = await GpioVm.PlayAsync(Site(broker.Port, new UriBuilder(influx.Url) { Host = GpioVm.Host }.Uri, GpioVm.Host), """
            0     0 1
            1000  pulse 1 150 50 50
            1000  pulse 2 20 500 50
            2000  link down
            2000  pulse 3 1000 5 5
            9000  link up
            13000 pulse 3 1000 1 1
            17000 0 0
            20000 0 1
            21000 pulse 1 500 1 1
            38000 stop
            """);

        Assert.DoesNotContain("edges lost", console, StringComparison.Ordinal);
        var stored = new Stored(influx);
        var packer = await Until.HoldsAsync(
            () => stored.CountAsync("packer1"), seen => seen == new Pieces(650, 20), "packer1's counts are those played", Patience);
        Assert.Equal(new Pieces(650, 20), packer);
        Assert.Equal(new Pieces(2000, 0), await stored.CountAsync("labeller1"));

        var states = (await stored.StatesAsync("packer1")).SkipWhile(state => state.Category != "Running").ToList();
        Assert.Equal(["Running", "Stop", "Running", "Unknown"], states.Select(state => state.Category));
        Assert.InRange(states[2].Time - states[1].Time, TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(4));
    }

    private static string Site(int brokerPort, Uri database, string brokerHost = "127.0.0.1") => $$"""
        version: 1
        node: { name: edge-line1, timezone: Europe/Amsterdam }
        uns: { enterprise: acme, site: eindhoven, area: packaging }
        mqtt: { broker: "mqtt://{{brokerHost}}:{{brokerPort}}" }
        influx: { url: "{{database}}" }
        dashboard: { listen: "127.0.0.1:0" }
        shifts: [{ name: day, days: mon-sun, start: "00:00", end: "00:00" }]
        lines:
          - name: line1
            oee: { minor_stop: 1s }
            machines:
              - name: packer1
                ideal_cycle: 100ms
                gpio:
                  run:   { pin: 0, debounce: 0s }
                  good:  { pin: 1, debounce: 0s, max_rate: 1000 }
                  scrap: { pin: 2, debounce: 0s, max_rate: 1000 }
              - name: labeller1
                ideal_cycle: 100ms
                gpio: { good: { pin: 3, debounce: 0s, max_rate: 1000 } }
        """;
}
