using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;

namespace EdgeCollector.Interop.Tests.Disks;

/// <summary>What a batch holds follows from its epoch and its first id alone, so that the judge knows every byte without being told.</summary>
internal static class CutContent
{
    private const int MostInputs = 40;
    private const int MostText = 600;

    public static void Fill(RecordBatch batch, long epoch, long first)
    {
        var random = Of(epoch, first);
        batch.Clear(first);
        for (var n = random.Next(1, MostInputs); n > 0; n--)
        {
            var text = random.Next(10) == 0;
            batch.Add(new Input
            {
                Kind = InputKind.Sample,
                ValueKind = text ? ValueKind.Text : ValueKind.Integer,
                Id = random.Next(1, 50),
                Bits = random.NextInt64(),
                Reference = text ? new string((char)random.Next('a', 'z'), random.Next(1, MostText)) : null,
                SourceTime = 1_795_406_400_000_000_000 + first,
            });
        }
    }

    /// <summary>A row of the database that is the control.</summary>
    public static long Row(long id) => Of(0, id).NextInt64();

    /// <summary>The batch that was written, byte for byte but for the segment's number.</summary>
    public static bool Equals(RecordBatch scratch, ReadOnlyMemory<byte> found, in BatchHeader header)
    {
        Fill(scratch, header.Epoch, header.First);
        var expected = new byte[scratch.EncodedLength];
        scratch.Encode(expected, header.Epoch, header.Generation);
        return found.Span.SequenceEqual(expected);
    }

    private static Random Of(long epoch, long first) => new(unchecked((int)((epoch * 1_000_003) + first)));
}
