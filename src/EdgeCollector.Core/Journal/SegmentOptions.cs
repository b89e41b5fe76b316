namespace EdgeCollector.Core.Journal;

/// <summary>Sizes of the log on the disk (reliability.md 5.2, 5.3).</summary>
public sealed record SegmentOptions
{
    /// <summary>Bytes of a segment; a multiple of 4096, and more than the largest batch.</summary>
    public int SegmentBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most bytes on the disk; beyond, the oldest go.</summary>
    public long MaxBytes { get; init; } = 2_000_000_000;

    /// <summary>Segments that are kept free for commits with facts, on a disk that is full.</summary>
    public int Reserve { get; init; } = 4;

    internal int MaxFiles => (int)Math.Clamp(MaxBytes / SegmentBytes, Reserve + 2, int.MaxValue);
}
