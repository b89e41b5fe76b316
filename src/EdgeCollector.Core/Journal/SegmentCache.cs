namespace EdgeCollector.Core.Journal;

/// <summary>Where the batches lie in the segments that readers are in: readers go forward, so the next batch is nearly always in a segment
/// that was looked through. Only places are kept; each batch is read into bytes of its own, which its reader may hold for as long as it
/// likes, and judged once more. So a backlog of any size costs one segment's bytes. Any thread.</summary>
/// <param name="folder">Gets what is damaged in a segment that is looked through.</param>
internal sealed class SegmentCache(IBlockFolder folder)
{
    private const int Kept = 8;
    private readonly Lock _lock = new();
    private readonly List<(uint Number, int End, List<FoundBatch> Batches)> _known = [];
    private byte[]? _buffer;
    private long _damagedBytes;

    /// <summary>That readers came to.</summary>
    public long DamagedBytes => Interlocked.Read(ref _damagedBytes);

    /// <summary>The batch that holds <paramref name="sequence"/> or the first one after it, none of them behind
    /// <paramref name="last"/>.</summary>
    /// <param name="number">Of the segment's use.</param>
    /// <param name="end">How far it is committed.</param>
    public bool TryRead(
        Segment segment, uint number, int end, long sequence, long last, out long first, out ReadOnlyMemory<byte> batch)
    {
        var batches = Load(segment, number, end);
        for (var i = IndexOf(batches, sequence); i < batches.Count && batches[i].Header.First <= last; i++)
        {
            if (TryRead(segment.File, batches[i], out batch))
            {
                first = Math.Max(sequence, batches[i].Header.First);
                return true;
            }
        }

        (first, batch) = (0, default);
        return false;
    }

    /// <summary>Empty: the segment has been used anew meanwhile, or cannot be read.</summary>
    private List<FoundBatch> Load(Segment segment, uint number, int end)
    {
        lock (_lock)
        {
            var at = _known.FindIndex(known => known.Number == number && known.End >= end);
            if (at >= 0)
            {
                var known = _known[at];
                _known.RemoveAt(at);
                _known.Add(known);
                return known.Batches;
            }
        }

        var buffer = Interlocked.Exchange(ref _buffer, null);
        buffer = buffer is null || buffer.Length < end ? GC.AllocateUninitializedArray<byte>(segment.File.Length) : buffer;
        var batches = Scan(segment, number, buffer.AsSpan(0, end));
        Volatile.Write(ref _buffer, buffer);
        if (batches.Count > 0)
        {
            lock (_lock)
            {
                _known.RemoveAll(known => known.Number == number);
                _known.Add((number, end, batches));
                if (_known.Count > Kept)
                {
                    _known.RemoveAt(0);
                }
            }
        }

        return batches;
    }

    private List<FoundBatch> Scan(Segment segment, uint number, Span<byte> bytes)
    {
        int unreadable;
        try
        {
            unreadable = Segment.Read(segment.File, 0, bytes);
        }
        catch (IOException)
        {
            return [];
        }

        var damaged = new List<(int From, int To)>();
        var batches = SegmentScan.Batches(bytes, out var present, damaged);
        if (present != number || segment.Number != number)
        {
            return [];
        }

        Interlocked.Add(ref _damagedBytes, segment.PutAside(folder, number, bytes, damaged, unreadable));
        return batches;
    }

    private static bool TryRead(IBlockFile file, FoundBatch found, out ReadOnlyMemory<byte> batch)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(found.Header.Length);
        batch = bytes;
        try
        {
            file.Read(found.Position, bytes);
        }
        catch (IOException)
        {
            return false;
        }

        // Another use of the segment may have begun since its places were noted.
        return BatchHeader.TryVerify(bytes, out var header) && header == found.Header;
    }

    private static int IndexOf(List<FoundBatch> batches, long sequence)
    {
        var (low, high) = (0, batches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = batches[middle].Header.Last < sequence ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
