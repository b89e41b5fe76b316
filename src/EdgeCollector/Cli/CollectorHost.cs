using EdgeCollector.Core;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using EdgeCollector.Dashboard;
using EdgeCollector.Outputs;
using EdgeCollector.Storage.Archive;
using EdgeCollector.Storage.Checkpoints;
using EdgeCollector.Storage.History;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Cli;

/// <summary>
/// The service, wired: what <c>run</c> and <c>demo</c> start. The data path is drawn above <see cref="CoreLoop"/>; here its parts meet.
/// Stopping goes the way the data goes: sources, core, deliveries, history, pages.
/// </summary>
internal sealed class CollectorHost : IAsyncDisposable
{
    private static readonly TimeSpan SourcesAtStop = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan DeliverAtStop = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ReadersAtStop = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SourceRetry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReleaseEvery = TimeSpan.FromSeconds(1);
    private readonly CollectorPlan _plan;
    private readonly ILoggerFactory _loggers;
    private readonly CancellationTokenSource _stopSources = new();
    private readonly CancellationTokenSource _stopAll = new();
    private readonly CollectorMetrics _metrics = new();
    private readonly Ledger _ledger = new();
    private readonly List<Task> _running = [];
    private readonly List<Task> _sourceTasks = [];
    private readonly List<Task> _tried = [];
    private readonly TaskCompletionSource<Exception> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<IMachineSource> _sources = [];
    private JournalParts? _journal;
    private HistoryDatabase? _database;
    private HistoryProjection? _projection;
    private ArchiveWriter? _archive;
    private CheckpointDesk? _checkpoints;
    private LampDriver? _lamps;
    private DashboardHost? _dashboard;
    private DeliveryParts? _delivery;
    private BridgeParts? _bridge;

    public CollectorHost(CollectorPlan plan, ILoggerFactory loggers)
    {
        _plan = plan;
        _loggers = loggers;
        Status = new(TimeProvider.System);
    }

    /// <summary>How everything that the node depends on is.</summary>
    public StatusBoard Status { get; }

    public CoreLoop? Core { get; private set; }

    public IJournal? Journal { get; private set; }

    public HistoryQueries? History { get; private set; }

    /// <summary>The evidence behind every record.</summary>
    public ArchiveFiles? Archive { get; private set; }

    public Uri? Pages => _dashboard?.Address;

    /// <summary>Every source has been tried once.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Completes with the fault of a part that ended by itself: the service is to stop then.</summary>
    public Task<Exception> Failed => _failed.Task;

    /// <summary>Starts everything and returns once every source has been tried once, which is <see cref="IsReady"/>; a machine that
    /// is down does not hold it back. Returns early, not ready, where <see cref="Failed"/> says why.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_plan.RunsCollector)
        {
            await StartCollectorAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_plan.RunsBridge)
        {
            _bridge = BridgeParts.Create(_plan, Status, _metrics, _loggers);
            Run(_bridge.RunAsync(_stopAll.Token));
        }

