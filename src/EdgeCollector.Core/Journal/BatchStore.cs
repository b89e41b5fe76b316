namespace EdgeCollector.Core.Journal;

/// <summary>An encoded batch, header included. The bytes are never changed after it was stored.</summary>
public readonly record struct StoredBatch(long First, long Last, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Encoded batches in memory, oldest first, found by sequence. They lie in chunks that are written once and left to the collector of
/// garbage, so that readers may hold a batch for as long as they like. The owner locks.
/// </summary>
internal sealed class BatchStore
{
    // Below the large object threshold.
    private const int ChunkSize = 64 * 1024;

    private StoredBatch[] _batches = new StoredBatch[256];
    private int _start;
    private byte[] _chunk = [];
    private int _used;

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    public StoredBatch Oldest => _batches[_start];

    /// <summary>Encodes <paramref name="batch"/> into the store.</summary>
    public StoredBatch Add(RecordBatch batch, long epoch, uint generation)
    {
        var length = batch.EncodedLength;
        var bytes = Allocate(length);
        batch.Encode(bytes.Span, epoch, generation);
        var stored = new StoredBatch(batch.First, batch.Last, bytes);
        if (Count == _batches.Length)
        {
            Grow();
        }

        _batches[(_start + Count) % _batches.Length] = stored;
        Count++;
        Bytes += length;
        return stored;
    }

    public StoredBatch RemoveOldest()
    {
        var oldest = _batches[_start];
        _batches[_start] = default;
        _start = (_start + 1) % _batches.Length;
        Count--;
        Bytes -= oldest.Bytes.Length;
        return oldest;
    }

    /// <summary>The batch that holds <paramref name="sequence"/>, or the first one after it.</summary>
    public bool TryFind(long sequence, out StoredBatch batch)
    {
        var low = 0;
        var high = Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(middle).Last < sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        batch = low < Count ? At(low) : default;
        return low < Count;
    }

    private StoredBatch At(int index) => _batches[(_start + index) % _batches.Length];

    private Memory<byte> Allocate(int length)
    {
        if (length > ChunkSize / 2)
        {
            return GC.AllocateUninitializedArray<byte>(length);
        }

        if (_chunk.Length - _used < length)
        {
            _chunk = GC.AllocateUninitializedArray<byte>(ChunkSize);
            _used = 0;
        }

        _used += length;
        return _chunk.AsMemory(_used - length, length);
    }

    private void Grow()
    {
        var larger = new StoredBatch[_batches.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = At(i);
        }

        _batches = larger;
        _start = 0;
    }
}
