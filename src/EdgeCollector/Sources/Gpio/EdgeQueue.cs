namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// Edges from a driver's threads on their way to the reader's. It numbers them, keeps as many as the kernel would, and drops the oldest,
/// so that its own losses show in the numbers.
/// </summary>
internal sealed class EdgeQueue(int lines)
{
    public const int Size = 1024;
    private readonly object _gate = new();
    private readonly GpioEdge[] _edges = new GpioEdge[Size];
    private readonly uint[] _ofLine = new uint[lines];
    private uint _sequence;
    private int _start;
    private int _count;
    private bool _woken;

    public void Add(int line, bool rising, long monotonicTime)
    {
        lock (_gate)
        {
            if (_count == Size)
            {
                _start = (_start + 1) % Size;
                _count--;
            }

            _edges[(_start + _count) % Size] = new(monotonicTime, line, rising, ++_sequence, ++_ofLine[line]);
            _count++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <returns>How many were taken; 0 on time-out, or when woken.</returns>
    public int Take(Span<GpioEdge> into, TimeSpan timeout)
    {
        lock (_gate)
        {
            if (_count == 0 && !_woken)
            {
                Monitor.Wait(_gate, timeout);
            }

            _woken = false;
            var taken = Math.Min(_count, into.Length);
            for (var i = 0; i < taken; i++)
            {
                into[i] = _edges[(_start + i) % Size];
            }

            _start = (_start + taken) % Size;
            _count -= taken;
            return taken;
        }
    }

    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.PulseAll(_gate);
        }
    }
}
