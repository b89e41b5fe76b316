using EdgeCollector.Core.Inputs;
using EdgeCollector.Sources.Gpio;

namespace EdgeCollector.Demo;

/// <summary>
/// GPIO lines that a <see cref="SimulatedPacker"/> drives. As the kernel, it numbers every edge and keeps at most
/// <see cref="Capacity"/> unread ones: what comes then is lost, and the numbers show it.
/// </summary>
/// <param name="time">The clock whose UTC the packer's times are; edges carry its monotonic time.</param>
internal sealed class SimulatedLines(TimeProvider time) : IGpioLines
{
    /// <summary>Unread edges kept; minutes of a packer at sixty times its speed.</summary>
    public const int Capacity = 16_384;

    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _news = new(false);
    private readonly Queue<GpioEdge> _edges = new();
    private readonly HashSet<int> _high = [];
    private readonly long _utcToMonotonic = time.MonotonicNanoseconds() - time.UtcNanoseconds();
    private uint _sequence;
    private bool _isGone;

    /// <summary>Edges lost because nobody read them in time.</summary>
    public long Lost { get; private set; }

    /// <summary>Puts edges on the lines, in their order. Any thread, one at a time.</summary>
    public void Drive(IReadOnlyList<PackerEdge> edges)
    {
        if (edges.Count == 0) return;
        lock (_gate)
        {
            foreach (var edge in edges)
            {
                var line = (int)edge.Line;
                if (edge.Rising) _high.Add(line);
                else _high.Remove(line);
                _sequence++;
                if (_edges.Count == Capacity) Lost++;
                else _edges.Enqueue(new((edge.At * 1_000_000) + _utcToMonotonic, line, edge.Rising, _sequence));
            }

            _news.Set();
        }
    }

    public bool ReadLevel(int line)
    {
        lock (_gate)
        {
            return _high.Contains(line);
        }
    }

    public int Read(Span<GpioEdge> into, TimeSpan timeout)
    {
        _news.Wait(timeout);
        lock (_gate)
        {
            if (_isGone) throw new IOException("The simulated lines are gone.");

            var count = 0;
            while (count < into.Length && _edges.TryDequeue(out var edge))
            {
                into[count++] = edge;
            }

            if (_edges.Count == 0) _news.Reset();
            return count;
        }
    }

    public void Wake()
    {
        lock (_gate)
        {
            _news.Set();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isGone = true;
            _news.Set();
        }
    }
}
