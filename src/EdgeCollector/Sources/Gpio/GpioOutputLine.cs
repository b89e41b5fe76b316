namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// A line driven through the kernel's character device, in a request of its own, so that one line that is held takes no other with it.
/// System.Device.Gpio stands in only where it must (<see cref="GpioLines"/>): its drivers for this device need libgpiod, which a
/// self-contained build does not bring and a board's image may lack, and tell neither who holds a line nor that the chip is gone.
/// </summary>
internal sealed class GpioOutputLine : IGpioOutput
{
    private readonly IGpioKernel _kernel;
    private readonly string _chip;
    private readonly int _descriptor;

    private GpioOutputLine(IGpioKernel kernel, string chip, int descriptor) => (_kernel, _chip, _descriptor) = (kernel, chip, descriptor);

    /// <param name="kernel">The system.</param>
    /// <param name="chip">The request outlives it.</param>
    /// <param name="offset">On the chip.</param>
    /// <param name="line">The line; its signal is the output's name.</param>
    /// <param name="high">Its level from the first moment on.</param>
    /// <exception cref="GpioException">The line cannot be had.</exception>
    public static GpioOutputLine Open(IGpioKernel kernel, GpioChip chip, uint offset, GpioLine line, bool high) =>
        new(kernel, chip.ToString(), chip.RequestOutput(offset, line, high));

    public void Set(bool high)
    {
        Span<byte> values = stackalloc byte[GpioAbi.LineValuesSize];
        GpioAbi.WriteValues(values, high ? 1UL : 0, 1);
        if (_kernel.Control(_descriptor, GpioAbi.SetLineValues, values) is var result and < 0)
        {
            throw -result == Errno.NoDevice
                ? new GpioException($"{_chip}: the chip is gone – plug it in again; tried every 2 s", GpioHealth.Wait)
                : GpioException.Of(_chip, -result);
        }
    }

    public void Dispose() => _kernel.Close(_descriptor);
}
