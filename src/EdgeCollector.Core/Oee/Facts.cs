namespace EdgeCollector.Core.Oee;

/// <summary>
/// What follows from an input: kept in the journal behind it under (sequence, ordinal), published by readers, never computed
/// twice. Times are ms since 1970 UTC. Facts leave after their commit.
/// </summary>
/// <param name="Machine">Machine name; a line's name for line records.</param>
/// <param name="Time">When it became true.</param>
public abstract record Fact(string Machine, long Time);

/// <summary>The machine's category or its own state word changed at <see cref="Fact.Time"/> (measurement <c>state</c>).</summary>
/// <param name="Category">By state, before calendar and micro-stop rules: what the machine does.</param>
/// <param name="Name">The machine's own word (PackML state name, mapped value, "run").</param>
/// <param name="Code">The machine's number for it; null where it has none.</param>
/// <param name="Mode">PackML unit mode name; empty where it has none.</param>
/// <param name="PackMl">True where name, code and mode are PackML's (topic <c>_packml_v1</c>).</param>
public sealed record StateFact(string Machine, long Time, Category Category, string Name, long? Code, string Mode, bool PackMl)
    : Fact(Machine, Time);

/// <summary>Every believed piece since the first start: counted + recovered + outside plan (topic <c>_count_v1</c>); at most every
/// 10 s and when changed. Null: the machine has no such source and it cannot be derived.</summary>
public sealed record CountFact(string Machine, long Time, long? Total, long? Good, long? Scrap, long? Rework)
    : Fact(Machine, Time);

/// <summary>Where a machine's counters stood, every 10 s when they moved: what the next start goes on from, so that pieces made while the
/// program was down are recovered (oee-reference.md 7, rule 1).</summary>
/// <param name="Believed">Running totals by <see cref="CounterRole"/>, millionths of pieces.</param>
public sealed record BaselineFact(string Machine, long Time, IReadOnlyList<long> Believed, IReadOnlyList<CounterBaseline> Counters)
    : Fact(Machine, Time);

/// <param name="Signal">Name within the machine.</param>
/// <param name="Value">Last believed reading.</param>
/// <param name="Time">ms UTC of that reading.</param>
public readonly record struct CounterBaseline(string Signal, long Value, long Time);

/// <summary>Goes in with the start of an epoch, so that whoever folds it again begins at the same place.</summary>
public sealed record Baselines(IReadOnlyList<BaselineFact> Machines)
{
    /// <summary>The engine had folded everything from this id of <see cref="ResumedEpoch"/> on before the epoch began; 0: it was new.</summary>
    public long ResumedFrom { get; init; }

    public long ResumedEpoch { get; init; }

    /// <summary>ms UTC of the last input of any kind that the engine had folded: where the time begins that nobody saw; 0: it was
    /// new.</summary>
    public long LastSeen { get; init; }
}

public enum StopEvent : byte
{
    Start = 0,
    Reason = 1,
    Split = 2,
    End = 3,
    Withdrawn = 4,
}

/// <summary>One stop episode as it stands now (topic <c>_downtime_v1</c>, measurement <c>downtime</c>).</summary>
/// <param name="Id">node.epoch.seq of the input that first opened it.</param>
/// <param name="Start">ms UTC.</param>
/// <param name="End">ms UTC; null while open.</param>
/// <param name="Reason">Code; empty: nobody gave one. <c>withdrawn</c> with End = Start takes the stop back.</param>
/// <param name="Minor">At most <c>minor_stop</c> long, so a performance loss.</param>
/// <param name="Source">plc | rule | operator | empty.</param>
/// <param name="StopCode">The PLC's stop code; null where it has none.</param>
/// <param name="Name">The machine's word for the state at its start.</param>
public sealed record StopFact(
    string Machine, long Time, string Id, StopEvent Event, long Start, long? End, string Reason, string Group, Category Category,
    bool Minor, string Source, long? StopCode, string Name, string Note, RecordStatus Status, int Rev, RecordFlags Flags)
    : Fact(Machine, Time);

/// <summary>All reasons of one machine and clock hour, zeros included (measurement <c>downtime_hour</c>).</summary>
/// <param name="Hour">Start of the hour, ms UTC.</param>
public sealed record DowntimeHourFact(string Machine, long Time, long Hour, IReadOnlyList<ReasonTotal> Reasons) : Fact(Machine, Time);

/// <param name="Reason">Code; empty for "no reason given".</param>
/// <param name="Milliseconds">Stopped time of that reason within the hour.</param>
/// <param name="Stops">Stops of that reason that begin in the hour.</param>
public readonly record struct ReasonTotal(string Reason, long Milliseconds, int Stops);

/// <summary>Samples that could not be collected (F2): machine blind from <see cref="From"/> to <see cref="To"/>, ms UTC.</summary>
public sealed record GapFact(string Machine, long Time, long From, long To, string Reason) : Fact(Machine, Time);
