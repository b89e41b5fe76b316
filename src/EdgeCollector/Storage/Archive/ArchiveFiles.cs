using System.Globalization;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Storage.Archive;

/// <summary>
/// The archive's files: blocks appended one behind the other, a file for each epoch and at most 16 MB, named so that their order is the
/// order of their names. A torn or damaged tail is passed over by reading; nothing that was written is ever changed.
/// </summary>
internal sealed class ArchiveFiles(string folder)
{
    public const string Extension = ".archive";
    private const int MaxFile = 16 * 1024 * 1024;
    private FileStream? _file;
    private long _epoch;

    /// <summary>The archive's folder within the data folder.</summary>
    public static string In(string dataFolder) => Path.Combine(dataFolder, "archive");

    /// <summary>Bytes of all files.</summary>
    public long Size => List().Sum(f => f.Length);

    /// <summary>Appends a block and returns when it is on the disk.</summary>
    public void Append(long epoch, long first, byte[] block)
    {
        if (_file is null || _epoch != epoch || _file.Length + block.Length > MaxFile)
        {
            _file?.Dispose();
            _epoch = epoch;
            Directory.CreateDirectory(folder);
            _file = new FileStream(
                Path.Combine(folder, Name(epoch, first)), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }

        _file.Write(block);
        _file.Flush(flushToDisk: true);
    }

    /// <summary>A failed file is left as it is: what follows goes into another.</summary>
    public void Abandon()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // Closing flushes once more, onto the same disk.
        }

        _file = null;
    }

    /// <summary>Where the counters stood when the archive ends: the newest baselines of every machine in its newest file that has
    /// any. Null: there are none.</summary>
    public Baselines? LastBaselines()
    {
        foreach (var file in Enumerable.Reverse(List()))
        {
            var found = new Dictionary<string, BaselineFact>(StringComparer.Ordinal);
            foreach (var entry in Read(file).SelectMany(block => block.Entries))
            {
                if (entry.Fact is BaselineFact baseline) found[baseline.Machine] = baseline;
            }

            if (found.Count > 0) return new Baselines([.. found.Values.OrderBy(b => b.Machine, StringComparer.Ordinal)]);
        }

        return null;
    }

    /// <summary>Whether a journal goes on where the archive ends, or before: it is empty, or of the same ids.</summary>
    public bool Fits(IJournal journal)
    {
        var (epoch, sequence) = End();
        return epoch <= journal.PreviousEpoch && sequence <= journal.Start && sequence >= journal.First - 1;
    }

    /// <summary>Last id that the archive holds something of, and its epoch; zeros: it is empty.</summary>
    public (long Epoch, long Sequence) End()
    {
        foreach (var file in Enumerable.Reverse(List()))
        {
            var (epoch, sequence) = (0L, 0L);
            foreach (var (of, entries) in Read(file))
            {
                // Baselines that were held back come last, out of order.
                (epoch, sequence) = (of, Math.Max(sequence, entries.Max(entry => entry.Sequence)));
            }

            if (epoch != 0) return (epoch, sequence);
        }

        return default;
    }

    /// <summary>The configuration that an epoch began with; null: it is not kept.</summary>
    public EngineConfiguration? ConfigurationOf(long epoch) => List()
        .Where(file => file.Name.StartsWith(Begin(epoch), StringComparison.Ordinal)).SelectMany(Read).SelectMany(block => block.Entries)
        .Select(entry => entry.Input.Reference as EngineConfiguration).FirstOrDefault(configuration => configuration is not null);

    /// <summary>Deletes the oldest files: those not written since <paramref name="before"/>, and while there are more than
    /// <paramref name="maxBytes"/>; never the one that is written. Returns how many.</summary>
    public int Trim(DateTimeOffset before, long maxBytes)
    {
        var files = List();
        var (size, gone) = (files.Sum(f => f.Length), 0);
        foreach (var file in files.SkipLast(1))
        {
            if (file.LastWriteTimeUtc >= before.UtcDateTime && size <= maxBytes)
            {
                break;
            }

            size -= file.Length;
            file.Delete();
            gone++;
        }

        return gone;
    }

    /// <summary>All records in order, block by block; readers take no lock and may follow a file that is being written.</summary>
    public IEnumerable<(long Epoch, IReadOnlyList<JournalEntry> Entries)> Read() => Once(List().SelectMany(Read));

    /// <summary>The same from the file on that was still written to at a moment.</summary>
    public IEnumerable<(long Epoch, IReadOnlyList<JournalEntry> Entries)> ReadFrom(DateTimeOffset moment) =>
        Once(List().SkipWhile(file => file.LastWriteTimeUtc < moment.UtcDateTime).SelectMany(Read));

    /// <summary>The same from an epoch's first file on.</summary>
    public IEnumerable<(long Epoch, IReadOnlyList<JournalEntry> Entries)> ReadFrom(long epoch) =>
        Once(List().SkipWhile(file => string.CompareOrdinal(file.Name, Begin(epoch)) < 0).SelectMany(Read));

    /// <summary>The same from the file on that holds what follows a point.</summary>
    public IEnumerable<(long Epoch, IReadOnlyList<JournalEntry> Entries)> ReadFrom(ArchivePoint point)
    {
        var files = List();
        var next = $"{Begin(point.Epoch)}{point.Sequence + 2:D16}";
        var at = files.FindLastIndex(file => string.CompareOrdinal(file.Name, next) < 0);
        return Once(files.Skip(Math.Max(0, at)).SelectMany(Read));
    }

    /// <summary>A block whose sync failed may have been written all the same, and was written once more.</summary>
    private static IEnumerable<(long Epoch, IReadOnlyList<JournalEntry> Entries)> Once(
        IEnumerable<(long Epoch, IReadOnlyList<JournalEntry> Entries)> blocks)
    {
        var (epoch, last) = (0L, 0L);
        foreach (var block in blocks)
        {
            last = block.Epoch == epoch ? last : 0;
            epoch = block.Epoch;
            var inputs = block.Entries.Where(entry => entry.IsInput).Select(entry => entry.Sequence).DefaultIfEmpty(long.MaxValue);

            // Baselines that were held back come behind their time; nothing else does. What was written again may go further.
            var fresh = inputs.First() > last ? block.Entries : [.. block.Entries.Where(entry => entry.Sequence > last)];
            if (fresh.Count == 0) continue;

            last = Math.Max(last, fresh.Max(entry => entry.Sequence));
            yield return (epoch, fresh);
        }
    }

    private static IEnumerable<(long Epoch, IReadOnlyList<JournalEntry> Entries)> Read(FileInfo file)
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        for (var at = 0; at < bytes.Length;)
        {
            var entries = new List<JournalEntry>();
            if (!ArchiveBlock.TryRead(bytes.AsSpan(at), entries, out var epoch, out var length))
            {
                // Torn by a power cut: what follows in this file begins behind it, if anything does.
                at++;
                continue;
            }

            yield return (epoch, entries);
            at += length;
        }
    }

    private static string Name(long epoch, long first) =>
        string.Create(CultureInfo.InvariantCulture, $"{Begin(epoch)}{first:D16}{Extension}");

    private static string Begin(long epoch) => string.Create(CultureInfo.InvariantCulture, $"{epoch:D12}-");

    private List<FileInfo> List() => !Directory.Exists(folder) ? []
        : [.. new DirectoryInfo(folder).EnumerateFiles("*" + Extension).OrderBy(f => f.Name, StringComparer.Ordinal)];
}
