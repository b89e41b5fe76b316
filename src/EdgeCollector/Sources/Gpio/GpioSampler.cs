using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// The decisions of a GPIO source without its I/O: which edge is a sample, of which signal, at which UTC time. Edges carry the
/// monotonic clock, so a step of the wall clock neither loses nor doubles time between them.
/// </summary>
internal sealed class GpioSampler(int machineId, IReadOnlyList<GpioInput> lines, TimeProvider time)
{
    private readonly long[] _lastPulse = [.. lines.Select(_ => long.MinValue)];
    private uint _sequence;
    private bool _gap;
    private long _lastSeen;

    public long LostEdges { get; private set; }

    public long Bounces { get; private set; }

    /// <summary>The source is there: communication restored, then every level line's present level.</summary>
    public int Connected(IGpioLines chip, Span<Input> into)
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

        _lastSeen = now;
        return count;
    }

    /// <summary>The source is gone: lost since the last proof of life.</summary>
    public int Lost(Span<Input> into)
    {
        into[0] = At(_lastSeen, time.MonotonicNanoseconds()) with { Kind = InputKind.Communication, Id = machineId, Bits = 0 };
        return 1;
    }

    /// <summary>Turns edges into samples, in order; returns how many. A time-out (no edges) is a proof of life too.</summary>
    public int Sample(ReadOnlySpan<GpioEdge> edges, Span<Input> into)
    {
        var now = time.MonotonicNanoseconds();
        var count = 0;
        foreach (ref readonly var edge in edges)
        {
            if (_sequence != 0 && edge.Sequence != _sequence + 1)
            {
                LostEdges += edge.Sequence - _sequence - 1;
                _gap = true;
            }

            _sequence = edge.Sequence;
            for (var i = 0; i < lines.Count; i++)
            {
                if (lines[i].Line == edge.Line && ToSample(i, edge, now, out var sample))
                {
                    into[count++] = sample;
                }
            }
        }

        _lastSeen = now;
        return count;
    }

    /// <summary>Packs pulse samples of the same signal into one each, at the last one's time; returns the new length.</summary>
    public static int Merge(Span<Input> samples, out int merged)
    {
        var kept = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var into = samples[i].ValueKind == ValueKind.Unsigned ? IndexOfPulse(samples[..kept], samples[i].Id) : -1;
            if (into < 0)
            {
                samples[kept++] = samples[i];
                continue;
            }

            var sum = samples[into].Bits + samples[i].Bits;
            samples[into] = samples[i] with { Bits = sum, Flags = samples[i].Flags | InputFlags.Estimated };
        }

        merged = samples.Length - kept;
        return kept;
    }

    private static int IndexOfPulse(ReadOnlySpan<Input> samples, int signal)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            if (samples[i].Kind == InputKind.Sample && samples[i].Id == signal && samples[i].ValueKind == ValueKind.Unsigned)
            {
                return i;
            }
        }

        return -1;
    }

    private bool ToSample(int index, in GpioEdge edge, long now, out Input sample)
    {
        var line = lines[index];
        if (!line.Signal.Pulse)
        {
            sample = Level(line, edge.Rising, edge.MonotonicTime, now);
        }
        else if (edge.Rising ? line.Rising : line.Falling)
        {
            if (_lastPulse[index] != long.MinValue && edge.MonotonicTime - _lastPulse[index] < line.Spacing)
            {
                Bounces++;
                sample = default;
                return false;
            }

            _lastPulse[index] = edge.MonotonicTime;
            sample = At(edge.MonotonicTime, now) with { Kind = InputKind.Sample, ValueKind = ValueKind.Unsigned, Id = line.Signal.Id, Bits = 1 };
        }
        else
        {
            sample = default;
            return false;
        }

        if (_gap)
        {
            sample.Flags |= InputFlags.Estimated;
            _gap = false;
        }

        return true;
    }

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
