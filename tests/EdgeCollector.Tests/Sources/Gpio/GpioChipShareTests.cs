using EdgeCollector.Core.Inputs;
using EdgeCollector.Options;
using EdgeCollector.Sources.Gpio;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Role = EdgeCollector.Options.SignalRole;

namespace EdgeCollector.Tests.Sources.Gpio;

/// <summary>Three machines on one chip over a scripted kernel: one request, unless one machine's line cannot be had.</summary>
public sealed class GpioChipShareTests : IAsyncDisposable
{
    private readonly ScriptedKernel _kernel = new();
    private readonly SubmittedInputs _inputs = new();
    private readonly FakeTimeProvider _deadlines = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, (GpioHealth Health, string Message)> _reports = [];
    private readonly IMachineSource _source;
    private Task _running = Task.CompletedTask;

    public GpioChipShareTests() => _source = GpioSources.OfChip(
        "auto", [Wiring("filler1", 1, 5), Wiring("packer1", 2, 6), Wiring("labeller1", 3, 7)], _kernel, TimeProvider.System, _deadlines);

    [Fact]
    public void All_lines_of_a_chip_are_one_request_and_each_edge_is_its_machines()
    {
        _kernel.Add("edge-hil", 32);
        Start();
        Connected(3);

        _kernel.Edge(7, rising: true, TimeProvider.System.MonotonicNanoseconds());
        _kernel.Edge(5, rising: true, TimeProvider.System.MonotonicNanoseconds());

        var pieces = _inputs.WaitFor(all => all.Count(input => input.Kind == InputKind.Sample) == 2);
        // Read together or one by one: machines hand over on their own.
        Assert.Equal([1, 3], pieces.Where(input => input.Kind == InputKind.Sample).Select(input => input.Id).Order());
        Assert.Equal(1, _kernel.Requests);
        Assert.Equal("filler1, packer1, labeller1", _source.Machine);
    }

    [Fact]
    public async Task A_line_that_is_held_is_one_machines_trouble_and_the_others_count()
    {
        _kernel.Add("edge-hil", 32).Held[6] = "gpiomon";
        Start();
        await _source.FirstAttempt.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Connected(2);

        _kernel.Edge(5, rising: true, TimeProvider.System.MonotonicNanoseconds());

        _inputs.WaitFor(all => all.Any(input => input is { Kind: InputKind.Sample, Id: 1, Bits: 1 }));
        Assert.Equal((GpioHealth.Ok, ""), Report("filler1"));
        Assert.Equal((GpioHealth.Ok, ""), Report("labeller1"));
        Assert.Equal(GpioHealth.Failed, Report("packer1").Health);
        Assert.Contains("packer1 good on line 6 is held by \"gpiomon\"", Report("packer1").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_held_line_that_is_given_back_is_taken_at_the_next_try()
    {
        var chip = _kernel.Add("edge-hil", 32);
        chip.Held[6] = "gpiomon";
        Start();
        Connected(2);

        chip.Held.Clear();

        Assert.True(SpinWait.SpinUntil(() =>
        {
            _deadlines.Advance(TimeSpan.FromSeconds(2));
            return Report("packer1") == (GpioHealth.Ok, "");
        }, TimeSpan.FromSeconds(30)));
        Connected(3);
    }

    [Fact]
    public void Machines_of_another_chip_have_a_source_of_their_own()
    {
        var other = Wiring("oven1", 4, 8) with { Options = new() { Chip = "oven-board" } };

        var sources = GpioSources.Create([Wiring("filler1", 1, 5), other, Wiring("packer1", 2, 6)], _kernel, TimeProvider.System);

        Assert.Equal(["filler1, packer1", "oven1"], sources.Select(source => source.Machine));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(30));
        _stop.Dispose();
        Assert.Equal(0, _kernel.OpenDescriptors);
    }

    private void Start() => _running = _source.RunAsync(_inputs, _inputs, _stop.Token);

    private void Connected(int machines) => _inputs.WaitFor(
        all => all.Count(input => input is { Kind: InputKind.Communication, Bits: 1 }) == machines);

    private GpioWiring Wiring(string machine, int id, int pin) => new(
        machine, id, new() { Lines = [new GpioLineOptions { Role = Role.Good, Pin = pin }] },
        word => new(id, id, machine, word, EdgeCollector.Core.Inputs.SignalRole.Good) { Pulse = true }, (health, message) =>
        {
            lock (_reports)
            {
                _reports[machine] = (health, message);
            }
        });

    private (GpioHealth Health, string Message) Report(string machine)
    {
        lock (_reports)
        {
            return _reports.GetValueOrDefault(machine);
        }
    }
}
