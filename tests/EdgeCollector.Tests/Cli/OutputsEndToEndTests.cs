using EdgeCollector.Cli;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Options;
using EdgeCollector.Site;
using EdgeCollector.Sources.Gpio;
using EdgeCollector.Telemetry;
using EdgeCollector.Tests.Sources.Gpio;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeCollector.Tests.Cli;

/// <summary>The wired service on a scripted board: an edge of the machine's line in, the lamp's line out.</summary>
public sealed class OutputsEndToEndTests : IDisposable
{
    private const uint Run = 17;
    private const uint Stopped = 5;
    private const uint Off = 6;
    private const string Text = """
        version: 1
        node: { name: edge1, timezone: Europe/Amsterdam }
        uns: { enterprise: acme, site: eindhoven, area: packaging }
        dashboard: { listen: "127.0.0.1:0" }
        lines:
          - name: line1
            machines:
              - { name: packer1, ideal_cycle: 1s, gpio: { run: { pin: 17 } } }
        outputs:
          - { name: andon, pin: 5, when: stop_longer, after: 100ms, machine: packer1 }
          - { name: backlight, pin: 6, active: low, when: missing_reason, safe: on }

        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("edgecollector-outputs-");
    private readonly ScriptedKernel _kernel = new();

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_stop_lights_the_lamp_running_puts_it_out_and_stopping_leaves_it_safe()
    {
        _kernel.Add("pinctrl-rp1", 54);
        _kernel.Set(Run, high: true);
        var host = new CollectorHost(Plan(), NullLoggerFactory.Instance);
        await host.StartAsync(CancellationToken.None).WaitAsync(Patience);
        WaitFor(() => _kernel.Driven(Stopped) == false, "dark while it runs");
        WaitFor(() => _kernel.Driven(Off) == true, "known, so no longer safe");

        Edge(high: false);
        WaitFor(() => _kernel.Driven(Stopped) == true, "lit while it stands");
        Edge(high: true);
        WaitFor(() => _kernel.Driven(Stopped) == false, "dark when it runs again");
        Edge(high: false);
        WaitFor(() => _kernel.Driven(Stopped) == true, "lit again");

        await host.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.Equal((false, false), (_kernel.Driven(Stopped), _kernel.Driven(Off)));
        Assert.Equal(0, _kernel.OpenDescriptors);
    }

    [Fact]
    public async Task A_board_without_the_chip_holds_nothing_back_and_says_so()
    {
        await using var host = new CollectorHost(Plan(), NullLoggerFactory.Instance);

        await host.StartAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.True(host.IsReady);
        Assert.Equal(StatusState.Wait, host.Status.Get("output andon")!.State);
        Assert.Contains("no /dev/gpiochip*", host.Status.Get("output andon")!.Message);
        Assert.False(host.Failed.IsCompleted);
    }

    private static void WaitFor(Func<bool> condition, string what) => Assert.True(SpinWait.SpinUntil(condition, Patience), what);

    private void Edge(bool high)
    {
        _kernel.Set(Run, high);
        _kernel.Edge(Run, high, TimeProvider.System.MonotonicNanoseconds());
    }

    private CollectorPlan Plan()
    {
        var loaded = ConfigurationLoader.Parse("test", Text, new Dictionary<string, string>());
        Assert.Empty(loaded.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Message));
        var model = new SiteModelBuilder(loaded.Options!, new SignalTable()).Build([]);
        return new(loaded.Options!, model, new SecretResolver(new Dictionary<string, string>()), _data.FullName, Roles.All)
        {
            Gpio = _kernel,
            Sources = (_, _) =>
            [
                .. GpioSources.Create(
                    model.Machines.Select(machine => new GpioWiring(
                        machine.Name, machine.Id, machine.Options.Gpio!, name => machine[name], (_, _) => { })),
                    _kernel, TimeProvider.System),
            ],
        };
    }
}
