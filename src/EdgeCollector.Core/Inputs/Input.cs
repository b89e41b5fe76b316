namespace EdgeCollector.Core.Inputs;

/// <summary>What came in. The numbers are part of the journal's format: never renumber, only add.</summary>
public enum InputKind : byte
{
    None = 0,

    /// <summary>First input of every epoch; <see cref="Input.Bits"/> is the epoch.</summary>
    Epoch = 1,

    /// <summary>A configuration revision; <see cref="Input.Reference"/> is an <see cref="Oee.EngineConfiguration"/>.</summary>
    Configuration = 2,

    /// <summary>The clock: everything up to <see cref="Input.SourceTime"/> has been seen. Carries no value.</summary>
    Tick = 3,

    /// <summary>One value of one signal at one source time; <see cref="Input.Id"/> is the signal.</summary>
    Sample = 4,

    /// <summary>The collector's own view of a machine's source; <see cref="Input.Id"/> is the machine, <see cref="Input.Bits"/>
    /// 0 lost (since <see cref="Input.SourceTime"/>, the last proof of life), 1 restored.</summary>
    Communication = 5,

    /// <summary>Samples that could not be collected, from <see cref="Input.SourceTime"/> to <see cref="Input.Bits"/> (ns); machine in
    /// <see cref="Input.Id"/>, the reason's word in <see cref="Input.Reference"/>.</summary>
    Gap = 6,

    /// <summary>An operator's entry; <see cref="Input.Reference"/> is an <see cref="OperatorEntry"/>.</summary>
    Entry = 7,

    /// <summary>Order or product start; <see cref="Input.Reference"/> is an <see cref="OrderStart"/>.</summary>
    Order = 8,
}

/// <summary>Quality of a value, folded from an OPC UA StatusCode's severity (OPC 10000-4 7.39.1).</summary>
public enum Quality : byte
{
    Good = 0,
    Uncertain = 1,
    Bad = 2,
}

[Flags]
public enum InputFlags : byte
{
    None = 0,

    /// <summary>The source time was unusable or corrected: record flag <c>clock</c>.</summary>
    Clock = 1,

    /// <summary>The source announced that this counter restarted at 0 (packml.md 4): step = value.</summary>
    AnnouncedReset = 2,

    /// <summary>The source's queue overflowed before this value: changes were lost.</summary>
    Overflow = 4,

    /// <summary>Set by hand or merged (Good_LocalOverride, merged GPIO edges): record flag <c>estimated</c>.</summary>
    Estimated = 8,

    /// <summary>First value after a (re)connect: its source time may lie before the outage.</summary>
    Initial = 16,

    /// <summary>The server has restarted since the last value: a counter that fell was reset and did not wrap; one that goes on
    /// goes on.</summary>
    SourceRestarted = 32,
}

/// <summary>How <see cref="Input.Bits"/> is to be read.</summary>
public enum ValueKind : byte
{
    None = 0,
    Boolean = 1,

    /// <summary>Signed 64-bit.</summary>
    Integer = 2,

    /// <summary>Unsigned 64-bit.</summary>
    Unsigned = 3,

    /// <summary>IEEE 754 binary64, by <see cref="BitConverter.DoubleToInt64Bits"/>.</summary>
    Real = 4,

    /// <summary>The text is <see cref="Input.Reference"/>.</summary>
    Text = 5,
}

/// <summary>
/// Whatever the engine may know, in the one shape that goes through the ring and lies in the journal. All times are ns since
/// 1970-01-01 UTC, except <see cref="MonotonicTime"/>. A value, copied into a preallocated slot: nothing is allocated per sample.
/// </summary>
public struct Input
{
    public InputKind Kind;
    public ValueKind ValueKind;
    public Quality Quality;
    public InputFlags Flags;

    /// <summary>Signal id (samples) or machine id (communication, gap); 0 where neither applies.</summary>
    public int Id;

    /// <summary>When it happened, by the corrected clock of the source (ns UTC).</summary>
    public long SourceTime;

    /// <summary>When the collector learnt of it (ns UTC).</summary>
    public long ReceiveTime;

    /// <summary>The same moment on the monotonic clock (ns since an arbitrary start of this boot).</summary>
    public long MonotonicTime;

    /// <summary>The value; see <see cref="ValueKind"/>.</summary>
    public long Bits;

    /// <summary>Rare: text of a <see cref="ValueKind.Text"/> sample, or the payload that <see cref="Kind"/> names.</summary>
    public object? Reference;

    public readonly double AsDouble => ValueKind switch
    {
        ValueKind.Real => BitConverter.Int64BitsToDouble(Bits),
        ValueKind.Unsigned => (ulong)Bits,
        _ => Bits,
    };

    public readonly bool AsBoolean => ValueKind == ValueKind.Real ? AsDouble != 0 : Bits != 0;

    public readonly string? Text => Reference as string;
}
