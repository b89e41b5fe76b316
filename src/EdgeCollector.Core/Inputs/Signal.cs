namespace EdgeCollector.Core.Inputs;

/// <summary>What a signal tells the engine (README "Configuration keys").</summary>
public enum SignalRole : byte
{
    /// <summary>A value for databases and people only; the engine does not read it.</summary>
    Tag = 0,
    State = 1,
    Mode = 2,
    Run = 3,
    Fault = 4,
    Starved = 5,
    Blocked = 6,
    Total = 7,
    Good = 8,
    Scrap = 9,
    Rework = 10,
    StopReason = 11,
    Product = 12,
    Order = 13,

    /// <summary>An operand of <c>state.when</c>.</summary>
    Operand = 14,
}

/// <summary>A configured input of a machine. Ids are given once by (machine, name), recorded, and never reused.</summary>
/// <param name="Id">1.. within the node.</param>
/// <param name="MachineId">The machine's id, 1..</param>
/// <param name="Name">Unique within the machine, <c>[a-z0-9_-]+</c>: topic level and <c>name</c> tag.</param>
/// <param name="Role">What the engine does with it.</param>
public sealed record Signal(int Id, int MachineId, string Machine, string Name, SignalRole Role)
{
    /// <summary>Applied as raw * Scale; 1 leaves the value as it came.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Boolean roles: true when the value is false.</summary>
    public bool Invert { get; init; }

    /// <summary>Counters: each sample of a pulse line is one step of <see cref="PerPiece"/>, not a cumulative reading.</summary>
    public bool Pulse { get; init; }

    /// <summary>Counters wrap at this modulus (2^bits, or max + 1); 0: never.</summary>
    public ulong Modulus { get; init; }

    /// <summary>Fastest believable rate in pieces per second; 0: 3 / shortest ideal cycle (oee-reference.md 7).</summary>
    public double MaxRate { get; init; }

    /// <summary>Counter units per piece: pieces = units * PerPiece (cavities); 1 by default.</summary>
    public double PerPiece { get; init; } = 1;

    /// <summary>Counters: how often the source reads it, ms; 0: every change. A step over a window's border that took longer than twice
    /// this bears the flag estimated.</summary>
    public long SamplingInterval { get; init; }

    /// <summary>Unit of a tag, for meta records; empty if none.</summary>
    public string Unit { get; init; } = "";

    public bool IsCounter => Role is SignalRole.Total or SignalRole.Good or SignalRole.Scrap or SignalRole.Rework;
}
