using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// The decisions of a GPIO source without its I/O, for one opening of the lines: which edge is a sample, of which signal, at which
/// UTC time, and which edges were lost. Edges carry the monotonic clock, so a step of the wall clock neither loses nor doubles time
/// between them.
/// </summary>
internal sealed class GpioSampler(int machineId, IReadOnlyList<GpioInput> lines, IGpioLines chip, TimeProvider time)
{
    /// <summary>The reason's word of a gap whose edges were lost.</summary>
    public const string EdgesLost = "edges_lost";

    /// <summary>Losses within this time are one gap (ns): each is committed at once, and an overload must not make the disk its next
    /// victim.</summary>
    private const long GapAtMost = 1_000_000_000;

    private readonly long[] _lastPulse = [.. lines.Select(_ => long.MinValue)];
    private readonly long[] _spacing = [.. lines.Select(line => Math.Max(chip.Debounces ? 0 : line.Spacing, line.LeastSpacing))];
    private EdgeSequence? _sequence;
    private long _gapSince = long.MaxValue;
    private long _lastSeen;

    public long LostEdges { get; private set; }

    public long Bounces { get; private set; }

    /// <summary>Inputs that one call can give: a sample for each edge, then a gap and a sample for each line.</summary>
    public static int Most(int edges, int lines) => edges + 1 + lines;

    /// <summary>The source is there: communication restored, then every level line's present level.</summary>
    /// <exception cref="IOException">The chip is gone again.</exception>
    public int Connected(Span<Input> into)
    {
        var now = time.MonotonicNanoseconds();
        into[0] = At(now, now) with { Kind = InputKind.Communication, Id = machineId, Bits = 1 };
        var count = 1;
        foreach (var line in lines)
        {
            if (!line.Signal.Pulse)
            {
                into[count++] = Level(line, chip.ReadLevel(line.Line), now, now) with { Flags = InputFlags.Initial };
            }
        }

        _sequence = new(now);
        _lastSeen = now;
        return count;
    }

    /// <summary>The source is gone: lost since the last proof of life; nothing where it never was there.</summary>
    public int Lost(Span<Input> into)
    {
        if (_sequence is null)
        {
            return 0;
        }

        into[0] = At(_lastSeen, time.MonotonicNanoseconds()) with { Kind = InputKind.Communication, Id = machineId, Bits = 0 };
        _sequence = null;
        return 1;
    }

    /// <summary>Turns edges into samples, in order; returns how many. A time-out (no edges) is a proof of life too.</summary>
    public int Sample(ReadOnlySpan<GpioEdge> edges, Span<Input> into)
    {
        var now = time.MonotonicNanoseconds();
        var count = 0;
        foreach (ref readonly var edge in edges)
        {
            _sequence!.Accept(edge.Sequence, edge.MonotonicTime);
            for (var i = 0; i < lines.Count; i++)
            {
                if (lines[i].Line == edge.Line && ToSample(i, edge, now, out var sample))
                {
                    into[count++] = sample;
                }
            }
        }

        _lastSeen = now;
        _gapSince = !_sequence!.Open ? long.MaxValue : Math.Min(_gapSince, now);
        return _sequence.Open && (edges.IsEmpty || now - _gapSince >= GapAtMost) ? count + Gap(into[count..], now) : count;
    }

    /// <summary>The lost edges as a gap, then what is known after it: present levels, and no piece, flagged.</summary>
    private int Gap(Span<Input> into, long now)
    {
        _gapSince = long.MaxValue;
        if (!_sequence!.TryTake(out var loss))
        {
            return 0;
        }

        LostEdges += loss.Count;
        var gap = At(loss.From, now) with { Kind = InputKind.Gap, Id = machineId, Reference = EdgesLost };
        gap.Bits = gap.ReceiveTime - (now - loss.To);
        into[0] = gap;
        var count = 1;
        try
        {
            foreach (var line in lines)
            {
                into[count] = (line.Signal.Pulse ? Pulses(line, 0, loss.To, now) : Level(line, chip.ReadLevel(line.Line), now, now))
                    with
                { Flags = InputFlags.Estimated };
                count++;
            }
        }
        catch (IOException)
        {
            // The chip is gone: the next read says so, and the edges read before it are not lost with it.
        }

        return count;
    }

    private bool ToSample(int index, in GpioEdge edge, long now, out Input sample)
    {
        var line = lines[index];
        if (!line.Signal.Pulse)
        {
            sample = Level(line, edge.Rising, edge.MonotonicTime, now);
            return true;
        }

        sample = default;
        if (!(edge.Rising ? line.Rising : line.Falling))
        {
            return false;
        }

        if (_lastPulse[index] != long.MinValue && edge.MonotonicTime - _lastPulse[index] < _spacing[index])
        {
            Bounces++;
            return false;
        }

        _lastPulse[index] = edge.MonotonicTime;
        sample = Pulses(line, 1, edge.MonotonicTime, now);
        return true;
    }

    private Input Pulses(GpioInput line, long count, long at, long now) =>
        At(at, now) with { Kind = InputKind.Sample, ValueKind = ValueKind.Unsigned, Id = line.Signal.Id, Bits = count };

    private Input Level(GpioInput line, bool high, long at, long now) => At(at, now) with
    {
        Kind = InputKind.Sample,
        ValueKind = ValueKind.Boolean,
        Id = line.Signal.Id,
        Bits = high != line.ActiveLow ? 1 : 0,
    };

    private Input At(long monotonic, long now)
    {
        var utc = time.UtcNanoseconds();
        return new Input { SourceTime = utc - (now - monotonic), ReceiveTime = utc, MonotonicTime = now };
    }
}
