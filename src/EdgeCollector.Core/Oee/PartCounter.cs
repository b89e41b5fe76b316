using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>What one counter remembers between readings: part of a page's start state and of the checkpoint.</summary>
internal struct CounterState
{
    public long Baseline;

    /// <summary>ms UTC of the baseline.</summary>
    public long BaselineTime;
    public long Suspect;
    public long SuspectTime;
    public bool HasBaseline;
    public bool HasSuspect;

    /// <summary>The source said the counter restarted at 0 and no reading has come since.</summary>
    public bool Restarted;

    public readonly void Export(RecordWriter w)
    {
        w.Int(Baseline);
        w.Int(BaselineTime);
        w.Int(Suspect);
        w.Int(SuspectTime);
        w.Boolean(HasBaseline);
        w.Boolean(HasSuspect);
        w.Boolean(Restarted);
    }

    public static CounterState Import(ref RecordReader r) => new()
    {
        Baseline = r.Int(),
        BaselineTime = r.Int(),
        Suspect = r.Int(),
        SuspectTime = r.Int(),
        HasBaseline = r.Boolean(),
        HasSuspect = r.Boolean(),
        Restarted = r.Boolean(),
    };
}

internal enum StepKind : byte
{
    /// <summary>The first reading: a baseline.</summary>
    Baseline,
    Plain,
    Wrap,
    Reset,

    /// <summary>Neither believable nor a wrap nor a reset: held, nothing counted, the baseline kept.</summary>
    Held,
}

/// <param name="Units">Counter units to count, never negative.</param>
/// <param name="From">The step covers (From, reading time].</param>
internal readonly record struct CounterStep(StepKind Kind, long Units, long From);

/// <summary>
/// The believable-rate test (oee-reference.md 7, rules 1 to 6): cumulative readings in, steps out. Readings come in time order: the
/// timeline sorts them, because a late reading taken on arrival looks like a reset.
/// </summary>
internal static class PartCounter
{
    /// <param name="value">Good reading, in counter units.</param>
    /// <param name="time">ms UTC, not before the baseline.</param>
    /// <param name="modulus">The counter goes from modulus - 1 to 0; 0: never.</param>
    /// <param name="unitsPerMillisecond">Fastest believable rate.</param>
    public static CounterStep Read(ref CounterState counter, long value, long time, long modulus, double unitsPerMillisecond,
        bool restarted)
    {
        if (value < 0 && modulus > 0)
        {
            value = (value % modulus) + modulus;
        }

        var from = counter.BaselineTime;
        if (!counter.HasBaseline)
        {
            return Take(ref counter, value, time, new(StepKind.Baseline, 0, time));
        }

        if (restarted || counter.Restarted)
        {
            return Take(ref counter, value, time, new(StepKind.Plain, Math.Max(0, value), from));
        }

        var most = (unitsPerMillisecond * (time - from)) + 1;
        var step = value - counter.Baseline;
        if (Believable(step, most))
        {
            return Take(ref counter, value, time, new(StepKind.Plain, step, from));
        }

        if (step < 0 && modulus > 0 && Believable(((step % modulus) + modulus) % modulus, most))
        {
            return Take(ref counter, value, time, new(StepKind.Wrap, ((step % modulus) + modulus) % modulus, from));
        }

        if (step < 0 && Believable(value, most))
        {
            return Take(ref counter, value, time, new(StepKind.Reset, value, from));
        }

        if (counter.HasSuspect && Believable(value - counter.Suspect, (unitsPerMillisecond * (time - counter.SuspectTime)) + 1))
        {
            return Take(ref counter, value, time, new(StepKind.Plain, value - counter.Suspect, counter.SuspectTime));
        }

        counter.Suspect = value;
        counter.SuspectTime = time;
        counter.HasSuspect = true;
        return new(StepKind.Held, 0, time);
    }

    private static bool Believable(long step, double most) => step >= 0 && step <= most;

    private static CounterStep Take(ref CounterState counter, long value, long time, CounterStep step)
    {
        counter = new CounterState { Baseline = value, BaselineTime = time, HasBaseline = true };
        return step;
    }
}
