using EdgeCollector.Interop.Tests.EndToEnd;
using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.GpioMachine;

/// <summary>Edges of a kernel's GPIO chip, through the collector on an emulated board, to a database on the host; and a lamp back.</summary>
public sealed class GpioToInfluxTests
{
    private const int Run = 0;
    private const int Lamp = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LampWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Fact]
    public Task On_arm64_counts_times_and_lamp_equal_what_was_played_over_a_network_outage_of_7_s() => PlayAsync(Guest.Arm64);

    [Fact]
    public Task On_x64_counts_times_and_lamp_equal_what_was_played_over_a_network_outage_of_7_s()
    {
        Programs.RequireLong();
        return PlayAsync(Guest.X64);
    }

    [Fact]
    public async Task Before_version_2_of_the_character_device_slow_lines_are_counted_and_the_weaker_promise_is_said()
    {
        Programs.RequireLong();
        await using var broker = await Mosquitto.StartNewAsync();
        await using var influx = await NewDatabaseAsync(broker);
        var console = await GpioVm.PlayAsync(Site(broker.Port, Seen(influx), GpioVm.Host), """
            0     watch 20
            0     0 1
            1000  pulse 1 40 50 50
            6000  0 0
            11000 0 1
            14000 stop
            """, Guest.Arm64, "--before-v2");

        Assert.Contains("gpio packer1: connected through System.Device.Gpio (libgpiod), since Linux 6.1 gives", console.Text);
        var stored = new Stored(influx);
        Assert.Equal(new Pieces(40, 0), await stored.CountAsync("packer1"));
        Assert.Equal(["Running", "Stop", "Running", "Unknown"], (await StatesAsync(stored)).Select(state => state.Category));
        AssertLamp(console, [false, true, false]);
    }

    [Fact]
    public async Task After_a_power_cut_counting_goes_on_nothing_counts_twice_and_the_dark_time_is_Unknown()
    {
        await using var broker = await Mosquitto.StartNewAsync();
        await using var influx = await NewDatabaseAsync(broker);
        using var directory = new TempDirectory();
        string[] disk = ["--disk", directory.At("disk.img")];
        var site = Site(broker.Port, Seen(influx), GpioVm.Host);

        // Cut some seconds after the last piece: within the second of a commit a piece may be lost, by design.
        await GpioVm.PlayAsync(site, """
            0     0 1
            1000  pulse 1 100 50 50
            18000 cut
            """, Guest.Arm64, disk);
        var cut = DateTimeOffset.UtcNow;
        await GpioVm.PlayAsync(site, """
            0     0 1
            1000  pulse 1 50 50 50
            9000  stop
            """, Guest.Arm64, disk);

        var stored = new Stored(influx);
        var count = await stored.CountAsync("packer1");
        TestContext.Current.SendDiagnosticMessage("good {0} of 150 played", count.Good);
        Assert.Equal(150, count.Good);
        var states = await StatesAsync(stored);
        Assert.Equal(["Running", "Unknown", "Stop", "Running", "Unknown"], states.Select(state => state.Category));
        Assert.InRange(states[1].Time, cut.AddSeconds(-4), cut.AddSeconds(2));
    }

    private static async Task PlayAsync(Guest guest)
    {
        await using var broker = await Mosquitto.StartNewAsync();
        await using var influx = await NewDatabaseAsync(broker);

        // Four counting lines at once, at 2, 10 and 100 Hz and as fast as the emulation goes, beside the run line.
        var console = await GpioVm.PlayAsync(Site(broker.Port, Seen(influx), GpioVm.Host), """
            0     watch 20
            0     0 1
            1000  pulse 1 100 50 50
            1000  pulse 2 20 250 250
            1000  pulse 3 1000 5 5
            1000  pulse 4 4000 1 1
            2000  link down
            9000  link up
            17000 0 0
            23000 0 1
            26000 0 0
            31000 stop
            """, guest);

        Assert.DoesNotContain("edges lost", console.Text, StringComparison.Ordinal);
        var stored = new Stored(influx);
        Assert.Equal(new Pieces(100, 20), await stored.CountAsync("packer1"));
        Assert.Equal(new Pieces(1000, 4000), await stored.CountAsync("labeller1"));
        AssertTimes(console, await StatesAsync(stored));
        AssertLamp(console, [false, true, false, true, false]);
    }

    /// <summary>States begin when the kernel saw the edge, to the millisecond of the engine; so do stops' durations.</summary>
    private static void AssertTimes(GpioVmConsole console, IReadOnlyList<(DateTimeOffset Time, string Category)> states)
    {
        Assert.Equal(["Running", "Stop", "Running", "Stop", "Unknown"], states.Select(state => state.Category));
        foreach (var (state, played) in states.Zip(console.Played(Run)))
        {
            Assert.Equal(state.Category == "Running", played.High);
            Assert.InRange(state.Time, played.Before - Millisecond, played.After + Millisecond);
        }
    }

    /// <summary>Lit 2 s after the stop began or at most 2 s later, out at most 2 s after it ended, and out when the collector is gone.
    /// Before the first step the machine stands, and the lamp may be lit already.</summary>
    private static void AssertLamp(GpioVmConsole console, bool[] levels)
    {
        var run = console.Played(Run);
        var lamp = console.Outputs(Lamp).SkipWhile(output => output.High).ToList();
        Assert.Equal(levels, lamp.Select(output => output.High));
        for (var i = 1; i < run.Count; i++)
        {
            var due = run[i].Before + (lamp[i].High ? TimeSpan.FromSeconds(2) : TimeSpan.Zero);
            Assert.InRange(lamp[i].At, due, due + LampWithin);
        }
    }

    private static async Task<InfluxDb> NewDatabaseAsync(Mosquitto broker)
    {
        var influx = await InfluxDb.StartNewAsync();
        await using var host = new CollectorProcess(Site(broker.Port, influx.Url));
        host.Start("influx", "init", "--config", host.ConfigurationFile);
        Assert.Equal(0, await host.ExitAsync(Patience));
        return influx;
    }

    private static Uri Seen(InfluxDb influx) => new UriBuilder(influx.Url) { Host = GpioVm.Host }.Uri;

    /// <summary>Without what was before the first step.</summary>
    private static async Task<IReadOnlyList<(DateTimeOffset Time, string Category)>> StatesAsync(Stored stored) =>
        [.. (await stored.StatesAsync("packer1")).SkipWhile(state => state.Category != "Running")];

    private static string Site(int brokerPort, Uri database, string brokerHost = "127.0.0.1") => $$"""
        version: 1
        node: { name: edge-line1, timezone: Europe/Amsterdam, clock_wait: 0s }
        uns: { enterprise: acme, site: eindhoven, area: packaging }
        mqtt: { broker: "mqtt://{{brokerHost}}:{{brokerPort}}" }
        influx: { url: "{{database}}" }
        dashboard: { listen: "127.0.0.1:0" }
        shifts: [{ name: day, days: mon-sun, start: "00:00", end: "00:00" }]
        outputs: [{ name: lamp, pin: 20, when: stop_longer, after: 2s, machine: packer1 }]
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
                gpio:
                  good:  { pin: 3, debounce: 0s, max_rate: 1000 }
                  scrap: { pin: 4, debounce: 0s, max_rate: 1000 }
        """;
}
