namespace EdgeCollector.Demo;

/// <summary>What the simulated filler shows.</summary>
internal enum FillerSignal
{
    /// <summary>A <see cref="PackMlState"/>.</summary>
    State,

    /// <summary>UnitModeCurrent: 1 Produce, 2 Maintenance.</summary>
    Mode,

    /// <summary>Good pieces since the start.</summary>
    Good,

    /// <summary>Rejected pieces since the start.</summary>
    Reject,

    /// <summary>All pieces since the start.</summary>
    Processed,

    /// <summary>Code of the stop that stands, 0 for none.</summary>
    StopReason,

    /// <summary>Pieces per minute, 0 while it stands.</summary>
    Speed,

    /// <summary>Product temperature, °C.</summary>
    Temperature,

    /// <summary>1: nothing comes from upstream.</summary>
    Starved,

    /// <summary>1: downstream takes nothing.</summary>
    Blocked,
}

/// <summary>One change of one signal.</summary>
/// <param name="At">When, ms UTC.</param>
/// <param name="Signal">What changed.</param>
/// <param name="Value">To what.</param>
internal readonly record struct FillerChange(long At, FillerSignal Signal, double Value);

/// <summary>What a machine has really made.</summary>
internal readonly record struct Made(int Good, int Reject)
{
    public int Total => Good + Reject;
}
