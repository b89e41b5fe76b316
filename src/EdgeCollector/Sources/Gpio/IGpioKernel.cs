namespace EdgeCollector.Sources.Gpio;

/// <summary>What ended a wait.</summary>
[Flags]
internal enum GpioReady
{
    None = 0,
    Edges = 1,
    Woken = 2,
    Gone = 4,
}

/// <summary>
/// The system calls that the reader needs, and no more: a scripted kernel takes its place in tests. All return a negative errno where
/// they fail.
/// </summary>
internal interface IGpioKernel
{
    /// <summary>Paths of the chips' devices, /dev/gpiochip0 and so on, in no order that means anything.</summary>
    IReadOnlyList<string> Devices();

    /// <summary>open(2); the descriptor.</summary>
    int Open(string path);

    /// <summary>ioctl(2) with a structure of <see cref="GpioAbi"/>, in and out.</summary>
    int Control(int descriptor, uint request, Span<byte> argument);

    /// <summary>read(2); how many bytes.</summary>
    int Read(int descriptor, Span<byte> into);

    /// <summary>poll(2) for edges of <paramref name="lines"/> or a signal of <paramref name="waker"/>; 0.</summary>
    int Wait(int lines, int waker, TimeSpan timeout, out GpioReady ready);

    /// <summary>eventfd(2): a descriptor that <see cref="Signal"/> makes readable.</summary>
    int CreateWaker();

    int Signal(int waker);

    void Close(int descriptor);

    /// <summary>System.Device.Gpio's driver for a chip that has no version 2.</summary>
    /// <exception cref="GpioException">There is none.</exception>
    ChipDriver OpenDriver(GpioChip chip);
}
