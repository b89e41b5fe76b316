using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using EdgeCollector.Storage.Archive;

namespace EdgeCollector.Cli;

/// <summary>
/// Where the engine goes on after a restart: what an uninterrupted run would have in its timeline and its running windows is folded once
/// more, from the archive and, behind its end, from the journal. The time in between was not seen and is Unknown.
/// </summary>
internal sealed class EngineResume(ArchiveFiles files, IJournal journal)
{
    private const long Timeline = 24L * 3600 * 1000;

    /// <summary>Ids at the journal's end within which a record of every running window is found: live ones come every 10 s.</summary>
    private const long Tail = 200_000;

    private const int Chunk = 1000;

    /// <summary>Where folding begins; null: nothing of an earlier run is kept, or not enough.</summary>
    public ArchivePoint? Point()
    {
        var (epoch, sequence) = files.End();
        if (journal.PreviousEpoch == 0 || epoch > journal.PreviousEpoch || sequence > journal.Start || sequence < journal.First - 1)
        {
            return null;
        }

        var (last, windows) = End();
        return last == 0 ? null : From(Math.Min(windows, last - Timeline));
    }

    /// <summary>All inputs from there to the journal's end; facts between them.</summary>
    public IEnumerable<JournalEntry> Entries(ArchivePoint point) =>
        PastInputs.From(files.ReadFrom(point.Epoch).Concat(Behind()), point).Select(past => past.Entry);

    private ArchivePoint? From(long moment) => PastInputs.Find(
        files.ReadFrom(DateTimeOffset.FromUnixTimeMilliseconds(moment)).Concat(Behind()), moment * 1_000_000);

    /// <summary>What the archive has not yet: a run that was short may have left it nothing at all.</summary>
    private IEnumerable<(long Epoch, IReadOnlyList<JournalEntry> Entries)> Behind()
    {
        var reader = journal.OpenReader(files.End().Sequence + 1, ReadScope.Committed, end: journal.Start);
        var (block, epoch) = (new List<JournalEntry>(), 0L);
        while (reader.TryRead(out var entry))
        {
            if (block.Count > 0 && (reader.Epoch != epoch || block.Count >= Chunk))
            {
                yield return (epoch, block);
                block = [];
            }

            epoch = reader.Epoch;
            block.Add(entry);
        }

        if (block.Count > 0) yield return (epoch, block);
    }

    /// <summary>The last moment that was seen, and the start of the earliest window that ran then (ms).</summary>
    private (long Last, long Windows) End()
    {
        var (last, windows) = (0L, long.MaxValue);
        var reader = journal.OpenReader(Math.Max(journal.First, journal.Start - Tail), ReadScope.Committed);
        while (reader.TryRead(out var entry))
        {
            if (entry.IsInput)
            {
                last = Math.Max(last, entry.Input.ReceiveTime / 1_000_000);
            }
            else if (entry.Fact is OeeRecord { Status: RecordStatus.Live } record && record.Time > last - 60_000)
            {
                windows = Math.Min(windows, record.Start);
            }
        }

        return (last, windows);
    }
}