        var tried = Task.WhenAll([.. _tried, _delivery?.FirstAttempt ?? Task.CompletedTask, _bridge?.FirstAttempt ?? Task.CompletedTask]);
        IsReady = await Task.WhenAny(tried, Failed).WaitAsync(cancellationToken).ConfigureAwait(false) == tried;
    }

    /// <summary>Ends within 10 s: nothing new comes in, what came in is folded, committed, kept and, as far as the broker
    /// takes it, sent.</summary>
    public async Task StopAsync()
    {
        await _stopSources.CancelAsync().ConfigureAwait(false);
        var pages = StopPagesAsync();
        await UpToAsync(SourcesAtStop, _sourceTasks).ConfigureAwait(false);
        if (Core is not null)
        {
            // A core that ended by itself has said why already; the rest is still to be stopped.
            await Core.StopAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await WaitForReadersAsync().ConfigureAwait(false);
        }

        await _stopAll.CancelAsync().ConfigureAwait(false);
        await UpToAsync(ReadersAtStop, [.. _running, pages]).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        foreach (var source in _sources)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }

        if (Core is not null)
        {
            await Core.DisposeAsync().ConfigureAwait(false);
        }

        if (_journal is not null)
        {
            if (_projection is not null && _archive is not null) _journal.Save(Settle());
            await _journal.DisposeAsync().ConfigureAwait(false);
        }

        _checkpoints?.Dispose();
        _bridge?.Dispose();
        _database?.Dispose();
        _metrics.Dispose();
        _stopSources.Dispose();
        _stopAll.Dispose();
    }

    /// <summary>What hangs is left behind: the service has 10 s in all.</summary>
    private static Task UpToAsync(TimeSpan limit, IEnumerable<Task> tasks)
    {
        var all = Task.WhenAll(tasks).WaitAsync(limit, TimeProvider.System);
        return all.ContinueWith(static t => _ = t.Exception, TaskScheduler.Default);
    }

    private async Task StopPagesAsync()
    {
        if (Interlocked.Exchange(ref _dashboard, null) is { } dashboard)
        {
            await dashboard.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task StartCollectorAsync(CancellationToken cancellationToken)
    {
        var options = _plan.Options;
        _journal = JournalParts.Open(_plan, _ledger, Status, _loggers.CreateLogger<JournalParts>(), TimeProvider.System);
        var journal = _journal.Journal;
        Journal = journal;
        if ((_lamps = OutputWiring.Create(_plan, journal, Status, _loggers)) is not null)
        {
            // Before anything is known: the lamps are safe at once, and again as soon as it is to stop.
            _sourceTasks.Add(Watch(_lamps.RunAsync(_stopSources.Token)));
        }

        Archive = new ArchiveFiles(ArchiveFiles.In(_plan.Data));
        var checkpoints = new CheckpointFile(_plan.Data);
        if (_plan.Keeps) _checkpoints = new(new CheckpointOptions(), TimeProvider.System);
        Core = MakeCore(journal, new EngineResume(Archive, journal, checkpoints));
        Core.Start();
        Run(Core.Completion);
        Observe(Core, journal);
        if (_checkpoints is not null)
        {
            var writer = new CheckpointWriter(_checkpoints, journal, checkpoints, _loggers.CreateLogger<CheckpointWriter>());
            Run(writer.RunAsync(_stopAll.Token));
            _metrics.Observe("ec_checkpoint_bytes_total", "By", "Bytes of checkpoints written to the disk", () => writer.BytesWritten);
        }

        _database = HistoryDatabase.Open(Path.Combine(_plan.Data, "history.db"), TimeProvider.System.GetUtcNow());
        History = new HistoryQueries(_database);
        _projection = new HistoryProjection(
            Journal, _database, new HistoryRetention(options.History.Keep, options.History.MaxSize.Bytes), TimeProvider.System,
            _loggers.CreateLogger<HistoryProjection>(), () => Archive.Read().Select(block => block.Entries))
        {
            Calm = TimeSpan.FromSeconds(_plan.Keeps ? 30 : 2),
        };
        Run(_projection.RunAsync(_stopAll.Token));
        var retention = new ArchiveRetention(options.History.Keep, options.History.MaxSize.Bytes);
        _archive = new ArchiveWriter(Journal, Archive, retention, TimeProvider.System, _loggers.CreateLogger<ArchiveWriter>())
        {
            // There is no card to be spared under a journal in memory, which is the smaller the sooner it is read.
            Gather = TimeSpan.FromSeconds(_plan.Keeps ? 20 : 2),
        };
        Run(_archive.RunAsync(_stopAll.Token));
        _metrics.Observe("ec_archive_lost_total", "{id}", "Ids that left the journal before the archive had them", () => _archive.Lost);
        _metrics.Observe("ec_archive_deleted_total", "{file}", "Files of the archive that went by age or size", () => retention.Deleted);

        if (_plan.Backfill is { } backfill)
        {
            await backfill(Core).ConfigureAwait(false);
        }

        // Before deliveries: /metrics counts from when the pages begin to listen.
        _dashboard = await DashboardHost.StartAsync(
            new(options.Dashboard.Listen), DashboardWiring.Sources(_plan, this), _loggers, TimeProvider.System, cancellationToken)
            .ConfigureAwait(false);

        if (options.Mqtt is not null)
        {
            _delivery = DeliveryParts.Create(_plan, _journal, Archive, _ledger, Status, _metrics, _loggers);
            Run(_delivery.RunAsync(_stopAll.Token));
        }

        Run(ReleaseAsync(_stopAll.Token));
        _sources = _plan.Sources(Status, _loggers);
        foreach (var source in _sources)
        {
            var thrown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _tried.Add(Task.WhenAny(source.FirstAttempt, thrown.Task));
            _sourceTasks.Add(KeepAsync(source, Core, Journal, thrown));
        }
    }

    /// <summary>The engine goes on where it was. What cannot be read is said and is no reason not to start.</summary>
    private CoreLoop MakeCore(IJournal journal, EngineResume resume)
    {
        var logger = _loggers.CreateLogger<CollectorHost>();
        try
        {
            var started = TimeProvider.System.GetTimestamp();
            if (resume.Find() is not { } past)
            {
                return NewCore(journal, new OeeEngine(journal.Epoch), Archive!.LastBaselines());
            }

            var core = NewCore(
                journal, past.Checkpoint?.Engine ?? new OeeEngine(journal.Epoch),
                new Baselines([]) { ResumedEpoch = past.From.Epoch, ResumedFrom = past.From.Sequence }, past.Checkpoint?.Ties, past.Marks);
            var resumed = core.Resume(past.Entries, past.IsWhole);
            logger.Resumed(resumed.Inputs, TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
            if (resumed.Differences > 0) logger.ReplayDiffers(resumed.Differences);
            return core;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.BaselinesUnknown(e.Message);
            return NewCore(journal, new OeeEngine(journal.Epoch), null);
        }
    }

    private CoreLoop NewCore(
        IJournal journal, OeeEngine engine, Baselines? baselines, TieBreaker? ties = null, EngineMarks? marks = null) => new(
        engine, journal, _plan.Model.Engine, new CoreLoopOptions(), TimeProvider.System, _plan.Clock, ties, baselines, marks, _checkpoints);

    /// <summary>Every wait and every drop of the path is visible.</summary>
    private void Observe(CoreLoop core, IJournal journal)
    {
        _metrics.Observe("ec_inputs_total", "{input}", "Inputs folded and journalled", () => core.Processed);
        _metrics.Observe("ec_ring_blocked_total", "{submit}", "Submits that waited for room in the ring", () => core.Blocked);
        _metrics.Observe("ec_ring_refused_total", "{submit}", "Submits of sources that cannot wait and found no room", () => core.Refused);
        _metrics.Observe("ec_ticks_skipped_total", "{tick}", "Ticks that found the ring full", () => core.TicksSkipped);
        _metrics.Observe("ec_texts_cut_total", "{text}", "Texts of samples that were too long", () => core.TextsCut);
        _metrics.Observe("ec_journal_dropped_total", "{id}", "Ids that left the journal before they were released", () => journal.Dropped);
        _metrics.Observe("ec_disk_bytes_written_total", "By", "Bytes that the journal wrote to the disk", () => _journal!.BytesWritten);
        _metrics.Observe("ec_journal_lost_total", "{id}", "Ids that could not be committed", () => journal.Lost);
        _metrics.Observe("ec_journal_damaged_bytes", "By", "Bytes of the journal that were put aside or not given back", () => _journal!.DamagedBytes);
        _metrics.ObserveLedger(_ledger);
    }

    /// <summary>What every reader has behind it is free: history always, the broker's other side where there is one.</summary>
    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ReleaseEvery, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            _journal!.Step(Settle());
        }
    }

    /// <summary>Where there is no broker, what history and archive have is stored.</summary>
    private long Settle()
    {
        var settled = Settled;
        if (_delivery is null)
        {
            _ledger.Stored(Lane.Raw, new(1, settled));
            _ledger.Stored(Lane.Kpi, new(1, settled));
        }

        return settled;
    }

    private long Settled => Math.Min(
        Math.Min(Math.Min(_projection!.Applied, _archive!.Applied), _lamps?.Applied ?? long.MaxValue), _delivery?.Settled ?? long.MaxValue);

    /// <summary>What was measured last is committed, so that history and archive have it when they end; the broker gets a few seconds to take
    /// the rest.</summary>
    private async Task WaitForReadersAsync()
    {
        var end = Journal!.Appended;
        using var limit = new CancellationTokenSource(DeliverAtStop, TimeProvider.System);
        try
        {
            using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            while (Journal.Committed < end || (_delivery is { IsConnected: true } delivery && delivery.Delivered < end))
            {
                await poll.WaitForNextTickAsync(limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // What is not delivered by now is counted as pending.
        }
    }

    /// <summary>A source that fails is one machine's trouble: the others go on, and it is tried again.</summary>
    private async Task KeepAsync(IMachineSource source, IInputs inputs, ICommitted committed, TaskCompletionSource thrown)
    {
        var logger = _loggers.CreateLogger<CollectorHost>();
        while (!_stopSources.IsCancellationRequested)
        {
            try
            {
                await source.RunAsync(inputs, committed, _stopSources.Token).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (_stopSources.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (!Core!.Completion.IsCompleted)
            {
                Status.Set($"source {source.Machine}", StatusState.Failed, e.Message);
                logger.SourceFaulted(source.Machine, e);
                thrown.TrySetResult();
                await Task.Delay(SourceRetry, TimeProvider.System, _stopSources.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Status.Set($"source {source.Machine}", StatusState.Wait, $"started again after: {e.Message}");
            }
        }
    }

    private void Run(Task task) => _running.Add(Watch(task));

    private async Task Watch(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopSources.IsCancellationRequested || _stopAll.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (Exception e)
        {
            _failed.TrySetResult(e);
        }
    }
}
