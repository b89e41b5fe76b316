using System.Runtime.InteropServices;

namespace EdgeCollector.Sources.Gpio;

/// <summary>The kernel itself, without a native library in between.</summary>
internal sealed partial class GpioNative : IGpioKernel
{
    private const int ReadCloseOnExec = 0x80000;
    private const int EventCloseOnExecNonBlocking = 0x80800;
    private const short PollIn = 1;
    private const short PollGone = 8 | 16 | 32;     // POLLERR, POLLHUP, POLLNVAL

    public static GpioNative Instance { get; } = new();

    public IReadOnlyList<string> Devices() => Directory.GetFiles("/dev", "gpiochip*");

    public int Open(string path) => OrError(open(path, ReadCloseOnExec));

    public unsafe int Control(int descriptor, uint request, Span<byte> argument)
    {
        fixed (byte* bytes = argument)
        {
            return OrError(ioctl(descriptor, request, bytes));
        }
    }

    public unsafe int Read(int descriptor, Span<byte> into)
    {
        fixed (byte* bytes = into)
        {
            return OrError((int)read(descriptor, bytes, (nuint)into.Length));
        }
    }

    public unsafe int Wait(int lines, int waker, TimeSpan timeout, out GpioReady ready)
    {
        ready = GpioReady.None;
        var waits = stackalloc PollDescriptor[2] { new(lines, PollIn, 0), new(waker, PollIn, 0) };
        var result = OrError(poll(waits, 2, (int)timeout.TotalMilliseconds));
        if (result < 0)
        {
            return result;
        }

        ready |= (waits[0].Returned & PollIn) != 0 ? GpioReady.Edges : 0;
        ready |= (waits[0].Returned & PollGone) != 0 ? GpioReady.Gone : 0;
        ready |= (waits[1].Returned & PollIn) != 0 ? GpioReady.Woken : 0;
        return 0;
    }

    public int CreateWaker() => OrError(eventfd(0, EventCloseOnExecNonBlocking));

    public unsafe int Signal(int waker)
    {
        var one = 1UL;
        return OrError((int)write(waker, &one, sizeof(ulong)));
    }

    public void Close(int descriptor) => _ = close(descriptor);

    public ChipDriver OpenDriver(GpioChip chip) => ChipDrivers.Open(chip);

    private static int OrError(int result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int ioctl(int descriptor, nuint request, byte* argument);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial nint read(int descriptor, byte* into, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial nint write(int descriptor, ulong* from, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint start, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);

    /// <summary>struct pollfd.</summary>
    private readonly record struct PollDescriptor(int Descriptor, short Events, short Returned);
}
