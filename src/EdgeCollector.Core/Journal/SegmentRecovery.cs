using System.Globalization;

namespace EdgeCollector.Core.Journal;

/// <summary>
/// Puts the segments of a folder in order, without reading them all: of each only its number and its first batch, which says where the
/// one before it ends. Read whole are the newest, whose end nobody else knows, and those that do not look as they should. So a start takes
/// as long with a full journal as with an empty one.
/// </summary>
internal sealed class SegmentRecovery(IBlockFolder folder, int segmentBytes)
{
    private readonly Dictionary<Segment, long> _epochs = [];
    private readonly HashSet<Segment> _whole = [];
    private long _damage;
    private int _unreadable;

    /// <summary>That hold something, oldest first, after <see cref="Order"/>.</summary>
    public List<Segment> Used { get; } = [];

    public List<Segment> Free { get; } = [];

    /// <summary>Highest number of any use.</summary>
    public uint Newest { get; private set; }

    /// <summary>Highest number in a file's name.</summary>
    public int Names { get; private set; }

    public void Add(string name)
    {
        Names = int.TryParse(name.AsSpan(0, name.IndexOf('.', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? Math.Max(Names, n) : Names;
        IBlockFile? file = null;
        try
        {
            file = folder.Open(name);
            if (file.Length == segmentBytes)
            {
                Place(new Segment(name, file));
                return;
            }

            if (IsUnborn(file))
            {
                file.Dispose();
                folder.Delete(name);
                return;
            }
        }
        catch (IOException)
        {
            // Counted: a sector that cannot be read takes its segment with it.
        }

        file?.Dispose();
        _unreadable++;
    }

    /// <summary>A power cut while the file was being made: nothing was ever in it.</summary>
    private bool IsUnborn(IBlockFile file)
    {
        if (file.Length > segmentBytes)
        {
            return false;
        }

        var bytes = new byte[file.Length];
        file.Read(0, bytes);
        return !bytes.AsSpan().ContainsAnyExcept((byte)0);
    }

    /// <summary>By their numbers. What a later one wrote again, after a failed commit, is the later one's.</summary>
    public void Order()
    {
        Used.Sort((a, b) => a.Number.CompareTo(b.Number));
        while (Used.Count > 0 && !_whole.Contains(Used[^1]) && !EndsSomewhere(Used[^1]))
        {
            Used.RemoveAt(Used.Count - 1);
        }

        for (var i = Used.Count - 2; i >= 0; i--)
        {
            Used[i].CutAfter(Used[i + 1].First - 1);
            if (Used[i].IsEmpty)
            {
                Drop(i);
            }
        }
    }

    public Recovered Result() => new(
        [.. Used.GroupBy(segment => _epochs[segment]).Select(epoch => new RecoveredEpoch(epoch.Key, epoch.First().First, epoch.Last().Last))],
        Used.Count > 0 ? Used[0].First : 1, Used.Count > 0 ? Used[^1].Last : 0, Used.Count, _damage, _unreadable);

    private bool EndsSomewhere(Segment newest)
    {
        try
        {
            if (TryReadWhole(newest))
            {
                return true;
            }

            Free.Add(newest);
        }
        catch (IOException)
        {
            _unreadable++;
        }

        return false;
    }

    private void Drop(int index)
    {
        Free.Add(Used[index]);
        Used.RemoveAt(index);
    }

    private void Place(Segment segment)
    {
        var head = new byte[2 * Segment.Block];
        Segment.Read(segment.File, 0, head);
        var number = Segment.ReadNumber(head);
        Newest = Math.Max(Newest, number);
        if (number != 0 && TryFirst(segment.File, head, number, out var first))
        {
            // A segment holds one epoch: each start begins one of its own.
            segment.Found(number, first.First, long.MaxValue, segmentBytes);
            _epochs[segment] = first.Epoch;
            Used.Add(segment);
        }
        // Also where the head is zeros: one that was never used is told from one whose head is gone by all of it. There are few of the former.
        else if (TryReadWhole(segment))
        {
            Used.Add(segment);
        }
        else
        {
            Free.Add(segment);
        }
    }

    private static bool TryFirst(IBlockFile file, byte[] head, uint number, out BatchHeader header)
    {
        if (!BatchHeader.TryParse(head.AsSpan(Segment.Block), out header) || header.Generation != number
            || Segment.Block + header.Length > file.Length)
        {
            return false;
        }

        var batch = new byte[header.Length];
        Segment.Read(file, Segment.Block, batch);
        return BatchHeader.TryVerify(batch, out header);
    }

    /// <returns>False: nothing of its present use is there.</returns>
    private bool TryReadWhole(Segment segment)
    {
        var bytes = new byte[segmentBytes];
        var unreadable = Segment.Read(segment.File, 0, bytes);
        var damaged = new List<(int From, int To)>();
        var batches = SegmentScan.Batches(bytes, out var number, damaged);
        Newest = Math.Max(Newest, number);
        _damage += segment.PutAside(folder, number, bytes, damaged, unreadable);
        if (batches.Count == 0)
        {
            return false;
        }

        _whole.Add(segment);
        _epochs[segment] = batches[0].Header.Epoch;
        segment.Found(number, batches[0].Header.First, batches[^1].Header.Last, segmentBytes);
        return true;
    }
}
