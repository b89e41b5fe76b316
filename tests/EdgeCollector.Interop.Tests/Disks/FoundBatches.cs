using EdgeCollector.Core.Journal;
using EdgeCollector.Storage;

namespace EdgeCollector.Interop.Tests.Disks;

/// <summary>What a start finds in a folder.</summary>
/// <param name="Epochs">Id to epoch of everything that the journal gives.</param>
/// <param name="Corrupt">Batches that come out other than they were written.</param>
/// <param name="PutAside">Bytes that recovery put aside.</param>
internal sealed record FoundBatches(IReadOnlyDictionary<long, long> Epochs, long Corrupt, long PutAside)
{
    public static async Task<FoundBatches> ReadAsync(string folder, SegmentJournalOptions options)
    {
        var (found, corrupt, scratch) = (new Dictionary<long, long>(), 0L, new RecordBatch());
        await using var journal = new SegmentJournal(new FileBlockFolder(folder), last => last + 1, options, TimeProvider.System);
        for (var next = 1L; journal.TryRead(next, out _, out var bytes);)
        {
            if (!BatchHeader.TryVerify(bytes.Span, out var header) || !CutContent.Equals(scratch, bytes, header))
            {
                corrupt++;
            }

            for (var id = header.First; id <= header.Last; id++)
            {
                found[id] = header.Epoch;
            }

            next = Math.Max(header.Last, next) + 1;
        }

        return new FoundBatches(found, corrupt, journal.DamagedBytes);
    }
}
