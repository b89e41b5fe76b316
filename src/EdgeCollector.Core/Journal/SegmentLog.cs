using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EdgeCollector.Core.Journal;

/// <summary>
/// The disk's side of the journal: segments of one size, recycled, written by group commits of the commit thread alone; read by any thread.
/// Opening it scans what is there and always succeeds where the folder can be listed.
/// </summary>
internal sealed class SegmentLog : ICommitTarget, IDisposable
{
    private const string Extension = ".segment";
    private readonly IBlockFolder _folder;
    private readonly SegmentOptions _options;
    private readonly Lock _lock = new();
    private readonly List<Segment> _segments = [];
    private readonly Queue<Segment> _free = [];
    private readonly Action<SequenceRange>? _dropped;
    private readonly SegmentCache _cache;
    private byte[] _buffer = new byte[64 * 1024];
    private Segment? _active;
    private uint _number;
    private int _names;
    private long _released;
    private long _bytesWritten;

    /// <param name="dropped">Told, on the commit thread, of ids that go unreleased because the log is at its limit.</param>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    public SegmentLog(IBlockFolder folder, SegmentOptions options, Action<SequenceRange>? dropped = null)
    {
        _folder = folder;
        _cache = new(folder);
        _options = options;
        _dropped = dropped;
        Recovered = Recover();
    }

    public Recovered Recovered { get; }

    /// <summary>Bytes written since the start, padding included.</summary>
    public long BytesWritten => Interlocked.Read(ref _bytesWritten);

    /// <summary>Commits that came to the disk.</summary>
    public long Commits { get; private set; }

    /// <summary>Put into quarantine, at the start or when a reader came to them, and those that could not be read.</summary>
    public long DamagedBytes => Recovered.DamagedBytes + _cache.DamagedBytes;

    /// <summary>Segment files, used and free.</summary>
    public int Files
    {
        get
        {
            lock (_lock)
            {
                return _segments.Count + _free.Count;
            }
        }
    }

    /// <summary>Lowest id on the disk; null: none.</summary>
    public long? First
    {
        get
        {
            lock (_lock)
            {
                return _segments.Find(segment => !segment.IsEmpty)?.First;
            }
        }
    }

    /// <summary>What an opening would find, without opening: nothing is written.</summary>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    public static Recovered Inspect(IBlockFolder folder, SegmentOptions options)
    {
        var scan = Scan(folder, options);
        scan.Used.ForEach(segment => segment.Dispose());
        scan.Free.ForEach(segment => segment.Dispose());
        return scan.Result();
    }

    /// <inheritdoc/>
    public int WriteSome(ReadOnlySpan<StoredBatch> batches) =>
        Commit(_active is { } active && active.Fits(Padded(batches[0].Bytes.Length)) ? active : Next(batches), batches);

    /// <summary>All of them; where it throws, the first may be durable.</summary>
    public void Write(ReadOnlySpan<StoredBatch> batches)
    {
        while (!batches.IsEmpty)
        {
            batches = batches[WriteSome(batches)..];
        }
    }

    /// <summary>The batch that holds <paramref name="sequence"/>, or the first one after it, from the disk.</summary>
    public bool TryRead(long sequence, out long first, out ReadOnlyMemory<byte> batch)
    {
        for (var from = sequence; TryFind(from, out var segment, out var number, out var last, out var end); from = last + 1)
        {
            if (_cache.TryRead(segment, number, end, from, last, out first, out batch))
            {
                first = Math.Max(first, sequence);
                return true;
            }
        }

        (first, batch) = (0, default);
        return false;
    }

    /// <summary>Everything up to here may go; whole segments do.</summary>
    public void Release(long sequence)
    {
        lock (_lock)
        {
            _released = Math.Max(_released, sequence);
            while (_segments.Count > 0 && _segments[0] != _active && _segments[0].Last <= _released)
            {
                _free.Enqueue(_segments[0]);
                _segments.RemoveAt(0);
            }
        }
    }

    public void Dispose()
    {
        _segments.ForEach(segment => segment.Dispose());
        foreach (var segment in _free)
        {
            segment.Dispose();
        }
    }

    private static int Padded(int bytes) => (bytes + Segment.Block - 1) / Segment.Block * Segment.Block;

    private bool TryFind(long sequence, [NotNullWhen(true)] out Segment? segment, out uint number, out long last, out int end)
    {
        lock (_lock)
        {
            segment = _segments.Find(segment => !segment.IsEmpty && segment.Last >= sequence);
            (number, last, end) = segment is null ? (0u, 0, 0) : (segment.Number, segment.Last, segment.End);
            return segment is not null;
        }
    }

