using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Storage.Archive;

/// <summary>
/// A journal reader that keeps the evidence: what <see cref="ArchiveFilter"/> lets through, once it is committed, on the disk within half
/// a minute. A disk that fails holds nobody up: it is tried again, and until then the journal keeps what the archive has not.
/// </summary>
internal sealed class ArchiveWriter(
    IJournal journal, ArchiveFiles files, ArchiveRetention retention, TimeProvider time, ILogger<ArchiveWriter> logger)
{
    /// <summary>The journal keeps what waits, so it is no risk; a sync costs the card 16 KiB and more with the file system's own journal, and
    /// one every 2 s was most of a gigabyte a day.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
    private readonly ArchiveBlock _block = new();
    private readonly ArchiveFilter _filter = new();
    private long _applied;
    private long _lost;
    private long _first;
    private bool _failed;

    /// <summary>Last sequence that this reader has behind it.</summary>
    public long Applied => Interlocked.Read(ref _applied);

    /// <summary>Ids that the journal could not keep until the archive had them.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Runs until cancelled; what is committed by then is written before it returns.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var reader = journal.OpenReader(Begin(), ReadScope.Committed);
        try
        {
            // The configuration that an epoch begins with is there at once: it names the ids of everything behind it.
            for (var gather = TimeSpan.Zero; ; gather = _failed ? Retry : Gather)
            {
                await reader.WaitAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(gather, time, cancellationToken).ConfigureAwait(false);
                Drain(reader);
                retention.Apply(files, time.GetUtcNow());
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Drain(reader);
            foreach (var entry in _filter.Held) Add(entry);
            Write(reader, reader.Epoch);
        }
        finally
        {
            files.Abandon();
        }
    }

    /// <summary>Behind what was written before, where that is of this journal; the filter then has to know the signals.</summary>
    private long Begin()
    {
        var (epoch, sequence) = files.End();
        if (epoch == 0 || !files.Fits(journal))
        {
            return journal.First;
        }

        if (files.ConfigurationOf(epoch) is { } configuration)
        {
            _filter.Keeps(new(sequence, 0, new() { Kind = InputKind.Configuration, Reference = configuration }, null), out _);
        }

        return sequence + 1;
    }

    private void Drain(JournalReader reader)
    {
        var epoch = reader.Epoch;
        while (reader.TryRead(out var entry))
        {
            // A block is of one epoch, and an input's entries lie in one block.
            if ((reader.Epoch != epoch || (entry.IsInput && _block.IsFull)) && !Write(reader, epoch)) return;
            epoch = reader.Epoch;
            if (_filter.Keeps(entry, out var before))
            {
                if (before is { } input) Add(input);
                Add(entry);
            }
        }

        if (!Write(reader, reader.Epoch)) return;
        Interlocked.Exchange(ref _applied, reader.Next - 1);
        Interlocked.Exchange(ref _lost, reader.Skipped);
    }

    private void Add(in JournalEntry entry)
    {
        _first = _block.Count == 0 ? entry.Sequence : _first;
        _block.Add(entry);
    }

    /// <returns>False: the disk did not take the block, and the reader is back where it began.</returns>
    private bool Write(JournalReader reader, long epoch)
    {
        if (_block.Count == 0)
        {
            return true;
        }

        try
        {
            files.Append(epoch, _first, _block.Take(epoch));
            _failed = false;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_failed) logger.ArchiveFails(e.Message);
            _failed = true;
            files.Abandon();
            reader.Seek(_first);
            return false;
        }
    }
}

/// <summary>How long the archive is kept: as long as the history, at most so large; looked at once an hour.</summary>
/// <param name="Keep"><c>history.keep</c>.</param>
/// <param name="MaxBytes"><c>history.max_size</c>.</param>
internal sealed record ArchiveRetention(TimeSpan Keep, long MaxBytes)
{
    private DateTimeOffset _due = DateTimeOffset.MinValue;

    /// <summary>Files that were deleted to make room or by age.</summary>
    public int Deleted { get; private set; }

    public void Apply(ArchiveFiles files, DateTimeOffset now)
    {
        if (now >= _due)
        {
            _due = now + TimeSpan.FromHours(1);
            Deleted += files.Trim(now - Keep, MaxBytes);
        }
    }
}
