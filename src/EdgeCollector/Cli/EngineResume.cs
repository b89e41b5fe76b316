using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using EdgeCollector.Storage.Archive;
using EdgeCollector.Storage.Checkpoints;

namespace EdgeCollector.Cli;

/// <param name="Checkpoint">To go on from; null: a new engine folds <paramref name="Entries"/>.</param>
/// <param name="From">Whoever folds from here on has the same engine.</param>
/// <param name="Entries">All inputs from there to the journal's end; facts between them.</param>
/// <param name="IsWhole">Every fact is among them.</param>
internal sealed record EnginePast(
    Checkpoint? Checkpoint, EngineMarks Marks, ArchivePoint From, IEnumerable<(long Epoch, JournalEntry Entry)> Entries, bool IsWhole);

/// <summary>
/// Where the engine goes on after a restart: at the checkpoint, and what came after it is folded once more, from the journal or, where that
/// begins later, from the archive. Without a checkpoint all that an uninterrupted run would have in its timeline and its running windows is
/// folded. The time in between was not seen and is Unknown.
/// </summary>
internal sealed class EngineResume(ArchiveFiles files, IJournal journal, CheckpointFile checkpoints)
{
    private const long Timeline = 24L * 3600 * 1000;

    /// <summary>Ids at the journal's end within which a record of every running window is found: live ones come every 10 s.</summary>
    private const long Tail = 200_000;

    private const int Chunk = 1000;

    /// <summary>Null: nothing of an earlier run is kept, or not enough.</summary>
    public EnginePast? Find()
    {
        if (journal.PreviousEpoch == 0)
        {
            return null;
        }

        if (checkpoints.Read() is { } saved && saved.At.Epoch <= journal.PreviousEpoch && saved.At.Sequence <= journal.Start)
        {
            // The journal has every fact, the archive only those that last.
            if (saved.At.Sequence >= journal.First - 1) return On(saved, InJournal(saved.At.Sequence + 1), isWhole: true);

            if (files.Fits(journal)) return On(saved, files.ReadFrom(saved.At).Concat(Behind()), isWhole: false);
        }

        return files.Fits(journal) && Point() is { } point ? new(null, Begun(point), point.Point, From(point.Point), false) : null;
    }

    private static EnginePast On(Checkpoint saved, IEnumerable<(long Epoch, IReadOnlyList<JournalEntry> Entries)> blocks, bool isWhole)
    {
        var entries =
            from block in blocks
            from entry in block.Entries
            where block.Epoch >= saved.At.Epoch && entry.Sequence > saved.At.Sequence
            select (block.Epoch, entry);
        return new(saved, saved.Marks, saved.Marks.Before(saved.Engine.NeededFrom) ?? saved.At, entries, isWhole);
    }

    private static EngineMarks Begun((long Moment, ArchivePoint Point) at)
    {
        var marks = new EngineMarks();
        marks.Pass(at.Moment, at.Point);
        return marks;
    }

    private IEnumerable<(long Epoch, JournalEntry Entry)> From(ArchivePoint point) =>
        PastInputs.From(files.ReadFrom(point.Epoch).Concat(Behind()), point);

    private (long Moment, ArchivePoint Point)? Point()
    {
        var (last, windows) = End();
        var moment = Math.Min(windows, last - Timeline);
        return last != 0 && PastInputs.Find(
            files.ReadFrom(DateTimeOffset.FromUnixTimeMilliseconds(moment)).Concat(Behind()), moment * 1_000_000) is { } point
            ? (moment, point) : null;
    }

    /// <summary>What the archive has not yet: a run that was short may have left it nothing at all.</summary>
    private IEnumerable<(long Epoch, IReadOnlyList<JournalEntry> Entries)> Behind() => InJournal(files.End().Sequence + 1);

    private IEnumerable<(long Epoch, IReadOnlyList<JournalEntry> Entries)> InJournal(long first)
    {
        var reader = journal.OpenReader(first, ReadScope.Committed, end: journal.Start);
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
