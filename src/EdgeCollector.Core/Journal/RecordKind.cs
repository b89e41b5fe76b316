using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>
/// First byte of every record. Below <see cref="FirstFact"/> stand the inputs under the number of their <see cref="InputKind"/>; each
/// is followed by what came of it. Part of the journal's format: never renumber, only add. A reader skips what it does not know.
/// </summary>
public enum RecordKind : byte
{
    FirstFact = 32,
    StateFact = 32,
    CountFact = 33,
    StopFact = 34,
    DowntimeHourFact = 35,
    GapFact = 36,
    OeeRecord = 37,
    BaselineFact = 38,
}

/// <summary>Which records a reader wants; the others are passed over by their length, without being decoded.</summary>
[Flags]
public enum RecordKinds : ulong
{
    None = 0,
    Samples = 1UL << InputKind.Sample,
    Ticks = 1UL << InputKind.Tick,
    Entries = (1UL << InputKind.Entry) | (1UL << InputKind.Order),
    Configurations = 1UL << InputKind.Configuration,
    Inputs = (1UL << (InputKind.Order + 1)) - 1,
    Facts = (1UL << RecordKind.StateFact) | (1UL << RecordKind.CountFact) | (1UL << RecordKind.StopFact)
        | (1UL << RecordKind.DowntimeHourFact) | (1UL << RecordKind.GapFact) | (1UL << RecordKind.OeeRecord),

    /// <summary>For the next start alone: nobody publishes them.</summary>
    Baselines = 1UL << RecordKind.BaselineFact,
    All = Inputs | Facts | Baselines,
}

/// <summary>Numbers and urgencies of records.</summary>
internal static class RecordRules
{
    public static bool Has(this RecordKinds kinds, byte kind) => kind < 64 && ((ulong)kinds >> kind & 1) != 0;

    /// <summary>Whether a batch with these flags can hold one of <paramref name="kinds"/>.</summary>
    public static bool CanHold(this RecordKinds kinds, BatchFlags flags)
    {
        const RecordKinds Common = RecordKinds.Samples | RecordKinds.Ticks | (RecordKinds)(1UL << (int)InputKind.None);
        return (kinds & Common) != 0
            || ((kinds & (RecordKinds.Facts | RecordKinds.Baselines)) != 0 && (flags & BatchFlags.Facts) != 0)
            || ((kinds & RecordKinds.Inputs) != 0 && (flags & BatchFlags.Rare) != 0);
    }

    public static bool IsInput(byte kind) => kind < (byte)RecordKind.FirstFact;

    /// <summary>README decision 5: at once for operator entries, gaps, the start of an epoch.</summary>
    public static CommitUrgency Urgency(InputKind kind) => kind switch
    {
        InputKind.Epoch or InputKind.Configuration or InputKind.Gap or InputKind.Entry or InputKind.Order => CommitUrgency.AtOnce,
        InputKind.Communication => CommitUrgency.StateChange,
        _ => CommitUrgency.Normal,
    };

    /// <summary>At once for gaps; state changes and the stops that they begin and end by token bucket, or a machine that stops five times a
    /// second would wear the card with ten commits a second; windows and counts with the next commit.</summary>
    public static CommitUrgency Urgency(Fact fact) => fact switch
    {
        GapFact => CommitUrgency.AtOnce,
        StopFact or StateFact => CommitUrgency.StateChange,
        _ => CommitUrgency.Normal,
    };
}
