using EdgeCollector.Core.Journal;
using EdgeCollector.Options;
using EdgeCollector.Storage;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Cli;

/// <summary>The journal, its cursor, and what becomes free: opened first and closed last.</summary>
internal sealed class JournalParts : IAsyncDisposable
{
    private const string Folder = "journal";
    private const string CursorName = "cursor";
    private const double DefaultMost = 2e9;

    /// <summary>How finely the keeping time is divided.</summary>
    private const int Notes = 1000;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(10);
    private readonly IAsyncDisposable _owner;
    private readonly CursorSlots? _cursor;
    private readonly IDisposable? _cursorFile;
    private readonly FileLock? _lock;
    private readonly StatusBoard _status;
    private readonly TimeSpan _keep;
    private readonly Queue<(long At, long Settled)> _stored = new();
    private long _noted;
    private long _notedAt;
    private long _saved = TimeProvider.System.GetTimestamp();
    private long _moved = TimeProvider.System.GetTimestamp();
    private long _committed;

    private JournalParts(
        IJournal journal, StatusBoard status, TimeSpan keep, CursorSlots? cursor = null, IDisposable? cursorFile = null, FileLock? taken = null)
    {
        (Journal, _owner, _status, _keep) = (journal, journal, status, keep);
        (_cursor, _cursorFile, _lock) = (cursor, cursorFile, taken);
        Settled = Math.Clamp(cursor?.Value ?? 0, journal.First - 1, journal.Start);
    }

    public IJournal Journal { get; }

    /// <summary>What was on the disk; null: nothing is kept.</summary>
    public Recovered? Recovered => (Journal as SegmentJournal)?.Recovered;

    /// <summary>Up to here every reader was done when the last run ended, or some seconds before.</summary>
    public long Settled { get; }

    public long BytesWritten => (Journal as SegmentJournal)?.BytesWritten ?? 0;

    /// <exception cref="IOException">The folder is another process's, or cannot be used.</exception>
    public static JournalParts Open(CollectorPlan plan, Ledger ledger, StatusBoard status)
    {
        var options = plan.Options.Journal;
        var commit = new CommitOptions { Interval = options.Commit };
        if (!plan.Keeps)
        {
            var epoch = EpochFile.Next(plan.Data, TimeProvider.System);
            return new(new MemoryJournal(epoch, new() { Commit = commit }, TimeProvider.System, ledger: ledger), status, TimeSpan.Zero);
        }

        var taken = FileLock.Take(plan.Data);
        try
        {
            var path = Path.Combine(plan.Data, Folder);
            var folder = new FileBlockFolder(path);
            var journal = new SegmentJournal(
                folder, last => EpochFile.Next(plan.Data, TimeProvider.System, last + 1),
                new() { Commit = commit, Segments = new() { MaxBytes = MaxBytes(options, path) } }, TimeProvider.System, ledger);
            var file = CursorFile(folder);
            var parts = new JournalParts(journal, status, options.KeepStored, file is null ? null : new CursorSlots(file), file, taken);
            foreach (var epoch in journal.Recovered.Epochs.Where(epoch => epoch.Last > parts.Settled))
            {
                ledger.Entered(epoch.Epoch, Math.Max(epoch.First, parts.Settled + 1), epoch.Last);
            }

            return parts;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Null: it cannot be had now; everything that is kept will be delivered again at the next start.</summary>
    private static IBlockFile? CursorFile(FileBlockFolder folder)
    {
        try
        {
            return folder.List().Contains(CursorName) ? folder.Open(CursorName) : folder.Create(CursorName, CursorSlots.Size);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Once a second: everything up to <paramref name="settled"/> is behind every reader. It is freed once it has been kept for
    /// <c>keep_stored</c>; how the disk is goes to the status board.</summary>
    public void Step(long settled)
    {
        var now = TimeProvider.System.GetTimestamp();
        if (settled > _noted && (_noted == 0 || TimeProvider.System.GetElapsedTime(_notedAt, now) >= _keep / Notes))
        {
            (_noted, _notedAt) = (settled, now);
            _stored.Enqueue((now, settled));
        }

        while (_stored.TryPeek(out var oldest) && TimeProvider.System.GetElapsedTime(oldest.At, now) >= _keep)
        {
            Journal.Release(oldest.Settled);
            _stored.Dequeue();
        }

        if (_cursor is not null && settled > _cursor.Value && TimeProvider.System.GetElapsedTime(_saved, now) >= SaveEvery)
        {
            _saved = now;
            Save(settled);
        }

        Watch(now);
    }

    /// <summary>The last word on what every reader has behind it.</summary>
    public void Save(long settled)
    {
        try
        {
            if (settled > (_cursor?.Value ?? long.MaxValue)) _cursor!.Save(settled);
        }
        catch (IOException)
        {
            // The disk has an alarm of its own; an old cursor means work done twice.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _owner.DisposeAsync().ConfigureAwait(false);
        _cursorFile?.Dispose();
        _lock?.Dispose();
    }

    private void Watch(long now)
    {
        if (Journal.Committed != _committed || Journal.Committed == Journal.Appended)
        {
            (_committed, _moved) = (Journal.Committed, now);
        }

        if (Journal.Fault is { } fault)
        {
            _status.Set("journal", StatusState.Failed, $"the disk takes nothing ({fault.Message}): measuring goes on, what it does not take is "
                + "counted as lost – make room, or replace the card");
        }
        else if (TimeProvider.System.GetElapsedTime(_moved, now) >= Stalled)
        {
            _status.Set("journal", StatusState.Failed,
                "the disk has taken nothing for 10 s: OPC UA servers hold their values until it does – look at its load, or replace the card");
        }
        else
        {
            _status.Set("journal", StatusState.Ok);
        }
    }

    private static long MaxBytes(JournalOptions options, string path) => options.MaxSize?.Bytes
        ?? (long)Math.Min(DefaultMost, new DriveInfo(Path.GetFullPath(path)).TotalSize / 4.0);
}
