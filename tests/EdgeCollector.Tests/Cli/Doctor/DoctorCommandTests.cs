using System.Text.Json;
using EdgeCollector.Cli;
using EdgeCollector.OpcUa.Server;
using EdgeCollector.OpcUa.Types;
using EdgeCollector.Telemetry;
using EdgeCollector.Tests.Influx;
using EdgeCollector.Tests.Mqtt;
using EdgeCollector.Tests.Options;
using EdgeCollector.Tests.Sources.Gpio;
using Xunit;

namespace EdgeCollector.Tests.Cli.Doctor;

/// <summary>The verb against a server, a broker and a database on loopback, and a scripted board.</summary>
public sealed class DoctorCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgecollector-doctor-");
    private readonly ScriptedKernel _kernel = new();
    private readonly UaServer _server;
    private string _endpoint;
    private TestBroker _broker = null!;
    private FakeInflux _influx = null!;
    private SystemClock.State _clock = new(IsSynchronised: true, TimeSpan.FromMilliseconds(3));

    public DoctorCommandTests()
    {
        var space = new AddressSpace("urn:test:machine", TimeProvider.System);
        var machine = space.AddObject(space.Objects, "Machine");
        space.AddVariable(machine, "StateCurrent", Variant.Of(6));
        _server = new UaServer(space, "test", TimeProvider.System);
        _server.Start(0);
        _endpoint = _server.EndpointUrl;
        var chip = _kernel.Add("pinctrl-test", 32);
        chip.Names[17] = "GPIO17";
        _kernel.Set(17, high: true);
    }

    public async ValueTask InitializeAsync()
    {
        _broker = await TestBroker.StartNewAsync();
        _influx = await FakeInflux.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _broker.DisposeAsync();
        await _influx.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Where_all_is_well_each_check_says_so_and_one_line_sums_up()
    {
        var (exit, output, _) = await RunAsync();

        Assert.True(exit == ExitCodes.Ok, output);
        Assert.Contains("✓ config             lines: 1, machines: 2", output, StringComparison.Ordinal);
        Assert.Contains("✓ system             64-bit ", output, StringComparison.Ordinal);
        Assert.Contains("✓ clock              kept by a time server, +3.0 ms off", output, StringComparison.Ordinal);
        Assert.Contains("MQTT 5, QoS 1 echo ", output, StringComparison.Ordinal);
        Assert.Contains("✓ opcua filler1      1 values, clock ", output, StringComparison.Ordinal);
        Assert.Contains(" s, no loss: ", output, StringComparison.Ordinal);
        Assert.Contains("✓ gpio packer1       lines free, edges/s without debounce: run 0, good 0", output, StringComparison.Ordinal);
        Assert.Contains("✓ output lamp        line 20, free", output, StringComparison.Ordinal);
        Assert.Contains("✓ influx edge_kpi    API V1 takes writes, ", output, StringComparison.Ordinal);
        Assert.Matches(@"Nothing wrong: 10 checks in \d+\.\d s\n\z", output);
        Assert.Empty(_influx.Points);
        Assert.Equal(0, _kernel.OpenDescriptors);
    }

    [Fact]
    public async Task Each_thing_that_is_wrong_is_named_with_a_way_out()
    {
        await _broker.StopAsync();
        _endpoint = "opc.tcp://127.0.0.1:1";
        _influx.Answer = request => request.Target == "/ping" ? null : (404, """{"error":"database not found: \"edge_kpi\""}""");
        _kernel.Chips.Clear();
        _kernel.Add("pinctrl-other", 8);
        _clock = default;

        var (exit, output, _) = await RunAsync();

        Assert.Equal(ExitCodes.Failed, exit);
        Assert.Contains("! clock              kept by no time server", output, StringComparison.Ordinal);
        Assert.Contains($"✗ mqtt               127.0.0.1:{_broker.Port} cannot be reached (Connection refused) – does it run", output, StringComparison.Ordinal);
        Assert.Contains($"✗ opcua filler1      {_endpoint}", output, StringComparison.Ordinal);
        Assert.Contains("✗ gpio packer1       no GPIO chip has the label \"pinctrl-test\" – found pinctrl-other", output, StringComparison.Ordinal);
        Assert.Contains("✗ output lamp        no GPIO chip has the label \"pinctrl-test\"", output, StringComparison.Ordinal);
        Assert.Contains("✗ influx edge_kpi", output, StringComparison.Ordinal);
        Assert.Contains("run `edgecollector influx init`\n", output, StringComparison.Ordinal);
        Assert.EndsWith("6 to mend, 1 to look at – exit 1\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edges_of_a_counting_line_while_the_machine_stands_are_its_contact_bouncing()
    {
        _kernel.Set(17, high: false);
        foreach (var at in (double[])[0, 0.4, 0.9, 1.2, 100, 100.5, 101.1, 101.3, 200, 200.4, 200.8, 201.5])
        {
            _kernel.Edge(27, rising: true, (long)(at * 1e6));
        }

        var (exit, output, _) = await RunAsync();

        Assert.Equal(ExitCodes.Failed, exit);
        Assert.Contains(
            "✗ gpio packer1       good on pin 27: 12 edges/s while the machine stands – try debounce 2ms", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_the_running_service_holds_are_well_and_those_of_others_are_not()
    {
        (_kernel.Chips[0].Held[17], _kernel.Chips[0].Held[27], _kernel.Chips[0].Held[20]) = ("edgecollector", "edgecollector", "lirc");

        var (exit, output, _) = await RunAsync();

        Assert.Equal(ExitCodes.Failed, exit);
        Assert.Contains("✓ gpio packer1       read by the running service", output, StringComparison.Ordinal);
        Assert.Contains("✗ output lamp        pinctrl-test (/dev/gpiochip0, 32 lines): line 20 is held by \"lirc\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_before_version_2_is_a_warning_with_what_cannot_be_promised()
    {
        _kernel.HasVersion2 = false;
        _kernel.Driver.Set(17, high: true);

        var (exit, output, _) = await RunAsync();

        Assert.Equal(ExitCodes.Ok, exit);
        Assert.Contains("! gpio packer1       through System.Device.Gpio (scripted)", output, StringComparison.Ordinal);
        Assert.EndsWith("0 to mend, 1 to look at – exit 0\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_refuses_the_topic_or_the_user_is_said_with_the_right_to_give()
    {
        _broker.Denied = topic => topic.EndsWith("/doctor", StringComparison.Ordinal);
        Assert.Contains("in the broker's access list", (await RunAsync()).Output, StringComparison.Ordinal);

        _broker.LogIn = (_, _) => false;
        Assert.Contains("(BadUserNameOrPassword): check mqtt.login", (await RunAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_a_row_for_each_check()
    {
        var (exit, output, _) = await RunAsync("--json");

        Assert.Equal(ExitCodes.Ok, exit);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("doctor_v1", json.RootElement.GetProperty("schema").GetString());
        Assert.True(json.RootElement.GetProperty("ok").GetBoolean());
        var row = json.RootElement.GetProperty("checks").EnumerateArray().Single(r => r.GetProperty("check").GetString() == "opcua");
        Assert.Equal(("filler1", "ok"), (row.GetProperty("subject").GetString(), row.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_wrong_configuration_ends_with_78_and_its_place()
    {
        var (exit, _, error) = await RunAsync(machine: "nonsense: 1");

        Assert.Equal(ExitCodes.Configuration, exit);
        Assert.Contains("unknown key \"nonsense\"", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, ExitCodes.Ok, "✓ http://127.0.0.1:")]
    [InlineData(503, ExitCodes.Failed, "✗ http://127.0.0.1:")]
    public async Task Quick_asks_the_running_service_alone(int status, int expected, string begin)
    {
        _influx.Answer = request => request.Target == "/health/live" ? (status, "alive") : null;

        var (exit, output, _) = await RunAsync("--quick", listen: $"127.0.0.1:{_influx.Url.Port}");

        Assert.Equal((expected, 1), (exit, output.Count(c => c == '\n')));
        Assert.StartsWith(begin, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quick_without_a_service_is_a_failure()
    {
        await _influx.DisposeAsync();
        var (exit, output, _) = await RunAsync("--quick", listen: $"127.0.0.1:{_influx.Url.Port}");

        Assert.Equal(ExitCodes.Failed, exit);
        Assert.Contains("gives no answer – the service does not run", output, StringComparison.Ordinal);
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(string option = "", string machine = "", string listen = "127.0.0.1:0")
    {
        var config = Path.Combine(_folder.FullName, "site.yaml");
        await File.WriteAllTextAsync(config, $$"""
            version: 1
            node: { name: edge1, timezone: Europe/Amsterdam }
            uns: { enterprise: acme, site: eindhoven, area: packaging }
            mqtt: { broker: "{{_broker.Url}}" }
            influx: { url: "{{_influx.Url}}" }
            dashboard: { listen: "{{listen}}" }
            outputs: [{ name: lamp, chip: pinctrl-test, pin: 20, when: stop_longer }]
            journal: { max_size: 64MB }
            lines:
              - name: line1
                machines:
                  - name: filler1
                    ideal_cycle: 1s
                    {{machine}}
                    opcua:
                      endpoint: {{_endpoint}}
                      security: None
                      allow_insecure: true
                      state: { node: "nsu=urn:test:machine;s=Machine.StateCurrent", map: packml }
                  - name: packer1
                    ideal_cycle: 1s
                    gpio:
                      chip: pinctrl-test
                      run: { line: GPIO17 }
                      good: { pin: 27, debounce: 0.1ms }
            """);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CliHost
        {
            Out = output, Error = error, Environment = ConfigurationText.NoEnvironment, WorkingDirectory = _folder.FullName,
            Gpio = _kernel, Clock = () => _clock,
        };
        string[] arguments = ["doctor", "--config", config, "--data", Path.Combine(_folder.FullName, "data"), "--for", "1s"];
        var exit = await CommandLine.RunAsync([.. arguments, .. option.Length > 0 ? (string[])[option] : []], host);
        return (exit, output.ToString(), error.ToString());
    }
}
