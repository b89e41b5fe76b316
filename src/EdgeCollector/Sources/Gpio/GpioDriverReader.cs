using System.Device.Gpio;
using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// The lines of a chip through System.Device.Gpio, where the kernel has no version 2 of the character device. A weaker promise, said in
/// <see cref="Limits"/>: an edge's time is when this process was told of it, and an edge that the driver misses is missed silently. So
/// that a missed edge does not leave a machine running or standing for ever, the levels of level lines are read once a second.
/// </summary>
internal sealed class GpioDriverReader : IGpioLines
{
    private static readonly TimeSpan ReadLevelsEvery = TimeSpan.FromSeconds(1);
    private readonly TimeProvider _time;
    private readonly GpioDriverLines _lines;
    private readonly bool[] _isLevel;
    private readonly bool[] _last;
    private readonly object _gate = new();
    private readonly EdgeQueue _queue;
    private long _levelsRead;

    /// <param name="chip">Only looked at here; stays the caller's.</param>
    /// <param name="offsets">On the chip, one for each line.</param>
    /// <exception cref="GpioException">The driver or a line cannot be had.</exception>
    public GpioDriverReader(IGpioKernel kernel, GpioChip chip, IReadOnlyList<uint> offsets, IReadOnlyList<GpioLine> lines, TimeProvider time)
    {
        _time = time;
        _queue = new(lines.Count);
        _isLevel = [.. lines.Select(line => line.IsLevel)];
        _last = new bool[lines.Count];
        _lines = new(kernel, chip);
        try
        {
            for (var i = 0; i < lines.Count; i++)
            {
                Listen(i, offsets[i], lines[i]);
            }
        }
        catch (GpioException)
        {
            _lines.Dispose();
            throw;
        }

        _levelsRead = time.GetTimestamp();
    }

    public string Limits => _lines.Limits;

    public bool ReadLevel(int line) => _lines.Read(line);

    public int Read(Span<GpioEdge> into, TimeSpan timeout)
    {
        var taken = _queue.Take(into, timeout);
        if (_time.GetElapsedTime(_levelsRead) >= ReadLevelsEvery)
        {
            _levelsRead = _time.GetTimestamp();
            CompareLevels();
        }

        return taken;
    }

    public void Wake() => _queue.Wake();

    public void Dispose() => _lines.Dispose();

    private void Listen(int line, uint offset, GpioLine asked)
    {
        _lines.Open(offset, asked);
        _last[line] = _lines.Read(line);
        _lines.Listen(line, (PinEventTypes)asked.Edges, rising => Edge(line, rising));
    }

    private void Edge(int line, bool rising)
    {
        lock (_gate)
        {
            // What the comparison of levels was first to see.
            if (_isLevel[line] && _last[line] == rising)
            {
                return;
            }

            _last[line] = rising;
            _queue.Add(line, rising, _time.MonotonicNanoseconds());
        }
    }

    /// <summary>One line at least is read, which is how a chip that is gone is noticed.</summary>
    private void CompareLevels()
    {
        for (var line = 0; line < _isLevel.Length; line++)
        {
            if (_isLevel[line])
            {
                Edge(line, _lines.Read(line));
            }
            else if (line == 0)
            {
                _lines.Read(line);
            }
        }
    }
}