    /// <summary>As many batches as the segment has room for, in one write and one sync. How many.</summary>
    private int Commit(Segment segment, ReadOnlySpan<StoredBatch> batches)
    {
        var (count, bytes) = (0, 0);
        while (count < batches.Length && segment.Fits(Padded(bytes + batches[count].Bytes.Length)))
        {
            bytes += batches[count++].Bytes.Length;
        }

        var blocks = Buffer(Padded(bytes));
        var at = 0;
        foreach (ref readonly var batch in batches[..count])
        {
            batch.Bytes.Span.CopyTo(blocks[at..]);
            BatchHeader.Reseal(blocks.Slice(at, batch.Bytes.Length), segment.Number);
            at += batch.Bytes.Length;
        }

        blocks[at..].Clear();
        try
        {
            segment.Write(blocks);
        }
        catch
        {
            Abandon(segment);
            throw;
        }

        lock (_lock)
        {
            segment.Holds(batches[0].First, batches[count - 1].Last, blocks.Length);
        }

        Interlocked.Add(ref _bytesWritten, blocks.Length);
        Commits++;
        return count;
    }

    /// <summary>After a failed write or sync nobody knows what the file holds: this use of it is over, and what is not committed is written
    /// once more, elsewhere. Where it holds nothing committed, the file waits for another use, behind the others: a disk that goes on failing
    /// must not eat the backlog, a segment for each attempt.</summary>
    private void Abandon(Segment segment)
    {
        lock (_lock)
        {
            _active = null;
            if (segment.IsEmpty)
            {
                _segments.Remove(segment);
                _free.Enqueue(segment);
            }
        }
    }

    private Span<byte> Buffer(int length)
    {
        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }

        return _buffer.AsSpan(0, length);
    }

    /// <summary>A segment to go on in: a new file while there is room, else a recycled one, else the oldest; the last free ones only for
    /// commits that carry facts.</summary>
    /// <exception cref="IOException">The disk is full, or failed.</exception>
    private Segment Next(ReadOnlySpan<StoredBatch> batches)
    {
        // Without a fault the limit is reached: what was released in these moments will do as well as the oldest.
        var segment = TakeFree(_options.Reserve) ?? TryCreate(out var fault) ?? (HasFacts(batches) ? TakeFree(0) : null)
            ?? TakeOldest() ?? (fault is null ? TakeFree(0) : null) ?? throw fault ?? new IOException("The journal has no segment left.");
        try
        {
            segment.Begin(++_number);
            Interlocked.Add(ref _bytesWritten, Segment.Block);
        }
        catch
        {
            lock (_lock)
            {
                _free.Enqueue(segment);
            }

            throw;
        }

        // In one step: an empty segment that nobody writes to would be released.
        lock (_lock)
        {
            _segments.Add(segment);
            _active = segment;
        }

        return segment;
    }

    private Segment? TakeFree(int keep)
    {
        lock (_lock)
        {
            return _free.Count > keep ? _free.Dequeue() : null;
        }
    }

    private Segment? TryCreate(out IOException? fault)
    {
        fault = null;
        if (Files >= _options.MaxFiles)
        {
            return null;
        }

        try
        {
            return Create();
        }
        catch (IOException e)
        {
            fault = e;
            return null;
        }
    }

    private Segment Create()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{++_names:D6}{Extension}");
        var segment = new Segment(name, _folder.Create(name, _options.SegmentBytes));
        Interlocked.Add(ref _bytesWritten, _options.SegmentBytes);
        return segment;
    }

    /// <summary>At the size limit, and not where the disk is full below it: there the newest have no room. What is lost is told before it
    /// goes, so that a reader who stands in it does not take it for damage.</summary>
    private Segment? TakeOldest()
    {
        Segment oldest;
        long released;
        lock (_lock)
        {
            if (_segments.Count + _free.Count < _options.MaxFiles || _segments.Count == 0)
            {
                return null;
            }

            (oldest, released) = (_segments[0], _released);
        }

        var lost = new SequenceRange(Math.Max(oldest.First, released + 1), oldest.Last);
        if (lost.Last >= lost.First)
        {
            _dropped?.Invoke(lost);
        }

        lock (_lock)
        {
            // It may have been released meanwhile, and lies among the free ones then.
            return _segments.Remove(oldest) ? oldest : _free.Dequeue();
        }
    }

    private static bool HasFacts(ReadOnlySpan<StoredBatch> batches)
    {
        foreach (ref readonly var batch in batches)
        {
            if (BatchHeader.TryParse(batch.Bytes.Span, out var header) && header.Flags != BatchFlags.None)
            {
                return true;
            }
        }

        return false;
    }

    private static SegmentRecovery Scan(IBlockFolder folder, SegmentOptions options)
    {
        var scan = new SegmentRecovery(folder, options.SegmentBytes);
        foreach (var name in folder.List().Where(name => name.EndsWith(Extension, StringComparison.Ordinal)))
        {
            scan.Add(name);
        }

        scan.Order();
        return scan;
    }

    private Recovered Recover()
    {
        var scan = Scan(_folder, _options);
        _names = scan.Names;
        _number = scan.Newest;
        _segments.AddRange(scan.Used);
        scan.Free.ForEach(_free.Enqueue);
        Reserve();
        return scan.Result();
    }

    /// <summary>Room for facts on a disk that fills up; what cannot be had now is not a reason not to start.</summary>
    private void Reserve()
    {
        while (_free.Count < _options.Reserve && TryCreate(out _) is { } segment)
        {
            _free.Enqueue(segment);
        }
    }
}
