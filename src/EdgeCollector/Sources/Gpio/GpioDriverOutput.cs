namespace EdgeCollector.Sources.Gpio;

/// <summary>A line driven through System.Device.Gpio, where the kernel has no version 2 of the character device.</summary>
internal sealed class GpioDriverOutput : IGpioOutput
{
    private readonly GpioDriverLines _lines;

    /// <exception cref="GpioException">The driver or the line cannot be had.</exception>
    public GpioDriverOutput(IGpioKernel kernel, GpioChip chip, uint offset, GpioLine line, bool high)
    {
        _lines = new(kernel, chip);
        try
        {
            _lines.OpenOutput(offset, line, high);
        }
        catch (GpioException)
        {
            _lines.Dispose();
            throw;
        }
    }

    public void Set(bool high) => _lines.Write(0, high);

    public void Dispose() => _lines.Dispose();
}
