using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// One machine's decisions without I/O, for one opening of the lines: which edge is a sample, of which signal, at which UTC time.
/// </summary>
/// <param name="lines">The machine's; a line's number is its place in what was asked of <paramref name="chip"/>.</param>
internal sealed class GpioSampler(int machineId, IReadOnlyList<GpioInput> lines, IGpioLines chip, OwnClock clock)
{
    /// <summary>The reason's word of a gap whose edges were lost.</summary>
    public const string EdgesLost = "edges_lost";

    private readonly long[] _lastPulse = [.. lines.Select(_ => long.MinValue)];
    private readonly uint[] _lastNumber = new uint[lines.Count];
    private readonly uint[] _lost = new uint[lines.Count];
    private readonly long[] _spacing = [.. lines.Select(line => Math.Max(chip.Debounces ? 0 : line.Spacing, line.LeastSpacing))];

    /// <summary>Pulses rejected as bounces.</summary>
    public long Bounces { get; private set; }

    /// <summary>Pulses that were lost and are counted all the same, since the line's own numbers tell how many they were.</summary>
    public long Recovered { get; private set; }

    /// <summary>Inputs that one call can give at most: a sample for each edge; a loss and a connection, or a gap, and a sample for each
    /// line.</summary>
    public static int Most(int edges, int lines) => edges + 2 + lines;

    /// <summary>The source is there: communication restored, then every level line's present level.</summary>
    /// <exception cref="IOException">The chip is gone again.</exception>
    public int Connected(long now, Span<Input> into, InputFlags flags = InputFlags.None)
    {
        into[0] = At(now, now) with { Kind = InputKind.Communication, Id = machineId, Bits = 1, Flags = flags };
        var count = 1;
        foreach (var line in lines)
        {
            if (!line.Signal.Pulse)
            {
                into[count++] = Level(line, chip.ReadLevel(line.Line), now, now) with { Flags = flags | InputFlags.Initial };
            }
        }

        return count;
    }

    /// <summary>The source is gone since its last proof of life.</summary>
    public Input Lost(long lastSeen, long now) =>
        At(lastSeen, now) with { Kind = InputKind.Communication, Id = machineId, Bits = 0 };

    /// <summary>An edge of any line to this machine's samples; returns how many.</summary>
    public int Sample(in GpioEdge edge, long now, Span<Input> into)
    {
        var count = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Line == edge.Line && ToSample(i, edge, now, out var sample))
            {
                into[count++] = sample;
            }
        }

        return count;
    }

    /// <summary>Lost edges, of this machine or of another one on the chip, as a gap; then what is known after it: present levels, and no
    /// piece, flagged.</summary>
    public int Gap(in EdgeLoss loss, long now, Span<Input> into)
    {
        into[0] = At(loss.From, now) with
        {
            Kind = InputKind.Gap,
            Id = machineId,
            Bits = clock.Utc(loss.To),
            Reference = EdgesLost,
        };
        var count = 1;
        try
        {
            foreach (var line in lines)
            {
                into[count] = line.Signal.Pulse ? Pulses(line, 0, loss.To, now) : Level(line, chip.ReadLevel(line.Line), now, now);
                into[count++].Flags |= InputFlags.Estimated;
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
        _lost[index] += Missing(index, edge.LineSequence);
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
        sample = Pulses(line, 1 + _lost[index], edge.MonotonicTime, now);
        if (_lost[index] > 0)
        {
            Recovered += _lost[index];
            _lost[index] = 0;
            sample.Flags |= InputFlags.Estimated;
        }

        return true;
    }

    /// <summary>Edges of this line that were lost just before this one. They count, since only edges that count were asked for.</summary>
    private uint Missing(int index, uint number)
    {
        var lost = number == 0 ? 0 : unchecked(number - _lastNumber[index] - 1);
        _lastNumber[index] = number;
        return lost;
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

    private Input At(long monotonic, long now) => new()
    {
        SourceTime = clock.Utc(monotonic),
        ReceiveTime = clock.Utc(now),
        MonotonicTime = now,
        Flags = clock.Behind ? InputFlags.Clock : InputFlags.None,
    };
}
