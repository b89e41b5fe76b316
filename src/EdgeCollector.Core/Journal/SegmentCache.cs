namespace EdgeCollector.Core.Journal;

/// <summary>Segments that readers are in, whole in memory: readers go forward, so the next batch is nearly always in the same one. At most
/// a few; the bytes are never changed, so a reader may hold a batch longer than the cache does.</summary>
/// <param name="folder">Gets what is damaged in a segment that is read.</param>
internal sealed class SegmentCache(IBlockFolder folder)
{
    private const int Kept = 4;
    private readonly Lock _lock = new();
    private readonly List<(uint Number, int End, SegmentContent Content)> _contents = [];
    private long _damagedBytes;

    /// <summary>That readers came to.</summary>
    public long DamagedBytes => Interlocked.Read(ref _damagedBytes);

    /// <summary>Null: the segment has been used anew meanwhile, or cannot be read.</summary>
    public SegmentContent? Load(Segment segment, uint number, int end)
    {
        lock (_lock)
        {
            var known = _contents.FindIndex(c => c.Number == number && c.End >= end);
            if (known >= 0)
            {
                var found = _contents[known];
                _contents.RemoveAt(known);
                _contents.Add(found);
                return found.Content;
            }
        }

        var bytes = GC.AllocateUninitializedArray<byte>(end);
        int unreadable;
        try
        {
            unreadable = Segment.Read(segment.File, 0, bytes);
        }
        catch (IOException)
        {
            return null;
        }

        var damaged = new List<(int From, int To)>();
        var content = new SegmentContent(bytes, SegmentScan.Batches(bytes, out var present, damaged));
        if (present != number || segment.Number != number)
        {
            return null;
        }

        Interlocked.Add(ref _damagedBytes, segment.PutAside(folder, number, bytes, damaged, unreadable));

        lock (_lock)
        {
            _contents.RemoveAll(c => c.Number == number);
            _contents.Add((number, end, content));
            if (_contents.Count > Kept)
            {
                _contents.RemoveAt(0);
            }
        }

        return content;
    }
}

/// <summary>The batches of one segment.</summary>
internal sealed class SegmentContent(byte[] bytes, List<FoundBatch> batches)
{
    /// <summary>The batch that holds <paramref name="sequence"/> or the first one after it, none of them behind
    /// <paramref name="last"/>.</summary>
    public bool TryFind(long sequence, long last, out ReadOnlyMemory<byte> batch, out long first)
    {
        var (low, high) = (0, batches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = batches[middle].Header.Last < sequence ? (middle + 1, high) : (low, middle);
        }

        if (low == batches.Count || batches[low].Header.First > last)
        {
            (batch, first) = (default, 0);
            return false;
        }

        var found = batches[low];
        batch = bytes.AsMemory(found.Position, found.Header.Length);
        first = Math.Max(sequence, found.Header.First);
        return true;
    }
}
