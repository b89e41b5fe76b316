using System.Runtime.InteropServices;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Options;
using EdgeCollector.Sources.Gpio;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Role = EdgeCollector.Options.SignalRole;

namespace EdgeCollector.Tests.Sources.Gpio;

/// <summary>From configuration to inputs over a scripted kernel: the real reader, the real thread.</summary>
public sealed class GpioSourceTests : IAsyncDisposable
{
    private const int MachineId = 7;
    private readonly ScriptedKernel _kernel = new();
    private readonly SubmittedInputs _inputs = new();
    private readonly FakeTimeProvider _deadlines = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(GpioHealth Health, string Message)> _reports = [];
    private readonly GpioOptions _options = new()
    {
        Lines =
        [
            new GpioLineOptions { Role = Role.Run, Pin = 17, Active = GpioActive.Low, Edge = EdgeCollector.Options.GpioEdge.Both },
            new GpioLineOptions { Role = Role.Good, Pin = 27, Edge = EdgeCollector.Options.GpioEdge.Falling },
        ],
    };

    private readonly GpioSource _source;
    private readonly GpioMachine _packer;
    private Task _running = Task.CompletedTask;

    public GpioSourceTests()
    {
        GpioLine[] lines = [.. _options.Lines.Select(GpioSources.Line)];
        _packer = new("packer1", MachineId, GpioSources.Inputs(_options, Signal), Report);
        _source = new([_packer], _ => GpioLines.Open(_kernel, "auto", lines, TimeProvider.System), TimeProvider.System, _deadlines);
    }

    [Fact]
    public void Levels_and_pulses_of_the_lines_become_samples_of_the_roles_signals()
    {
        _kernel.Add("edge-hil", 32);
        _kernel.Set(17, high: true);
        Start();
        _inputs.WaitFor(inputs => inputs.Count == 2);

        _kernel.Edge(27, rising: false, TimeProvider.System.MonotonicNanoseconds());
        _kernel.Edge(17, rising: false, TimeProvider.System.MonotonicNanoseconds());

        var inputs = _inputs.WaitFor(all => all.Count == 4);
        Assert.Equal((InputKind.Communication, MachineId, 1L), (inputs[0].Kind, inputs[0].Id, inputs[0].Bits));
        Assert.Equal((1, 0L, InputFlags.Initial), (inputs[1].Id, inputs[1].Bits, inputs[1].Flags));
        Assert.Equal((2, 1L), (inputs[2].Id, inputs[2].Bits));
        Assert.Equal((1, 1L), (inputs[3].Id, inputs[3].Bits));
    }

    [Fact]
    public async Task A_missing_chip_makes_the_machine_Unknown_holds_nothing_back_and_is_tried_every_2_seconds()
    {
        Start();
        await _source.FirstAttempt.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var lost = Assert.Single(_inputs.WaitFor(inputs => inputs.Count > 0));
        Assert.Equal((InputKind.Communication, MachineId, 0L), (lost.Kind, lost.Id, lost.Bits));
        Assert.Equal(GpioHealth.Wait, LastReport.Health);

        _kernel.Add("edge-hil", 32);
        Retry(() => _inputs.WaitFor(_ => true).Length > 1);

        Assert.Equal(1, _inputs.WaitFor(inputs => inputs.Count > 1)[1].Bits);
        Assert.Equal((GpioHealth.Ok, ""), LastReport);
    }

    [Fact]
    public void Where_the_kernel_has_no_version_2_the_weaker_promise_is_told_with_the_first_attempt()
    {
        _kernel.HasVersion2 = false;
        _kernel.Add("edge-old", 32);
        Start();
        _inputs.WaitFor(inputs => inputs.Count == 2);

        _kernel.Driver.Set(27, high: false);

        Assert.Equal((2, 1L), (_inputs.WaitFor(inputs => inputs.Count == 3)[2].Id, _inputs.WaitFor(inputs => inputs.Count == 3)[2].Bits));
        Assert.Equal(GpioHealth.Ok, LastReport.Health);
        Assert.Contains("lost edges are not noticed", LastReport.Message);
    }

    [Fact]
    public void A_chip_that_goes_and_comes_back_is_lost_then_restored_with_its_levels()
    {
        _kernel.Add("edge-hil", 32);
        Start();
        _inputs.WaitFor(inputs => inputs.Count == 2);

        _kernel.Unplug();
        var lost = _inputs.WaitFor(inputs => inputs.Count == 3)[2];
        Assert.Equal((InputKind.Communication, 0L), (lost.Kind, lost.Bits));
        WaitForReport(report => report.Message.Contains("the chip is gone", StringComparison.Ordinal));
        _kernel.Add("edge-hil", 32);
        _kernel.Set(17, high: true);
        Retry(() => _inputs.WaitFor(_ => true).Length == 5);

        var back = _inputs.WaitFor(inputs => inputs.Count == 5);
        Assert.Equal((InputKind.Communication, 1L), (back[3].Kind, back[3].Bits));
        Assert.Equal((1, 0L, InputFlags.Initial), (back[4].Id, back[4].Bits, back[4].Flags));
    }

