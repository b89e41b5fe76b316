using EdgeCollector.Cli;
using EdgeCollector.Tests.Options;
using EdgeCollector.Tests.Sources.Gpio;
using Xunit;

namespace EdgeCollector.Tests.Cli;

/// <summary><c>test MACHINE</c> of a machine on the board, over a scripted kernel.</summary>
public sealed class GpioTestTests : IDisposable
{
    private const string Text = """
        version: 1
        node: { name: edge1, timezone: Europe/Amsterdam }
        uns: { enterprise: acme, site: eindhoven, area: packaging }
        lines:
          - name: line1
            machines:
              - name: packer1
                ideal_cycle: 1s
                gpio:
                  chip: pinctrl-test
                  run: { pin: 17, active: low }
                  good: { pin: 27, edge: falling, debounce: 0.2ms }

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgecollector-gpio-");
    private readonly ScriptedKernel _kernel = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_shows_edges_rate_and_histogram_and_proposes_a_debounce()
    {
        _kernel.Add("pinctrl-test", 32);
        var at = 0.0;
        for (var piece = 0; piece < 20; piece++)
        {
            foreach (var interval in (double[])[0.4, 0.9, 0.3, 20, 0.5, 0.6, 0.2, 30])
            {
                _kernel.Edge(27, piece % 2 == 0, (long)(at * 1e6));
                at += interval;
            }
        }

        var (exit, output, error) = await RunAsync();
        Assert.Contains("good     pin 27     now low   160 edges, 160.0/s", output, StringComparison.Ordinal);
        Assert.Contains("bounces up to 0.9ms, pulses from 20ms on: debounce 0.2ms does not keep them apart – try debounce 2ms", output, StringComparison.Ordinal);
        Assert.Contains("up to 0.5ms", output, StringComparison.Ordinal);
        Assert.Contains("run      pin 17     now low   0 edges", output, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Ok, 0), (exit, _kernel.OpenDescriptors));
        Assert.Contains("let the machine run", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kernel_without_version_2_is_read_with_the_weaker_promise_said()
    {
        _kernel.HasVersion2 = false;
        _kernel.Add("pinctrl-test", 32);
        var (_, output, _) = await RunAsync();
        Assert.Contains("! through System.Device.Gpio (scripted), since Linux", output, StringComparison.Ordinal);
        Assert.Contains("run      pin 17     now low   0 edges", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_chip_is_named_with_those_that_are_there()
    {
        _kernel.Add("pinctrl-other", 8);
        var (exit, _, error) = await RunAsync();
        Assert.Contains("pinctrl-test", error, StringComparison.Ordinal);
        Assert.Contains("pinctrl-other", error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failed, exit);
    }

    [Fact]
    public async Task Lines_that_do_not_move_are_a_failure()
    {
        _kernel.Add("pinctrl-test", 32);
        var (exit, output, _) = await RunAsync();
        Assert.Contains("no line moved", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failed, exit);
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync()
    {
        var config = Path.Combine(_folder.FullName, "site.yaml");
        await File.WriteAllTextAsync(config, Text);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CliHost
        {
            Out = output, Error = error, Environment = ConfigurationText.NoEnvironment, WorkingDirectory = _folder.FullName, Gpio = _kernel,
        };
        var exit = await CommandLine.RunAsync(["test", "packer1", "--for", "1s", "--config", config], host);
        return (exit, output.ToString(), error.ToString());
    }
}
