using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

internal enum FactKind : byte
{
    /// <summary>A value of the signal in <see cref="TimelineFact.Slot"/>.</summary>
    Sample = 0,

    /// <summary>The machine's source was last known alive.</summary>
    Lost = 1,
    Restored = 2,

    /// <summary>Product (text id in <see cref="TimelineFact.Value"/>) from here on.</summary>
    Product = 3,
    Order = 4,

    /// <summary>Pieces added by hand; role in <see cref="TimelineFact.Slot"/>.</summary>
    Pieces = 5,

    /// <summary>Configuration number <see cref="TimelineFact.Value"/> from here on.</summary>
    Configuration = 6,

    /// <summary>Time has come this far: a silent pulse line has become a stop.</summary>
    Silence = 7,
}

/// <summary>
/// One OEE-role fact of a machine at its source time: what the timeline keeps of an <see cref="Input"/>, 32 bytes without a reference;
/// five to six in a page (<see cref="PageWriter"/>).
/// </summary>
internal struct TimelineFact
{
    /// <summary>ms UTC.</summary>
    public long Time;

    /// <summary>Bits of the value; a text's id for <see cref="ValueKind.Text"/>.</summary>
    public long Value;

    /// <summary>The input's sequence number within its epoch.</summary>
    public long Sequence;

    public int Slot;
    public FactKind Kind;
    public ValueKind ValueKind;
    public Quality Quality;
    public InputFlags Flags;

    public readonly double AsDouble => ValueKind switch
    {
        ValueKind.Real => BitConverter.Int64BitsToDouble(Value),
        ValueKind.Unsigned => (ulong)Value,
        _ => Value,
    };

    public readonly bool IsTrue => ValueKind == ValueKind.Real ? AsDouble != 0 : Value != 0;

    /// <summary>The same statement about the same moment: a repeat (oee-reference.md 10).</summary>
    public readonly bool Repeats(in TimelineFact other) =>
        Time == other.Time && Slot == other.Slot && Kind == other.Kind && Value == other.Value
        && ValueKind == other.ValueKind && Quality == other.Quality && Flags == other.Flags;

    public readonly void Export(RecordWriter w)
    {
        w.Int(Time);
        w.Int(Value);
        w.Int(Sequence);
        w.UInt((uint)Slot);
        w.Byte((byte)Kind);
        w.Byte((byte)ValueKind);
        w.Byte((byte)Quality);
        w.Byte((byte)Flags);
    }

    public static TimelineFact Import(ref RecordReader r) => new()
    {
        Time = r.Int(),
        Value = r.Int(),
        Sequence = r.Int(),
        Slot = r.Int32(),
        Kind = (FactKind)r.Byte(),
        ValueKind = (ValueKind)r.Byte(),
        Quality = (Quality)r.Byte(),
        Flags = (InputFlags)r.Byte(),
    };
}
