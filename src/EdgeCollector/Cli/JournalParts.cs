using EdgeCollector.Core.Journal;
using EdgeCollector.Options;
using EdgeCollector.Storage;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Cli;

/// <summary>The journal, its cursor, and what becomes free: opened first and closed last.</summary>
internal sealed class JournalParts : IAsyncDisposable
{
    private const double DefaultMost = 2e9;

    /// <summary>How finely the keeping time is divided.</summary>
    private const int Notes = 1000;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(10);
    private readonly RecordWriter _account = new();
    private readonly Queue<(long At, long Settled)> _stored = new();
    private readonly Ledger _ledger;
    private readonly JournalAlarm _alarm;
    private readonly TimeProvider _time;
    private CursorSlots? _cursor;
    private IDisposable? _cursorFile;
    private IDisposable? _lock;
    private TimeSpan _keep;
    private long _noted;
    private long _notedAt;
    private long _saved;

    private JournalParts(IJournal journal, Ledger ledger, JournalAlarm alarm, TimeProvider time)
    {
        (Journal, _ledger, _alarm, _time) = (journal, ledger, alarm, time);
        _saved = time.GetTimestamp();
    }

    public IJournal Journal { get; }

    /// <summary>What was on the disk; null: nothing is kept.</summary>
    public Recovered? Recovered => (Journal as SegmentJournal)?.Recovered;

    /// <summary>Up to here every reader was done when the last run ended, or some seconds before.</summary>
    public long Settled { get; private set; }

    public long BytesWritten => (Journal as SegmentJournal)?.BytesWritten ?? 0;

    /// <summary>Bytes that were put aside, or that the disk did not give back.</summary>
    public long DamagedBytes => (Journal as SegmentJournal)?.DamagedBytes ?? 0;

    /// <exception cref="IOException">The folder is another process's, or cannot be used.</exception>
    public static JournalParts Open(CollectorPlan plan, Ledger ledger, StatusBoard status, ILogger<JournalParts> logger, TimeProvider time)
    {
        var options = plan.Options.Journal;
        var commit = new CommitOptions { Interval = options.Commit };
        if (!plan.Keeps)
        {
            var memory = new MemoryJournal(EpochFile.Next(plan.Data, time), new() { Commit = commit }, time, ledger: ledger);
            return new(memory, ledger, new(memory, status, logger, time), time);
        }

        var taken = FileLock.Take(plan.Data);
        try
        {
            var path = JournalFolder.In(plan.Data);
            var folder = new FileBlockFolder(path);
            var journal = new SegmentJournal(
                folder, last => EpochFile.Next(plan.Data, time, last + 1),
                new() { Commit = commit, Segments = new() { MaxBytes = MaxBytes(options, path) } }, time, ledger);
            var file = JournalFolder.CursorFile(folder);
            var cursor = file is null ? null : new CursorSlots(file);
            var parts = new JournalParts(journal, ledger, new(journal, status, logger, time), time)
            {
                _cursor = cursor,
                _cursorFile = file,
                _lock = taken,
                _keep = Keep(plan.Options),
                Settled = JournalFolder.Cursored(cursor, journal.First, journal.Start),
            };
            ledger.Restore(cursor is null ? [] : cursor.Attached.Span, parts.Settled, journal.Start);
            if (journal.Recovered is { DamagedBytes: > 0 } or { Unreadable: > 0 })
            {
                logger.JournalDamaged(journal.Recovered.DamagedBytes, journal.Recovered.Unreadable);
            }

            return parts;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Once a second: everything up to <paramref name="settled"/> is behind every reader. It is freed once it has been kept for
    /// <c>keep_stored</c>; cursor and account are saved now and then; how the disk is goes to the status board.</summary>
    public void Step(long settled)
    {
        var now = _time.GetTimestamp();
        if (settled > _noted && (_noted == 0 || _time.GetElapsedTime(_notedAt, now) >= _keep / Notes))
        {
            (_noted, _notedAt) = (settled, now);
            _stored.Enqueue((now, settled));
        }

        while (_stored.TryPeek(out var oldest) && _time.GetElapsedTime(oldest.At, now) >= _keep)
        {
            Journal.Release(oldest.Settled);
            _stored.Dequeue();
        }

        if (_cursor is not null && settled > _cursor.Value && _time.GetElapsedTime(_saved, now) >= SaveEvery)
        {
            _saved = now;
            Save(settled);
        }

        _alarm.Look();
    }

    /// <summary>The last word on what every reader has behind it.</summary>
    public void Save(long settled)
    {
        _ledger.Close(settled);
        if (_cursor is null)
        {
            return;
        }

        try
        {
            _account.Reset();
            _ledger.Save(_account, Journal.Committed);
            _cursor.Save(Math.Max(settled, _cursor.Value), _account.Length <= CursorSlots.MaxAttached ? _account.Written : []);
        }
        catch (IOException)
        {
            // The disk has an alarm of its own; an old cursor means work done twice.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync().ConfigureAwait(false);
        _cursorFile?.Dispose();
        _lock?.Dispose();
    }

    /// <summary>Where nobody says that it is stored, what the broker took is kept for as long as it may have to be sent once more.</summary>
    private static TimeSpan Keep(CollectorOptions options) => options is { Mqtt: not null, Influx: null }
        && options.Journal.ReplayWindow > options.Journal.KeepStored ? options.Journal.ReplayWindow : options.Journal.KeepStored;

    private static long MaxBytes(JournalOptions options, string path) => options.MaxSize?.Bytes
        ?? (long)Math.Min(DefaultMost, new DriveInfo(Path.GetFullPath(path)).TotalSize / 4.0);
}