    [Fact]
    public void Lost_edges_are_reported_with_their_number_and_the_report_ends_after_10_quiet_minutes()
    {
        _kernel.Add("edge-hil", 32);
        Start();
        _inputs.WaitFor(inputs => inputs.Count == 2);

        _kernel.Edge(27, rising: false, TimeProvider.System.MonotonicNanoseconds(), skip: 41);

        var inputs = _inputs.WaitFor(all => all.Any(input => input.Kind == InputKind.Gap));
        Assert.Equal("edges_lost", inputs.Single(input => input.Kind == InputKind.Gap).Reference);
        WaitForReport(report => report.Health == GpioHealth.Failed);
        Assert.StartsWith("41 edges lost", LastReport.Message);

        _deadlines.Advance(TimeSpan.FromMinutes(10));
        WaitForReport(report => report.Health == GpioHealth.Ok);
    }

    [Fact]
    public void While_the_ring_is_full_pulses_are_merged_and_none_is_lost()
    {
        _kernel.Add("edge-hil", 32);
        Start();
        _inputs.WaitFor(inputs => inputs.Count == 2);
        _inputs.Full = true;
        for (var i = 0; i < 1000; i++)
        {
            _kernel.Edge(27, rising: false, TimeProvider.System.MonotonicNanoseconds());
            _kernel.Edge(17, rising: i % 2 == 0, TimeProvider.System.MonotonicNanoseconds());
        }

        Assert.True(SpinWait.SpinUntil(() => _packer.Merged > 1500, TimeSpan.FromSeconds(30)), $"merged {_packer.Merged}");
        _inputs.Full = false;

        _inputs.WaitFor(all => all.Where(input => input.Id == 2).Sum(input => input.Bits) == 1000);
        Assert.DoesNotContain(_inputs.WaitFor(_ => true), input => input.Kind == InputKind.Gap);
    }

    [Fact]
    public async Task Stopping_ends_the_thread_at_once_and_closes_the_lines()
    {
        _kernel.Add("edge-hil", 32);
        Start();
        _inputs.WaitFor(inputs => inputs.Count == 2);

        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(0, _kernel.OpenDescriptors);
        Assert.Equal((InputKind.Communication, 0L), (_inputs.WaitFor(_ => true)[^1].Kind, _inputs.WaitFor(_ => true)[^1].Bits));
    }

    [Fact]
    public void Counted_edges_alone_are_asked_for_and_only_lines_that_idle_high_are_pulled_up()
    {
        Assert.Equal((GpioEdges.Both, true), Asked(new() { Role = Role.Run, Active = GpioActive.Low }));
        Assert.Equal((GpioEdges.Both, false), Asked(new() { Role = Role.Fault }));
        Assert.Equal((GpioEdges.Falling, true), Asked(new() { Role = Role.Good, Edge = EdgeCollector.Options.GpioEdge.Falling }));
        Assert.Equal((GpioEdges.Rising, false), Asked(new() { Role = Role.Scrap, Edge = EdgeCollector.Options.GpioEdge.Rising }));

        static (GpioEdges Edges, bool PullUp) Asked(GpioLineOptions line) => (GpioSources.Line(line).Edges, GpioSources.Line(line).PullUp);
    }

    [Fact]
    public void The_systems_monotonic_clock_is_the_one_the_kernel_stamps_edges_with()
    {
        Assert.Equal(0, clock_gettime(1, out var before));
        var between = TimeProvider.System.MonotonicNanoseconds();
        Assert.Equal(0, clock_gettime(1, out var after));

        Assert.InRange(between, before.Nanoseconds, after.Nanoseconds);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(30));
        _stop.Dispose();
        Assert.Equal(0, _kernel.OpenDescriptors);
    }

    private static Signal Signal(string word) => word == "run"
        ? new(1, MachineId, "packer1", word, EdgeCollector.Core.Inputs.SignalRole.Run)
        : new(2, MachineId, "packer1", word, EdgeCollector.Core.Inputs.SignalRole.Good) { Pulse = true };

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out Timespec time);

    private void Start() => _running = _source.RunAsync(_inputs, _inputs, _stop.Token);

    private (GpioHealth Health, string Message) LastReport
    {
        get
        {
            lock (_reports)
            {
                return _reports[^1];
            }
        }
    }

    private void Report(GpioHealth health, string message)
    {
        lock (_reports)
        {
            _reports.Add((health, message));
        }
    }

    private void WaitForReport(Func<(GpioHealth Health, string Message), bool> condition) =>
        Assert.True(SpinWait.SpinUntil(() => condition(LastReport), TimeSpan.FromSeconds(30)), LastReport.ToString());

    /// <summary>The retry's timer starts a moment after the report that announces it.</summary>
    private void Retry(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(
        () =>
        {
            _deadlines.Advance(TimeSpan.FromSeconds(2));
            return condition();
        },
        TimeSpan.FromSeconds(30)));

    private readonly record struct Timespec(long Seconds, long Fraction)
    {
        public long Nanoseconds => (Seconds * 1_000_000_000) + Fraction;
    }
}
