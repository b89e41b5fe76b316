using System.Device.Gpio;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Sources.Gpio;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Sources.Gpio;

/// <summary>A kernel before Linux 5.10: lines through System.Device.Gpio.</summary>
public sealed class GpioDriverReaderTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedKernel _kernel = new() { HasVersion2 = false };
    private readonly GpioEdge[] _edges = new GpioEdge[64];

    public GpioDriverReaderTests() => _kernel.Add("edge-old", 32).Names[17] = "GPIO17";

    [Fact]
    public void Edges_bear_the_time_they_were_handed_on_and_numbers_of_our_own()
    {
        using var reader = Open();
        _time.Advance(TimeSpan.FromMilliseconds(20));
        var first = _time.MonotonicNanoseconds();
        _kernel.Driver.Set(27, high: false);
        _time.Advance(TimeSpan.FromMilliseconds(30));
        _kernel.Driver.Set(17, high: true);
        _kernel.Driver.Set(27, high: true);

        Assert.Equal(2, reader.Read(_edges, Soon));
        Assert.Equal([new(first, 1, false, 1, 1), new(first + 30_000_000, 0, true, 2, 1)], _edges[..2]);
    }

    [Fact]
    public void What_it_cannot_promise_is_said()
    {
        using var reader = Open();

        Assert.StartsWith("through System.Device.Gpio (scripted), since Linux ", reader.Limits);
        Assert.Contains("lost edges are not noticed", reader.Limits);
        Assert.DoesNotContain("pull-up", reader.Limits);
    }

    [Fact]
    public void A_line_that_idles_high_gets_its_pull_up_or_is_said_to_have_none()
    {
        using (Open())
        {
            Assert.Equal((PinMode.Input, PinMode.InputPullUp), (_kernel.Driver.Modes[17], _kernel.Driver.Modes[27]));
        }

        _kernel.Driver = new() { PullsUp = false };
        using var reader = Open();

        Assert.Equal(PinMode.Input, _kernel.Driver.Modes[27]);
        Assert.Contains("it sets no pull-ups, so give lines that idle high a resistor", reader.Limits);
    }

    [Fact]
    public void An_edge_of_a_level_line_that_the_driver_missed_is_mended_within_a_second()
    {
        using var reader = Open();
        _kernel.Driver.Set(17, high: true, silent: true);
        Assert.Equal(0, reader.Read(_edges, Soon));

        _time.Advance(TimeSpan.FromSeconds(1));
        reader.Read(_edges, TimeSpan.Zero);
        _kernel.Driver.Set(17, high: true);

        Assert.Equal(1, reader.Read(_edges, Soon));
        Assert.Equal((0, true), (_edges[0].Line, _edges[0].Rising));
    }

    [Fact]
    public void A_level_is_no_piece()
    {
        using var reader = Open();
        _kernel.Driver.Set(27, high: true, silent: true);
        _time.Advance(TimeSpan.FromSeconds(1));
        reader.Read(_edges, TimeSpan.Zero);

        Assert.Equal(0, reader.Read(_edges, Soon));
    }

    [Fact]
    public void A_held_line_is_named_with_its_holder()
    {
        _kernel.Chips[0].Held[17] = "lirc";

        var error = Assert.Throws<GpioException>(Open);

        Assert.StartsWith("edge-old (/dev/gpiochip0, 32 lines): run on GPIO17 (line 17) is held by \"lirc\" – end that", error.Message);
        Assert.True(error.OfLines);
        Assert.Equal((0, true), (_kernel.OpenDescriptors, _kernel.Driver.IsDisposed));
    }

    [Fact]
    public void A_chip_that_is_gone_ends_reading_within_a_second()
    {
        using var reader = Open();
        _kernel.Driver.IsGone = true;
        _time.Advance(TimeSpan.FromSeconds(1));

        var error = Assert.Throws<GpioException>(() => reader.Read(_edges, Soon));

        Assert.Contains("edge-old (/dev/gpiochip0, 32 lines): scripted says: Error 19 reading", error.Message);
    }

    [Fact]
    public void Nothing_stays_open_after_the_reader()
    {
        Open().Dispose();

        Assert.Equal((0, true), (_kernel.OpenDescriptors, _kernel.Driver.IsDisposed));
    }

    [Fact]
    public void Outputs_are_driven_the_same_way()
    {
        var lamp = new GpioLine("lamp", "GPIO17", 0, GpioEdges.Both, PullUp: false, TimeSpan.Zero);
        var output = GpioLines.OpenOutput(_kernel, "auto", lamp, high: true);
        Assert.Equal((PinMode.Output, PinValue.High), (_kernel.Driver.Modes[17], _kernel.Driver.Level(17)));

        output.Set(high: false);

        Assert.Equal(PinValue.Low, _kernel.Driver.Level(17));
        _kernel.Driver.IsGone = true;
        Assert.Throws<GpioException>(() => output.Set(high: true));
        output.Dispose();
        Assert.True(_kernel.Driver.IsDisposed);
    }

    private IGpioLines Open() => GpioLines.Open(
        _kernel, "auto",
        [
            new("run", "GPIO17", 0, GpioEdges.Both, PullUp: false, TimeSpan.Zero) { IsLevel = true },
            new("good", null, 27, GpioEdges.Falling, PullUp: true, TimeSpan.Zero),
        ],
        _time);
}
