namespace EdgeCollector.Core.Journal;

/// <summary>For those who copy segments: which is the newest.</summary>
public static class SegmentNumber
{
    /// <param name="head">Its first 4096 bytes.</param>
    /// <returns>Of the segment's present use, rising with each; 0: none, or unreadable.</returns>
    public static long Read(ReadOnlySpan<byte> head) => Segment.ReadNumber(head);
}
