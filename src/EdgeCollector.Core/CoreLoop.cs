using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Live;
using EdgeCollector.Core.Oee;
using EdgeCollector.Core.Ring;

namespace EdgeCollector.Core;

//     OpcUaSource  GpioSource  MqttInputs   HTTP and _cmd (operator)   configuration revision   clock (1 s tick)
//          \           \           |                |                         |                      /
//           +-----------+--- RingBuffer<Input>  (many producers, ONE reader; a slot is an id) ------+
//                                  |
//                              CoreLoop   one thread: append input -> fold engine -> append what follows, in the same batch
//                                  |   \-- LiveSnapshot (immutable, swapped at most every 250 ms) -> dashboard
//                                  v
//                               Journal   (MemoryJournal, SegmentJournal) -> commit thread (all disk I/O) -> Committed
//                                  |                                          wakes: OPC UA acknowledgements, HTTP 200, facts
//         +------------------------+---------------+-------------------+
//      BatchPublisher         UnsPublisher      SparkplugNode     HistoryProjection -> SQLite    each: a journal reader with its own cursor
//      lp/raw, lp/kpi QoS 1   views, records    DDATA + fence
//         |                        \___________ MQTT broker ________/
//      bridge: concatenate, POST, 204 -> MQTT ack + ack range back -> segment free -> its facts into the archive

/// <summary>
/// The door in and the one thread behind it. Everything that was submitted is journalled in the order of its slots, folded, and lies in
/// one batch with what followed from it. Never touches a disk. An exception of the engine or the journal ends the core: the door closes and
/// <see cref="Completion"/> carries it.
/// </summary>
public sealed class CoreLoop : IInputs, IAsyncDisposable
{
    private const long NanosecondsPerMillisecond = 1_000_000;
    private readonly IEngine _engine;
    private readonly Baselines? _baselines;
    private readonly IJournal _journal;
    private readonly EngineConfiguration _configuration;
    private readonly CoreLoopOptions _options;
    private readonly TimeProvider _clock;
    private readonly RingBuffer _ring;
    private readonly SnapshotPace _snapshots;
    private readonly RecordBatch _batch = new();
    private readonly CheckpointDesk? _checkpoints;
    private readonly EngineMarks _marks;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _ticks;
    private int _started;
    private long _sinceCheckpoint;
    private long _batches;
    private long _facts;
    private long _ticksSkipped;
    private long _textsCut;

    /// <param name="journal">Of a new epoch: nothing appended yet.</param>
    /// <param name="time">Real time: paces snapshots.</param>
    /// <param name="clock">The engine's time: ticks and what the core stamps itself; null: <paramref name="time"/>. The demo scales
    /// it.</param>
    /// <param name="tieBreaker">With the state of the checkpoint; null: a new one.</param>
    /// <param name="baselines">Where an earlier run left the counters; null: nothing is known of one.</param>
    /// <param name="marks">Of the checkpoint; null: none.</param>
    /// <param name="checkpoints">Where its state is to be laid down now and then, and at the end; null: nowhere.</param>
    /// <exception cref="ArgumentException">The journal has been written to in this epoch, or an option is out of range.</exception>
    public CoreLoop(
        IEngine engine, IJournal journal, EngineConfiguration configuration, CoreLoopOptions options, TimeProvider time,
        TimeProvider? clock = null, TieBreaker? tieBreaker = null, Baselines? baselines = null, EngineMarks? marks = null,
        CheckpointDesk? checkpoints = null)
    {
        if (journal.Appended != journal.Start)
        {
            throw new ArgumentException(
                $"The journal holds ids up to {journal.Appended} of epoch {journal.Epoch}; a core starts a new epoch.");
        }

        _baselines = baselines;
        _engine = engine;
        _journal = journal;
        _configuration = configuration;
        _options = options;
        _clock = clock ?? time;
        _ring = new RingBuffer(options.RingCapacity, start: journal.Start);
        _snapshots = new SnapshotPace(engine.Snapshot, options.SnapshotInterval, time, _ring.Wake);
        TieBreaker = tieBreaker ?? new TieBreaker();
        _marks = marks ?? new EngineMarks();
        _checkpoints = checkpoints;
    }

