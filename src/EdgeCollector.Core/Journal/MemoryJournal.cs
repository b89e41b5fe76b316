namespace EdgeCollector.Core.Journal;

/// <summary>How much a <see cref="MemoryJournal"/> keeps.</summary>
public sealed record MemoryJournalOptions
{
    /// <summary>Bytes of encoded batches; at the limit the oldest go, and those that were not released are counted.</summary>
    public long Limit { get; init; } = 64 * 1024 * 1024;

    public CommitOptions Commit { get; init; } = new();
}

/// <summary>The journal without a disk: the same batches, order, commit rule and gating. For tests, for the demo, and for what needs a
/// core but no keeping. A restart loses everything.</summary>
public sealed class MemoryJournal : IJournal
{
    private readonly object _lock = new();
    private readonly BatchStore _store = new();
    private readonly SequenceWaiters _appended = new();
    private readonly SequenceWaiters _committed = new();
    private readonly GroupCommit _commit;
    private readonly MemoryJournalOptions _options;
    private readonly Ledger? _ledger;
    private long _released;

    /// <param name="target">Where commits go; null: nowhere, and they succeed.</param>
    /// <param name="ledger">Told of every id that enters or is dropped.</param>
    public MemoryJournal(
        long epoch, MemoryJournalOptions options, TimeProvider time, ICommitTarget? target = null, Ledger? ledger = null)
    {
        Epoch = epoch;
        _options = options;
        _ledger = ledger;

        // What is not committed must stay: it takes at most half the room.
        var commit = options.Commit with { MaxPending = (int)Math.Min(options.Commit.MaxPending, Math.Max(1, options.Limit / 2)) };
        _commit = new GroupCommit(target ?? new NoDisk(), new Events(this), commit, time);
    }

    public long Epoch { get; }

    public long Start => 0;

    public long PreviousEpoch => 0;

    public long Appended => _appended.Reached;

    public long Committed => _committed.Reached;

    public long First
    {
        get
        {
            lock (_lock)
            {
                return _store.Count > 0 ? _store.Oldest.First : Appended + 1;
            }
        }
    }

    public long Dropped { get; private set; }

    public long Lost { get; private set; }

    public Exception? Fault => _commit.Fault;

    /// <summary>Bytes kept.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _store.Bytes;
            }
        }
    }

    public void Append(RecordBatch batch, CommitUrgency urgency)
    {
        StoredBatch stored;
        lock (_lock)
        {
            if (batch.Count == 0 || batch.First != Appended + 1)
            {
                throw new ArgumentException(
                    $"A batch of {batch.Count} inputs from {batch.First} does not follow {Appended}; ids are contiguous.");
            }

            stored = _store.Add(batch, Epoch, generation: 0);
        }

        _ledger?.Entered(stored.Last);
        _appended.Advance(stored.Last);
        _commit.Enqueue(stored, urgency);
        Trim();
    }

    public bool TryRead(long sequence, out long first, out ReadOnlyMemory<byte> batch)
    {
        lock (_lock)
        {
            var found = _store.TryFind(sequence, out var stored);
            first = Math.Max(sequence, stored.First);
            batch = stored.Bytes;
            return found;
        }
    }

    public ValueTask WaitForAsync(long sequence, bool committed, CancellationToken cancellationToken) =>
        (committed ? _committed : _appended).WaitAsync(sequence, cancellationToken);

    public ValueTask WaitForCommitAsync(long sequence, CancellationToken cancellationToken) =>
        _committed.WaitAsync(sequence, cancellationToken);

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        _commit.Flush();
        return _committed.WaitAsync(Appended, cancellationToken);
    }

    public JournalReader OpenReader(long sequence, ReadScope scope, RecordKinds kinds = RecordKinds.All, long end = long.MaxValue) =>
        new(this, sequence, scope, kinds, end);

    public void Release(long sequence)
    {
        lock (_lock)
        {
            _released = Math.Max(_released, Math.Min(sequence, Committed));
        }

        Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await _commit.DisposeAsync().ConfigureAwait(false);
        var end = new ObjectDisposedException(nameof(MemoryJournal), "The journal is closed.");
        _appended.End(end);
        _committed.End(end);
    }

    private void Trim()
    {
        lock (_lock)
        {
            while (_store.Count > 0 && _store.Oldest.Last <= _released)
            {
                _store.RemoveOldest();
            }

            while (_store.Bytes > _options.Limit && _store.Count > 1 && _store.Oldest.Last <= Committed)
            {
                var oldest = _store.RemoveOldest();
                var first = Math.Max(oldest.First, _released + 1);
                Dropped += oldest.Last - first + 1;
                _ledger?.Dropped(new SequenceRange(first, oldest.Last), DropReason.Space);
            }
        }
    }

    private sealed class NoDisk : ICommitTarget
    {
        public int WriteSome(ReadOnlySpan<StoredBatch> batches) => batches.Length;
    }

    private sealed class Events(MemoryJournal journal) : ICommitEvents
    {
        public void Committed(long last)
        {
            journal._committed.Advance(last);
            journal.Trim();
        }

        // Still in memory and readable; the ledger counts it as dropped only if it is never stored.
        public void Lost(StoredBatch batch) => journal.Lost += batch.Last - batch.First + 1;

        public void Health(Exception? fault)
        {
        }
    }
}
