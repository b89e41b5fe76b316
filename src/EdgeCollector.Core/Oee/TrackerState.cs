using System.Runtime.CompilerServices;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>The last value of a signal that makes states.</summary>
internal struct SignalValue
{
    public long Bits;
    public ValueKind Kind;
    public Quality Quality;

    public readonly bool IsGood => Kind != ValueKind.None && Quality == Quality.Good;

    public readonly bool IsTrue => Kind == ValueKind.Real ? BitConverter.Int64BitsToDouble(Bits) != 0 : Bits != 0;

    public readonly long AsInteger => Kind == ValueKind.Real ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;

    public readonly void Export(RecordWriter w)
    {
        w.Int(Bits);
        w.Byte((byte)Kind);
        w.Byte((byte)Quality);
    }

    public static SignalValue Import(ref RecordReader r) =>
        new() { Bits = r.Int(), Kind = (ValueKind)r.Byte(), Quality = (Quality)r.Byte() };
}

/// <summary>Believed pieces by role since the first start, all buckets, in millionths.</summary>
[InlineArray(4)]
internal struct BelievedPieces
{
    private long _first;
}

/// <summary>What the machine says now, in its own words and in ours.</summary>
internal struct StateReading
{
    public Category Category;

    /// <summary>Text id of the machine's word.</summary>
    public int Name;

    /// <summary>Text id of the unit mode.</summary>
    public int Mode;
    public long Code;
    public bool HasCode;
    public bool Unmapped;

    /// <summary>PackML unit mode Manual: a stop in it has a reason by rule (packml.md 1.2).</summary>
    public bool Manual;

    /// <summary>PackML Suspending, Suspended, Unsuspending in production: its cause may come a moment later.</summary>
    public bool Suspended;

    public readonly bool SameWord(in StateReading other) => Category == other.Category && Name == other.Name && Mode == other.Mode
        && Code == other.Code && HasCode == other.HasCode;

    public readonly void Export(RecordWriter w)
    {
        w.Byte((byte)Category);
        w.UInt((uint)Name);
        w.UInt((uint)Mode);
        w.Int(Code);
        w.Boolean(HasCode);
        w.Boolean(Unmapped);
        w.Boolean(Manual);
        w.Boolean(Suspended);
    }

    public static StateReading Import(ref RecordReader r) => new()
    {
        Category = FactRecords.Category(ref r),
        Name = r.Int32(),
        Mode = r.Int32(),
        Code = r.Int(),
        HasCode = r.Boolean(),
        Unmapped = r.Boolean(),
        Manual = r.Boolean(),
        Suspended = r.Boolean(),
    };
}

/// <summary>The fixed part of a tracker's state, copied as one value.</summary>
internal struct TrackerCore
{
    public int Configuration;
    public StateReading Reading;

    /// <summary>The connection is lost.</summary>
    public bool Blind;

    /// <summary>Unknown until a new state arrives: the one before the outage is never resumed from memory.</summary>
    public bool Awaiting;

    /// <summary>Pulse machines: pieces have come and silence has not.</summary>
    public bool PulseRunning;

    /// <summary>Pulse machines: the last piece, or the moment from which silence is counted; <see cref="long.MinValue"/>: none.</summary>
    public long LastPulse;

    /// <summary>Of the input that brought it: who opened the stop, if silence follows, whoever notices it.</summary>
    public long LastPulseSequence;

    /// <summary>Time of the last state value: an overflow makes Unknown from here.</summary>
    public long LastStateTime;

    /// <summary>Start of the present PackML suspension; <see cref="long.MinValue"/>: none.</summary>
    public long SuspendedSince;
    public long StopCode;
    public int Product;
    public int ProductBefore;
    public long ProductSince;
    public int Order;

    /// <summary>The order system says that there is no order; false too where nobody ever said anything.</summary>
    public bool NoOrder;

    /// <summary>Cached ideal cycle of <see cref="Product"/>, valid for readings up to <see cref="IdealUntil"/>.</summary>
    public double Ideal;
    public long IdealUntil;

    /// <summary>End of the last planned millisecond that was Unknown.</summary>
    public long UnknownEnd;
    public BelievedPieces Believed;
    public long IntervalEnd;
    public Interval LastInterval;

    public readonly void Export(RecordWriter w)
    {
        w.UInt((uint)Configuration);
        Reading.Export(w);
        w.Boolean(Blind);
        w.Boolean(Awaiting);
        w.Boolean(PulseRunning);
        w.Int(LastPulse);
        w.Int(LastPulseSequence);
        w.Int(LastStateTime);
        w.Int(SuspendedSince);
        w.Int(StopCode);
        w.UInt((uint)Product);
        w.UInt((uint)ProductBefore);
        w.Int(ProductSince);
        w.UInt((uint)Order);
        w.Boolean(NoOrder);
        w.Real(Ideal);
        w.Int(IdealUntil);
        w.Int(UnknownEnd);
        foreach (var micro in Believed)
        {
            w.Int(micro);
        }

        w.Int(IntervalEnd);
        LastInterval.Export(w);
    }

    public static TrackerCore Import(ref RecordReader r)
    {
        var core = new TrackerCore
        {
            Configuration = r.Int32(),
            Reading = StateReading.Import(ref r),
            Blind = r.Boolean(),
            Awaiting = r.Boolean(),
            PulseRunning = r.Boolean(),
            LastPulse = r.Int(),
            LastPulseSequence = r.Int(),
            LastStateTime = r.Int(),
            SuspendedSince = r.Int(),
            StopCode = r.Int(),
            Product = r.Int32(),
            ProductBefore = r.Int32(),
            ProductSince = r.Int(),
            Order = r.Int32(),
            NoOrder = r.Boolean(),
            Ideal = r.Real(),
            IdealUntil = r.Int(),
            UnknownEnd = r.Int(),
        };
        foreach (ref var micro in core.Believed)
        {
            micro = r.Int();
        }

        core.IntervalEnd = r.Int();
        core.LastInterval = Interval.Import(ref r);
        return core;
    }
}

/// <summary>A machine's state between two facts. A page keeps a copy of the one at its start, so that folding can begin there.</summary>
internal sealed class TrackerState
{
    public TrackerCore Core;
    public SignalValue[] Values = [];
    public CounterState[] Counters = [];

    public void EnsureSlots(int count)
    {
        if (Values.Length < count)
        {
            Array.Resize(ref Values, count);
            Array.Resize(ref Counters, count);
        }
    }

    public void CopyTo(TrackerState other)
    {
        other.EnsureSlots(Values.Length);
        other.Core = Core;
        Values.AsSpan().CopyTo(other.Values);
        Counters.AsSpan().CopyTo(other.Counters);
        other.Values.AsSpan(Values.Length).Clear();
        other.Counters.AsSpan(Counters.Length).Clear();
    }

    public void Export(RecordWriter w)
    {
        Core.Export(w);
        w.UInt((ulong)Values.Length);
        for (var slot = 0; slot < Values.Length; slot++)
        {
            Values[slot].Export(w);
            Counters[slot].Export(w);
        }
    }

    public void Import(ref RecordReader r)
    {
        Core = TrackerCore.Import(ref r);
        Values = new SignalValue[r.Int32(r.Remaining)];
        Counters = new CounterState[Values.Length];
        for (var slot = 0; slot < Values.Length; slot++)
        {
            Values[slot] = SignalValue.Import(ref r);
            Counters[slot] = CounterState.Import(ref r);
        }
    }
}