    /// <summary>Completes when the core has stopped; faulted if it ended by itself.</summary>
    public Task Completion => _completion.Task;

    /// <summary>The running shift as pages show it; null while nobody watches.</summary>
    public LiveSnapshot? Live => _snapshots.Live;

    /// <summary>Highest id handed in.</summary>
    public long Submitted => _ring.Claimed;

    /// <summary>Highest id folded and journalled: it moves with every tick, which is what a watchdog looks at.</summary>
    public long Processed => _ring.Consumed;

    /// <summary>Submits that waited for room in the ring.</summary>
    public long Blocked => _ring.Blocked;

    /// <summary>TrySubmits that found no room; the source merges and counts them.</summary>
    public long Refused => _ring.Refused;

    public long Batches => Interlocked.Read(ref _batches);

    public long Facts => Interlocked.Read(ref _facts);

    /// <summary>Ticks that found the ring full; the next one says the same and more.</summary>
    public long TicksSkipped => Interlocked.Read(ref _ticksSkipped);

    /// <summary>Texts of samples that were longer than allowed.</summary>
    public long TextsCut => Interlocked.Read(ref _textsCut);

    /// <summary>Belongs to the core's thread; export it in the engine's fold or after the stop.</summary>
    internal TieBreaker TieBreaker { get; }

    internal bool IsParked => _ring.Waiting.IsParked;

    internal long Parks => _ring.Waiting.Parks;

    /// <summary>Before <see cref="Start"/>: the engine folds what an earlier run saw, so that its windows, stops and counts go on. What it
    /// says meanwhile was said before; what it would now say otherwise is counted.</summary>
    /// <param name="past">Inputs, each with the facts that followed from it behind it.</param>
    /// <param name="whole">All facts are there, and the engine is of the checkpoint that they follow.</param>
    public Resumed Resume(IEnumerable<(long Epoch, JournalEntry Entry)> past, bool whole)
    {
        var check = ReplayCheck.Of(whole);
        foreach (var (epoch, entry) in past)
        {
            if (!entry.IsInput)
            {
                check.Said(entry.Fact!);
                continue;
            }

            check.Next();
            var input = entry.Input;
            TieBreaker.Apply(ref input);
            Pass(epoch, entry.Sequence, input);
            _engine.Apply(entry.Sequence, entry.Input, check);
        }

        check.Next();
        return new(_sinceCheckpoint, check.Differences);
    }

