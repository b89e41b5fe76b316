using EdgeCollector.Outputs;
using EdgeCollector.Sources.Gpio;
using EdgeCollector.Tests.Sources.Gpio;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Outputs;

/// <summary>The lamp's line over a scripted kernel that reads the request's bytes.</summary>
public sealed class LampPinTests
{
    private readonly ScriptedKernel _kernel = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<(GpioHealth Health, string Message)> _reports = [];

    [Fact]
    public void A_lamp_is_safe_until_something_is_known_and_when_it_is_left()
    {
        _kernel.Add("pinctrl-rp1", 54);
        var off = Pin(5, safe: false);
        var on = Pin(6, safe: true);

        off.Show(null);
        on.Show(null);
        Assert.Equal((false, true), (_kernel.Driven(5), _kernel.Driven(6)));

        off.Show(true);
        on.Show(false);
        Assert.Equal((true, false), (_kernel.Driven(5), _kernel.Driven(6)));

        off.Leave();
        on.Leave();
        Assert.Equal((false, true), (_kernel.Driven(5), _kernel.Driven(6)));
        Assert.Equal(0, _kernel.OpenDescriptors);
    }

    [Fact]
    public void A_lamp_that_is_active_low_is_lit_by_a_low_line()
    {
        _kernel.Add("pinctrl-rp1", 54);
        var pin = Pin(5, safe: false, activeLow: true);

        pin.Show(null);
        Assert.True(_kernel.Driven(5));
        pin.Show(true);
        Assert.False(_kernel.Driven(5));
        pin.Leave();
        Assert.True(_kernel.Driven(5));
    }

    [Fact]
    public void A_missing_chip_is_said_once_and_tried_every_2_seconds()
    {
        var pin = Pin(5, safe: false);
        pin.Show(true);
        _kernel.Add("pinctrl-rp1", 54);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        pin.Show(true);
        Assert.Null(_kernel.Driven(5));

        _time.Advance(TimeSpan.FromSeconds(0.1));
        pin.Show(true);

        Assert.True(_kernel.Driven(5));
        Assert.Equal([GpioHealth.Wait, GpioHealth.Ok], _reports.Select(report => report.Health));
        pin.Leave();
    }

    [Fact]
    public void A_chip_that_goes_is_noticed_though_the_lamp_does_not_change()
    {
        _kernel.Add("pinctrl-rp1", 54);
        var pin = Pin(5, safe: false);
        pin.Show(true);
        _kernel.Unplug();

        pin.Show(true);

        Assert.Equal(GpioHealth.Wait, _reports[^1].Health);
        Assert.Contains("the chip is gone", _reports[^1].Message);
        Assert.Equal(0, _kernel.OpenDescriptors);
    }

    [Fact]
    public void A_line_that_is_held_names_chip_line_and_holder()
    {
        _kernel.Add("pinctrl-rp1", 54).Held[5] = "fan-control";
        _kernel.RefuseLines = 16;

        Pin(5, safe: false).Show(null);

        Assert.Equal(
            (GpioHealth.Failed, "pinctrl-rp1 (/dev/gpiochip0, 54 lines): andon on line 5 is held by \"fan-control\" – end that program, "
                + "switch off the pin's other function, or use another line"),
            _reports[^1]);
        Assert.Equal(0, _kernel.OpenDescriptors);
    }

    private LampPin Pin(int pin, bool safe, bool activeLow = false)
    {
        var line = new GpioLine("andon", null, pin, GpioEdges.Both, PullUp: false, TimeSpan.Zero);
        return new(
            safe, activeLow, high => GpioLines.OpenOutput(_kernel, "auto", line, high), _time, (health, message) =>
                _reports.Add((health, message)));
    }
}
