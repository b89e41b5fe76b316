using System.Device.Gpio;

namespace EdgeCollector.Sources.Gpio;

/// <summary>Lines opened through System.Device.Gpio, with its faults in our words. Owned by one thread.</summary>
internal sealed class GpioDriverLines : IDisposable
{
    private readonly List<int> _pins = [];
    private readonly GpioChip _chip;
    private readonly string _name;
    private readonly ChipDriver _driver;
    private readonly GpioController _controller;
    private bool _noPullUp;

    /// <exception cref="GpioException">No driver can be had for this chip.</exception>
    public GpioDriverLines(IGpioKernel kernel, GpioChip chip)
    {
        _chip = chip;
        _name = chip.ToString();
        _driver = kernel.OpenDriver(chip);
        _controller = new(_driver.Driver);
    }

    /// <summary>What this way of reading cannot promise, in one line.</summary>
    public string Limits =>
        $"through System.Device.Gpio ({_driver.Name}), since {ChipDrivers.Before(_chip)}: edges bear the time they were handed on, and "
        + "lost edges are not noticed – Linux 5.10 or newer gives both"
        + (_noPullUp ? "; it sets no pull-ups, so give lines that idle high a resistor" : "");

    /// <summary>Opens the next line as an input.</summary>
    /// <param name="offset">On the chip, which must still be open.</param>
    /// <exception cref="GpioException">Names the line, and who holds it.</exception>
    public void Open(uint offset, GpioLine line) => Do(offset, line, pin =>
    {
        var pullUp = line.PullUp && _controller.IsPinModeSupported(pin, PinMode.InputPullUp);
        _noPullUp |= line.PullUp && !pullUp;
        _controller.OpenPin(pin, pullUp ? PinMode.InputPullUp : PinMode.Input);
    });

    /// <summary>Opens the next line to drive it; it has its level from the first moment on.</summary>
    /// <exception cref="GpioException">Names the line, and who holds it.</exception>
    public void OpenOutput(uint offset, GpioLine line, bool high) =>
        Do(offset, line, pin => _controller.OpenPin(pin, PinMode.Output, high));

    /// <exception cref="GpioException">The chip is gone.</exception>
    public bool Read(int line) => Try(() => _controller.Read(_pins[line]) == PinValue.High);

    /// <exception cref="GpioException">The chip is gone.</exception>
    public void Write(int line, bool high) => Try(() =>
    {
        _controller.Write(_pins[line], high);
        return true;
    });

    /// <param name="edge">Called on a thread of the driver: true for a rising edge.</param>
    /// <exception cref="GpioException">The line reports no edges.</exception>
    public void Listen(int line, PinEventTypes edges, Action<bool> edge) => Try(() =>
    {
        _controller.RegisterCallbackForPinValueChangedEvent(
            _pins[line], edges, (_, e) => edge(e.ChangeType == PinEventTypes.Rising));
        return true;
    });

    public void Dispose() => _controller.Dispose();

    private void Do(uint offset, GpioLine line, Action<int> open)
    {
        var info = _chip.Line(offset);
        if (info.Used)
        {
            throw GpioException.Held(_name, [$"{line.Signal} on {info} is held by {info.Holder}"]);
        }

        var pin = _driver.First + (int)offset;
        Try(() =>
        {
            open(pin);
            _pins.Add(pin);
            return true;
        });
    }

    private T Try<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new GpioException(
                $"{_name}: {_driver.Name} says: {e.Message} – tried again every 2 s; see that the chip is there and that the service's user "
                + "is in the group gpio",
                GpioHealth.Failed)
            { OfLines = e is not UnauthorizedAccessException };
        }
    }
}