    /// <summary>Opens the door: epoch and configuration are the first two inputs.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("The core has been started before; a new epoch needs a new core.");
        }

        var epoch = Stamp(InputKind.Epoch);
        epoch.Bits = _journal.Epoch;
        epoch.Reference = _engine.LastSeen == 0 ? _baselines : (_baselines ?? new Baselines([])) with { LastSeen = _engine.LastSeen };
        var configuration = Stamp(InputKind.Configuration);
        configuration.Reference = _configuration;
        _ring.Submit([epoch, configuration]);
        Volatile.Write(ref _started, 2);
        new Thread(Run) { IsBackground = true, Name = "core loop" }.Start();
        _ticks = _clock.CreateTimer(static state => ((CoreLoop)state!).Tick(), this, _options.TickInterval, _options.TickInterval);
    }

    /// <inheritdoc/>
    public long Submit(ReadOnlySpan<Input> inputs)
    {
        CheckStarted();
        try
        {
            return _ring.Submit(inputs);
        }
        catch (ObjectDisposedException) when (Completion.Exception is { } end)
        {
            throw Ended(end);
        }
    }

    /// <inheritdoc/>
    public bool TrySubmit(ReadOnlySpan<Input> inputs, out long last)
    {
        CheckStarted();
        try
        {
            return _ring.TrySubmit(inputs, out last);
        }
        catch (ObjectDisposedException) when (Completion.Exception is { } end)
        {
            throw Ended(end);
        }
    }

    /// <summary>Somebody looks at <see cref="Live"/> until the result is disposed of.</summary>
    public IDisposable Watch() => _snapshots.Watch();

    /// <summary>Closes the door and completes when everything that was submitted is committed. Waits for a failed disk as long as
    /// <paramref name="cancellationToken"/> allows. Throws what ended the core, if it ended by itself.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_ticks is { } ticks)
        {
            await ticks.DisposeAsync().ConfigureAwait(false);
        }

        _ring.Close();
        if (Interlocked.CompareExchange(ref _started, 3, 0) == 0)
        {
            _completion.TrySetResult();
        }

        await Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        await _journal.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the door and waits for the thread, not for the disk.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ticks is { } ticks)
        {
            await ticks.DisposeAsync().ConfigureAwait(false);
        }

        _ring.Close();
        if (Volatile.Read(ref _started) == 2)
        {
            await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _snapshots.Dispose();
    }

    private void Run()
    {
        try
        {
            while (_ring.Wait() != RingWait.Drained)
            {
                var read = false;
                for (var slots = _ring.Read(out var first); !slots.IsEmpty; slots = _ring.Read(out first))
                {
                    _ring.Release(Process(first, slots));
                    if (_checkpoints?.IsDue(_sinceCheckpoint) == true) LayCheckpoint();
                    _snapshots.Changed();
                    read = true;
                }

                if (!read)
                {
                    _snapshots.Woken();
                }
            }

            if (_checkpoints is { IsTaken: false } && _sinceCheckpoint > 0) LayCheckpoint();
            _completion.SetResult();
        }
        catch (Exception end)
        {
            // Not handled here: the host sees it in Completion and ends; sources see a closed door.
            _completion.SetException(end);
            _ring.Close();
        }
    }

    // Appends and folds slots up to one full batch, and returns how many.
    private int Process(long first, Span<Input> slots)
    {
        _batch.Clear(first);
        while (_batch.Count < slots.Length && !_batch.IsFull)
        {
            ref var input = ref slots[_batch.Count];
            TieBreaker.Apply(ref input);
            Cut(ref input);
            var sequence = first + _batch.Count;
            _batch.Add(input);
            Pass(_journal.Epoch, sequence, input);
            _engine.Apply(sequence, input, _batch);
        }

        _journal.Append(_batch, _batch.Urgency);
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _facts, _batch.Facts);
        return _batch.Count;
    }

    private void Pass(long epoch, long sequence, in Input input)
    {
        _sinceCheckpoint++;
        _marks.Pass(input.ReceiveTime / NanosecondsPerMillisecond, new(epoch, sequence));
    }

    private void LayCheckpoint()
    {
        _marks.ForgetBefore(_engine.NeededFrom);
        _checkpoints!.Lay(new(_journal.Epoch, Processed), _marks, TieBreaker, _engine);
        _sinceCheckpoint = 0;
    }

    private void Cut(ref Input input)
    {
        if (input.Kind == InputKind.Sample && input.Reference is string text && text.Length > _options.MaxText)
        {
            input.Reference = text[.._options.MaxText];
            Interlocked.Increment(ref _textsCut);
        }
    }

    private void Tick()
    {
        try
        {
            if (!_ring.TrySubmit([Stamp(InputKind.Tick)], out _))
            {
                Interlocked.Increment(ref _ticksSkipped);
            }
        }
        catch (ObjectDisposedException)
        {
            // The door closed between two ticks.
        }
    }

    private Input Stamp(InputKind kind)
    {
        var now = _clock.UtcNanoseconds();
        return new Input { Kind = kind, SourceTime = now, ReceiveTime = now, MonotonicTime = _clock.MonotonicNanoseconds() };
    }

    private void CheckStarted()
    {
        if (Volatile.Read(ref _started) < 2)
        {
            throw new InvalidOperationException(
                "The core has not been started: call Start before any source runs, so that epoch and configuration come first.");
        }
    }

    private static ObjectDisposedException Ended(AggregateException end) =>
        new($"The core has ended: {end.InnerException?.Message}", end.InnerException);
}
