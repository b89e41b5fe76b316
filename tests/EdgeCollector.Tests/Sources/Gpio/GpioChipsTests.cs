using EdgeCollector.Sources.Gpio;
using Xunit;

namespace EdgeCollector.Tests.Sources.Gpio;

public sealed class GpioChipsTests
{
    private readonly ScriptedKernel _kernel = new();

    [Theory]
    [InlineData("pinctrl-rp1")]
    [InlineData("pinctrl-bcm2711")]
    [InlineData("pinctrl-bcm2835")]
    public void Auto_takes_the_header_of_a_Raspberry_Pi_wherever_it_is_in_the_list(string label)
    {
        _kernel.Add("gpio-brcmstb@107d508500", 32);
        _kernel.Add("raspberrypi-exp-gpio", 8);
        _kernel.Add(label, 54);

        using var chip = GpioChips.Open(_kernel, "auto");

        Assert.Equal(("/dev/gpiochip2", label), (chip.Path, chip.Label));
        Assert.Equal(1, _kernel.OpenDescriptors);
    }

    [Fact]
    public void Auto_takes_the_only_chip_of_another_board()
    {
        _kernel.Add("edge-hil", 32);

        using var chip = GpioChips.Open(_kernel, "auto");

        Assert.Equal("edge-hil", chip.Label);
    }

    [Fact]
    public void Auto_does_not_guess_among_several_chips_and_lists_them()
    {
        _kernel.Add("INTC1020:00", 96);
        _kernel.Add("dio-card", 16);

        var error = Refused("auto");

        Assert.Equal(
            "no chip is the board's own header – found INTC1020:00 (/dev/gpiochip0, 96 lines), dio-card (/dev/gpiochip1, 16 lines)",
            error.Message);
        Assert.Equal(GpioHealth.Failed, error.Health);
        Assert.Equal(0, _kernel.OpenDescriptors);
    }

    [Fact]
    public void A_chip_under_two_paths_is_one_chip()
    {
        var chip = _kernel.Add("pinctrl-rp1", 54);
        _kernel.Chips.Add(chip with { Path = "/dev/gpiochip4" });

        using var opened = GpioChips.Open(_kernel, "pinctrl-rp1");

        Assert.Equal("/dev/gpiochip0", opened.Path);
        Assert.Equal(1, _kernel.OpenDescriptors);
    }

    [Fact]
    public void A_missing_label_waits_for_the_chip_and_lists_those_found()
    {
        _kernel.Add("pinctrl-bcm2711", 58);

        var error = Refused("usb-io");

        Assert.Equal("no GPIO chip has the label \"usb-io\" – found pinctrl-bcm2711 (/dev/gpiochip0, 58 lines)", error.Message);
        Assert.Equal(GpioHealth.Wait, error.Health);
    }

    [Fact]
    public void Two_chips_of_one_label_are_told_apart_by_path()
    {
        _kernel.Add("ftdi-cbus", 4);
        _kernel.Add("ftdi-cbus", 4);

        Assert.Equal(
            "2 GPIO chips have the label \"ftdi-cbus\" – name one by its path: /dev/gpiochip0, /dev/gpiochip1",
            Refused("ftdi-cbus").Message);
        using var chip = GpioChips.Open(_kernel, "/dev/gpiochip1");
        Assert.Equal("gpiochip1", chip.Name);
    }

    [Fact]
    public void Without_any_chip_the_message_says_so() =>
        Assert.Equal("no chip is the board's own header – found none: there is no /dev/gpiochip*", Refused("auto").Message);

    [Fact]
    public void No_permission_names_the_group()
    {
        _kernel.Add("pinctrl-rp1", 54).Refuse = ScriptedKernel.PermissionDenied;

        var error = Refused("auto");

        Assert.Contains("/dev/gpiochip0: no permission – add the service's user to the group gpio", error.Message);
        Assert.Equal(GpioHealth.Failed, error.Health);
    }

    [Fact]
    public void A_path_to_something_else_is_refused()
    {
        _kernel.Add("", 0, "/dev/null").IsGpio = false;

        Assert.StartsWith("/dev/null is not a GPIO chip", Refused("/dev/null").Message);
        Assert.Equal(GpioHealth.Wait, Refused("/dev/gpiochip9").Health);
        Assert.Equal(0, _kernel.OpenDescriptors);
    }

    [Fact]
    public void A_line_is_found_by_its_name_and_by_its_offset()
    {
        _kernel.Add("edge-io", 8).Names[5] = "DI6";
        using var chip = GpioChips.Open(_kernel, "edge-io");

        Assert.Equal(5u, GpioChips.Find(chip, Line("DI6")));
        Assert.Equal(7u, GpioChips.Find(chip, Line(null, 7)));
        Assert.Equal(
            "edge-io (/dev/gpiochip0, 8 lines): good asks for pin 8, expected 0 to 7",
            Assert.Throws<GpioException>(() => GpioChips.Find(chip, Line(null, 8))).Message);
    }

    [Fact]
    public void A_pin_of_the_header_is_found_though_the_board_names_it_by_its_function()
    {
        _kernel.Add("pinctrl-bcm2835", 54).Names[2] = "SDA1";
        using var chip = GpioChips.Open(_kernel, "auto");

        Assert.Equal(2u, GpioChips.Find(chip, Line("GPIO2")));
    }

    [Fact]
    public void An_unknown_name_lists_those_the_chip_has()
    {
        var chip = _kernel.Add("edge-io", 8);
        using var unnamed = GpioChips.Open(_kernel, "auto");
        Assert.EndsWith(
            "good asks for line GPIO17, which it has not – its lines have no names, use pin: 0 to 7",
            Assert.Throws<GpioException>(() => GpioChips.Find(unnamed, Line("GPIO17"))).Message);

        chip.Names[0] = "DI1";
        chip.Names[1] = "DI2";
        Assert.EndsWith("– it has DI1, DI2", Assert.Throws<GpioException>(() => GpioChips.Find(unnamed, Line("GPIO17"))).Message);
    }

    [Fact]
    public void A_kernel_without_version_2_finds_lines_by_name_all_the_same()
    {
        _kernel.Add("edge-io", 8).Names[5] = "DI1";
        _kernel.HasVersion2 = false;
        using var chip = GpioChips.Open(_kernel, "auto");

        Assert.False(chip.HasV2);
        Assert.Equal(5u, GpioChips.Find(chip, Line("DI1")));
        Assert.EndsWith("– it has DI1", Assert.Throws<GpioException>(() => GpioChips.Find(chip, Line("DI2"))).Message);
    }

    [Fact]
    public void The_system_itself_lists_its_chips_without_a_fault() =>
        Assert.StartsWith(Directory.GetFiles("/dev", "gpiochip*").Length == 0 ? "found none" : "", GpioChips.Describe(GpioNative.Instance));

    [Fact]
    public void The_system_itself_says_that_dev_null_is_not_a_chip() => Assert.StartsWith(
        "/dev/null is not a GPIO chip", Assert.Throws<GpioException>(() => GpioChips.Open(GpioNative.Instance, "/dev/null")).Message);

    private static GpioLine Line(string? name, int pin = 0) => new("good", name, pin, GpioEdges.Falling, PullUp: true, TimeSpan.Zero);

    private GpioException Refused(string choice) => Assert.Throws<GpioException>(() => GpioChips.Open(_kernel, choice).Dispose());
}
