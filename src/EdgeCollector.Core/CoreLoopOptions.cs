namespace EdgeCollector.Core;

/// <summary>Sizes and paces of the core.</summary>
public sealed record CoreLoopOptions
{
    /// <summary>Slots of the ring; a power of two. 16,384 slots are 768 KiB, and sixteen seconds of 1,000 samples a second.</summary>
    public int RingCapacity { get; init; } = 16_384;

    /// <summary>Pace of the clock input, on the engine's clock.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Shortest time between two snapshots.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longer texts of samples are cut, in characters, before anybody sees them.</summary>
    public int MaxText { get; init; } = 4096;
}
