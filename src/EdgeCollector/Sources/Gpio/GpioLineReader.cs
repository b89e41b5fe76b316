namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// The lines of a chip, asked for in one request of the kernel's character device: each edge with the time the interrupt saw it
/// (CLOCK_MONOTONIC), its number among all of them and its number on its line. The kernel debounces and keeps 1,024 edges; a slower
/// reader loses the oldest, and sees it in the numbers.
/// </summary>
internal sealed class GpioLineReader : IGpioLines
{
    private const int ReadAtMost = 64;
    private readonly IGpioKernel _kernel;
    private readonly string _chip;
    private readonly uint[] _offsets;
    private readonly int _lines;
    private readonly int _waker;
    private readonly byte[] _events = new byte[ReadAtMost * GpioAbi.LineEventSize];

    private GpioLineReader(IGpioKernel kernel, string chip, uint[] offsets, int lines, int waker)
    {
        _kernel = kernel;
        _chip = chip;
        _offsets = offsets;
        _lines = lines;
        _waker = waker;
    }

    public bool Debounces => true;

    /// <param name="kernel">The system.</param>
    /// <param name="chip">The request outlives it.</param>
    /// <param name="offsets">On the chip, one for each line.</param>
    /// <param name="lines">A line's position here is its number in <see cref="IGpioLines"/>.</param>
    /// <exception cref="GpioException">A line cannot be had.</exception>
    public static GpioLineReader Open(IGpioKernel kernel, GpioChip chip, uint[] offsets, IReadOnlyList<GpioLine> lines)
    {
        var requested = chip.Request(offsets, lines);
        var waker = kernel.CreateWaker();
        if (waker < 0)
        {
            kernel.Close(requested);
            throw GpioException.Of("eventfd", -waker);
        }

        return new(kernel, chip.ToString(), offsets, requested, waker);
    }

    public bool ReadLevel(int line)
    {
        Span<byte> values = stackalloc byte[GpioAbi.LineValuesSize];
        GpioAbi.WriteValuesRequest(values, 1UL << line);
        var result = _kernel.Control(_lines, GpioAbi.GetLineValues, values);
        return result >= 0 ? (GpioAbi.ReadValues(values) >> line & 1) != 0 : throw Failed(-result);
    }

    public int Read(Span<GpioEdge> into, TimeSpan timeout)
    {
        var result = _kernel.Wait(_lines, _waker, timeout, out var ready);
        if (result < 0)
        {
            return Passing(-result) ? 0 : throw Failed(-result);
        }

        if (ready.HasFlag(GpioReady.Woken))
        {
            _kernel.Read(_waker, _events.AsSpan(0, sizeof(ulong)));
        }

        if (ready.HasFlag(GpioReady.Edges) && !into.IsEmpty)
        {
            return ReadEdges(into[..Math.Min(into.Length, ReadAtMost)]);
        }

        return ready.HasFlag(GpioReady.Gone) ? throw Failed(Errno.NoDevice) : 0;
    }

    public void Wake() => _kernel.Signal(_waker);

    public void Dispose()
    {
        _kernel.Close(_lines);
        _kernel.Close(_waker);
    }

    private static bool Passing(int error) => error is Errno.Interrupted or Errno.TryAgain;

    private int ReadEdges(Span<GpioEdge> into)
    {
        var bytes = _kernel.Read(_lines, _events.AsSpan(0, into.Length * GpioAbi.LineEventSize));
        if (bytes < 0)
        {
            return Passing(-bytes) ? 0 : throw Failed(-bytes);
        }

        var count = bytes / GpioAbi.LineEventSize;
        for (var i = 0; i < count; i++)
        {
            var edge = GpioAbi.ReadEvent(_events.AsSpan(i * GpioAbi.LineEventSize, GpioAbi.LineEventSize));
            into[i] = edge with { Line = Array.IndexOf(_offsets, (uint)edge.Line) };
        }

        return count;
    }

    private GpioException Failed(int error) => error == Errno.NoDevice
        ? new($"{_chip}: the chip is gone – plug it in again; tried every 2 s", GpioHealth.Wait)
        : GpioException.Of(_chip, error);
}
