using System.Buffers.Binary;

namespace EdgeCollector.Core.Journal;

/// <summary>A whole, undamaged batch in a segment's bytes.</summary>
internal readonly record struct FoundBatch(int Position, BatchHeader Header);

/// <summary>
/// Finds the batches of a segment's present use. It never fails: behind damage it looks for the next whole batch, byte by byte, so that
/// only what is damaged is lost.
/// </summary>
internal static class SegmentScan
{
    private static readonly byte[] Magic = BitConverter.GetBytes(
        BitConverter.IsLittleEndian ? BatchHeader.Magic : BinaryPrimitives.ReverseEndianness(BatchHeader.Magic));

    /// <param name="segment">The whole file.</param>
    /// <param name="number">Of its present use; where block 0 is damaged, the newest that any batch bears.</param>
    /// <param name="damaged">Stretches between batches of this use that are neither padding nor whole batches.</param>
    public static List<FoundBatch> Batches(ReadOnlySpan<byte> segment, out uint number, List<(int From, int To)>? damaged = null)
    {
        var all = new List<FoundBatch>();
        number = Segment.ReadNumber(segment);
        var newest = 0u;
        for (var at = Segment.Block; at < segment.Length;)
        {
            var next = segment[at..].IndexOf(Magic);
            if (next < 0)
            {
                break;
            }

            at += next;
            if (!BatchHeader.TryVerify(segment[at..], out var header))
            {
                at++;
                continue;
            }

            all.Add(new(at, header));
            newest = Math.Max(newest, header.Generation);
            at += header.Length;
        }

        number = number == 0 ? newest : number;
        var generation = number;
        all.RemoveAll(batch => batch.Header.Generation != generation);
        if (damaged is not null)
        {
            FindDamage(segment, all, damaged);
        }

        return all;
    }

    /// <summary>Between two batches of one commit lies nothing, between two commits zeros up to the block's end.</summary>
    private static void FindDamage(ReadOnlySpan<byte> segment, List<FoundBatch> batches, List<(int From, int To)> damaged)
    {
        var end = Segment.Block;
        foreach (var batch in batches)
        {
            if (segment[end..batch.Position].ContainsAnyExcept((byte)0))
            {
                damaged.Add((end, batch.Position));
            }

            end = batch.Position + batch.Header.Length;
        }
    }
}
