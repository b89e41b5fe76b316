using System.Runtime.InteropServices;

namespace EdgeCollector.Telemetry;

/// <summary>How well the kernel's clock is kept: adjtimex(2), read only.</summary>
internal static partial class SystemClock
{
    // struct timex of 64-bit Linux: modes, offset, freq, maxerror, esterror, status, ...
    private const int TimexSize = 208;
    private const int OffsetAt = 8;
    private const int StatusAt = 40;
    private const int Unsynchronised = 0x40;
    private const int Nanoseconds = 0x2000;

    /// <param name="Offset">What the kernel still has to make up for.</param>
    public readonly record struct State(bool IsSynchronised, TimeSpan Offset);

    public static unsafe State Read()
    {
        var timex = stackalloc byte[TimexSize];
        new Span<byte>(timex, TimexSize).Clear();
        if (adjtimex(timex) < 0)
        {
            return default;
        }

        var status = *(int*)(timex + StatusAt);
        var offset = *(long*)(timex + OffsetAt);
        return new((status & Unsynchronised) == 0, TimeSpan.FromTicks((status & Nanoseconds) != 0 ? offset / 100 : offset * 10));
    }

    [LibraryImport("libc")]
    private static unsafe partial int adjtimex(byte* timex);
}
