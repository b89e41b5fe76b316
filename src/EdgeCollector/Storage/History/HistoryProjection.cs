using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using Microsoft.Data.Sqlite;

namespace EdgeCollector.Storage.History;

/// <summary>
/// A journal reader that keeps the history up to date: facts of the committed journal become rows as <see cref="HistoryPace"/> says. It begins
/// behind the place that the history says it has reached; where the history is of another journal, new, or was put aside, with the archive and
/// then the whole journal. Reading a fact again changes nothing. Where nothing is to be told, nothing is written.
/// </summary>
/// <param name="archive">Everything that the archive holds, in order.</param>
internal sealed class HistoryProjection(
    IJournal journal, HistoryDatabase database, HistoryRetention retention, TimeProvider time, ILogger<HistoryProjection> logger,
    Func<IEnumerable<IReadOnlyList<JournalEntry>>>? archive = null)
{
    /// <summary>Facts of one transaction.</summary>
    private const int Batch = 500;

    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly List<Stored<Fact>> _facts = new(Batch);
    private long _applied;
    private long _stored;

    /// <summary>Longest time that a fact waits for its row.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Last sequence of this journal whose facts are rows.</summary>
    public long Applied => Interlocked.Read(ref _applied);

    /// <summary>Facts written since the start.</summary>
    public long StoredFacts => Interlocked.Read(ref _stored);

    /// <summary>Runs until cancelled; what is committed by then is stored before it returns.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (database.Trouble.Length > 0)
        {
            logger.HistoryTrouble(database.Trouble);
        }

        // A history that is made anew takes its time, and nobody waits for it.
        await Task.Yield();
        var pace = new HistoryPace(time, Calm);
        var writer = OpenWriter();
        try
        {
            var begin = await BeginAsync(writer, cancellationToken).ConfigureAwait(false);
            Interlocked.Exchange(ref _applied, begin - 1);
            var reader = journal.OpenReader(begin, ReadScope.Committed, RecordKinds.Facts);
            try
            {
                while (true)
                {
                    if (_facts.Count == 0)
                    {
                        await reader.WaitAsync(cancellationToken).ConfigureAwait(false);
                    }

                    await Task.Delay(HistoryPace.Gather, time, cancellationToken).ConfigureAwait(false);
                    while (Collect(reader) && pace.IsDue(_facts, _facts.Count == Batch))
                    {
                        writer = await StoreAsync(writer, reader, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Drain(writer, reader);
            }
        }
        finally
        {
            writer.Dispose();
        }
    }

    private HistoryWriter OpenWriter()
    {
        try
        {
            return new HistoryWriter(database);
        }
        catch (SqliteException e)
        {
            return Rebuild(e);
        }
    }

    private HistoryWriter Rebuild(SqliteException trouble)
    {
        database.Rebuild(trouble.Message, time.GetUtcNow());
        logger.HistoryTrouble(database.Trouble);
        return new HistoryWriter(database);
    }

    private async Task<long> BeginAsync(HistoryWriter writer, CancellationToken cancellationToken)
    {
        var (epoch, sequence) = writer.Applied;
        var reached = epoch == journal.Epoch ? sequence : epoch == journal.PreviousEpoch ? Math.Min(sequence, journal.Start) : 0;
        if (reached < journal.First - 1)
        {
            await TakeArchiveAsync(writer, cancellationToken).ConfigureAwait(false);
        }

        return Math.Max(journal.First, reached + 1);
    }

    /// <summary>What has left the journal. Under no place of its own: where it is cut short, it begins again.</summary>
    private async Task TakeArchiveAsync(HistoryWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var entries in archive?.Invoke() ?? [])
            {
                foreach (var facts in entries.Where(entry => !entry.IsInput).Select(entry => new Stored<Fact>(entry.Sequence, entry.Fact!)).Chunk(Batch))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    writer.Write(facts, 0, 0);
                    Interlocked.Add(ref _stored, facts.Length);
                }

                await Task.Yield();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            logger.HistoryIncomplete(e.Message);
        }
    }

    /// <summary>Reads on to the tail or to a full batch, behind facts that wait for a disk; false: there is nothing to store.</summary>
    private bool Collect(JournalReader reader)
    {
        while (_facts.Count < Batch && reader.TryRead(out var entry))
        {
            _facts.Add(new(entry.Sequence, entry.Fact!));
        }

        if (_facts.Count == 0)
        {
            Interlocked.Exchange(ref _applied, reader.Next - 1);
        }

        return _facts.Count > 0;
    }

    private async Task<HistoryWriter> StoreAsync(HistoryWriter writer, JournalReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                Store(writer, reader);
                return writer;
            }
            catch (SqliteException e) when (e.SqliteErrorCode is Corrupt or NotADatabase)
            {
                writer.Dispose();
                _facts.Clear();
                writer = Rebuild(e);
                reader.Seek(await BeginAsync(writer, cancellationToken).ConfigureAwait(false));
                return writer;
            }
            catch (SqliteException e)
            {
                logger.HistoryWaits(_facts.Count, e.Message);
                await Task.Delay(Retry, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Store(HistoryWriter writer, JournalReader reader)
    {
        if (_facts.Count == 0)
        {
            // Written before; it was the forgetting that failed, and the next hour forgets again.
            return;
        }

        writer.Write(_facts, reader.Epoch, reader.Next - 1);
        Interlocked.Exchange(ref _applied, reader.Next - 1);
        Interlocked.Add(ref _stored, _facts.Count);
        var newest = _facts.Max(f => f.Fact.Time);
        _facts.Clear();
        retention.Apply(writer, newest);
    }

    private void Drain(HistoryWriter writer, JournalReader reader)
    {
        try
        {
            while (Collect(reader))
            {
                Store(writer, reader);
            }
        }
        catch (SqliteException e)
        {
            // The next start reads them from the journal again.
            logger.HistoryWaits(_facts.Count, e.Message);
        }
    }
}
