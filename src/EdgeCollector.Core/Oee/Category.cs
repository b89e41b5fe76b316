namespace EdgeCollector.Core.Oee;

/// <summary>The 14 categories of oee-reference.md 2; each millisecond of a machine is in exactly one. Numbers are journal format.</summary>
public enum Category : byte
{
    NotScheduled = 0,
    Break = 1,
    PlannedDowntime = 2,
    NoDemand = 3,
    Running = 4,
    MicroStop = 5,
    Down = 6,
    Stop = 7,
    Starved = 8,
    Blocked = 9,
    External = 10,
    Changeover = 11,
    PlannedStop = 12,
    Unknown = 13,
}

/// <summary>What a counter counts.</summary>
public enum CounterRole : byte
{
    Total = 0,
    Good = 1,
    Scrap = 2,
    Rework = 3,
}

/// <summary>The closed list of record flags (ux.md 1.1), printed as a comma list in this order.</summary>
[Flags]
public enum RecordFlags : ushort
{
    None = 0,
    Partial = 1,
    Estimated = 2,
    Wrap = 4,
    Reset = 8,
    Implausible = 16,
    IdealCycleSuspect = 32,
    Clock = 64,
    Late = 128,
    QualityNotMeasured = 256,
    UnmappedState = 512,
    GoodExceedsTotal = 1024,
    Degraded = 2048,
}

/// <summary>Where a window or stop is in its life (ux.md 1.1).</summary>
public enum RecordStatus : byte
{
    /// <summary>The window is running.</summary>
    Live = 0,

    /// <summary>Over, something may still change it: an open stop.</summary>
    Provisional = 1,

    /// <summary>Settled; a later correction is a new revision.</summary>
    Final = 2,
}

public enum WindowKind : byte
{
    Hour = 0,
    Shift = 1,
    Order = 2,
}
