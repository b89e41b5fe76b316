namespace EdgeCollector.Sources.Gpio;

/// <summary>Opens lines by what they are called: through version 2 of the kernel's character device, or, where a kernel before Linux 5.10
/// has none, through System.Device.Gpio with its weaker promise.</summary>
internal static class GpioLines
{
    /// <param name="kernel">The system.</param>
    /// <param name="chip">auto, a label, or a path.</param>
    /// <param name="lines">A line's position here is its number in <see cref="IGpioLines"/>.</param>
    /// <param name="time">Stamps the edges where the kernel does not.</param>
    /// <exception cref="GpioException">The chip or a line cannot be had.</exception>
    public static IGpioLines Open(IGpioKernel kernel, string chip, IReadOnlyList<GpioLine> lines, TimeProvider time)
    {
        using var owner = GpioChips.Open(kernel, chip);
        var offsets = GpioChips.Find(owner, lines);
        return owner.HasV2 ? GpioLineReader.Open(kernel, owner, offsets, lines) : new GpioDriverReader(kernel, owner, offsets, lines, time);
    }

    /// <param name="line">The line; its signal is the output's name.</param>
    /// <param name="high">Its level from the first moment on.</param>
    /// <exception cref="GpioException">The chip or the line cannot be had.</exception>
    public static IGpioOutput OpenOutput(IGpioKernel kernel, string chip, GpioLine line, bool high)
    {
        using var owner = GpioChips.Open(kernel, chip);
        var offset = GpioChips.Find(owner, line);
        return owner.HasV2 ? GpioOutputLine.Open(kernel, owner, offset, line, high) : new GpioDriverOutput(kernel, owner, offset, line, high);
    }
}
