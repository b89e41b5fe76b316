using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Tests.Journal;

/// <summary>Makes batches that follow each other, and keeps a copy of each.</summary>
internal sealed class LogWriter(long epoch, long last = 0)
{
    private readonly RecordBatch _batch = new();

    public List<StoredBatch> Batches { get; } = [];

    public long Last { get; private set; } = last;

    public StoredBatch Next(int inputs, int text = 0, bool fact = false)
    {
        _batch.Clear(Last + 1);
        for (var i = 0; i < inputs; i++)
        {
            _batch.Add(new Input
            {
                Kind = InputKind.Sample,
                ValueKind = text > 0 ? ValueKind.Text : ValueKind.Integer,
                Id = 1,
                Bits = Last + 1 + i,
                Reference = text > 0 ? new string((char)('a' + (Last % 26)), text) : null,
            });
        }

        if (fact)
        {
            _batch.Add(new GapFact("m", Last, 1, 0, "test"));
        }

        var bytes = new byte[_batch.EncodedLength];
        _batch.Encode(bytes, epoch, 0);
        var stored = new StoredBatch(_batch.First, _batch.Last, bytes);
        Batches.Add(stored);
        Last = _batch.Last;
        return stored;
    }

    /// <summary>The batch without what depends on its segment.</summary>
    public static byte[] Content(ReadOnlyMemory<byte> batch)
    {
        var copy = batch.ToArray();
        BatchHeader.Reseal(copy, 0);
        return copy;
    }

    /// <summary>Everything that a log gives from an id on, batch by batch.</summary>
    public static List<(long First, ReadOnlyMemory<byte> Bytes)> ReadAll(SegmentLog log, long from = 1)
    {
        var read = new List<(long, ReadOnlyMemory<byte>)>();
        for (var next = from; log.TryRead(next, out var first, out var batch);)
        {
            Xunit.Assert.True(BatchHeader.TryVerify(batch.Span, out var header), $"a damaged batch came out at {first}");
            read.Add((header.First, batch));
            next = header.Last + 1;
        }

        return read;
    }
}
