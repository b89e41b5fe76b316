namespace EdgeCollector.Core.Journal;

/// <summary>How a <see cref="SegmentJournal"/> works.</summary>
public sealed record SegmentJournalOptions
{
    public SegmentOptions Segments { get; init; } = new();

    public CommitOptions Commit { get; init; } = new();

    /// <summary>Bytes of the newest batches that are kept in memory too, so that readers who keep up never touch the disk.</summary>
    public int Tail { get; init; } = 8 * 1024 * 1024;
}

/// <summary>
/// The journal on a disk. Ids go on where the last epoch's committed ones end; what was not committed is gone with the power, and its ids
/// are used again under the new epoch. Earlier epochs are read like the present one.
/// </summary>
public sealed class SegmentJournal : IJournal
{
    private readonly object _lock = new();
    private readonly BatchStore _store = new();
    private readonly SegmentJournalOptions _options;
    private readonly Ledger? _ledger;
    private readonly SegmentLog _log;
    private readonly GroupCommit _commit;
    private readonly SequenceWaiters _appended;
    private readonly SequenceWaiters _committed;
    private readonly List<SequenceRange> _lost = [];
    private long _released;

    /// <param name="folder">Of the segments, locked by the caller.</param>
    /// <param name="next">The new epoch, given the newest one on the disk (0: none).</param>
    /// <param name="ledger">Told of every id that enters or is dropped.</param>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    public SegmentJournal(IBlockFolder folder, Func<long, long> next, SegmentJournalOptions options, TimeProvider time, Ledger? ledger = null)
    {
        _options = options;
        _ledger = ledger;
        _log = new SegmentLog(folder, options.Segments, DroppedForSpace);
        Epoch = next(Recovered.Epoch);
        _appended = new(Recovered.Last);
        _committed = new(Recovered.Last);
        _commit = new GroupCommit(_log, new Events(this), options.Commit, time);
    }

    public Recovered Recovered => _log.Recovered;

    public long Epoch { get; }

    public long Start => Recovered.Last;

    public long PreviousEpoch => Recovered.Epoch;

    public long Appended => _appended.Reached;

    public long Committed => _committed.Reached;

    public long First
    {
        get
        {
            lock (_lock)
            {
                return _log.First ?? (_store.Count > 0 ? _store.Oldest.First : Appended + 1);
            }
        }
    }

    public long Dropped { get; private set; }

    public long Lost { get; private set; }

    public Exception? Fault => _commit.Fault;

    /// <summary>Bytes written to the disk since the start, padding included.</summary>
    public long BytesWritten => _log.BytesWritten;

    public long Commits => _log.Commits;

    /// <summary>Put into quarantine, at the start or when a reader came to them, and those that could not be read.</summary>
    public long DamagedBytes => _log.DamagedBytes;

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
        if (!TryFind(sequence, out first, out batch))
        {
            return false;
        }

        if (first > sequence)
        {
            Missing(new SequenceRange(sequence, first - 1));
        }

        return true;
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

        _log.Release(_released);
        Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await _commit.DisposeAsync().ConfigureAwait(false);
        var end = new ObjectDisposedException(nameof(SegmentJournal), "The journal is closed.");
        _appended.End(end);
        _committed.End(end);
        _log.Dispose();
    }

    private bool TryFind(long sequence, out long first, out ReadOnlyMemory<byte> batch)
    {
        // Memory after the disk: what is trimmed from memory meanwhile has been on the disk before.
        if (TryTail(sequence, holdsIt: true, out first, out batch))
        {
            return true;
        }

        if (_log.TryRead(sequence, out first, out batch))
        {
            if (!TryTail(sequence, holdsIt: false, out var newer, out var tail) || newer > first)
            {
                return true;
            }

            (first, batch) = (newer, tail);
            return true;
        }

        return TryTail(sequence, holdsIt: false, out first, out batch);
    }

    private bool TryTail(long sequence, bool holdsIt, out long first, out ReadOnlyMemory<byte> batch)
    {
        lock (_lock)
        {
            var found = _store.TryFind(sequence, out var stored) && (!holdsIt || stored.First <= sequence);
            (first, batch) = (Math.Max(sequence, stored.First), stored.Bytes);
            return found;
        }
    }

    private void Trim()
    {
        lock (_lock)
        {
            var settled = _lost.Count > 0 ? Math.Max(Committed, _lost[^1].Last) : Committed;
            while (_store.Count > 0 && _store.Oldest.Last <= settled && (_store.Bytes > _options.Tail || _store.Oldest.Last <= _released))
            {
                Forget(_store.RemoveOldest());
            }
        }
    }

    /// <summary>Nothing is lost by leaving memory but what no disk took and nobody has stored.</summary>
    private void Forget(StoredBatch batch)
    {
        while (_lost.Count > 0 && _lost[0].Last <= batch.Last)
        {
            var first = Math.Max(_lost[0].First, _released + 1);
            if (first <= _lost[0].Last)
            {
                _ledger?.Dropped(new SequenceRange(first, _lost[0].Last), DropReason.Disk);
            }

            _lost.RemoveAt(0);
        }
    }

    /// <summary>What was released, or dropped for a reason that is known, is settled in the ledger; the rest is what the disk did not give
    /// back. It must not pass for stored with the batch that is sent around it.</summary>
    private void Missing(SequenceRange range)
    {
        long first;
        lock (_lock)
        {
            first = Math.Max(range.First, _released + 1);
        }

        if (first <= range.Last)
        {
            _ledger?.Dropped(new SequenceRange(first, range.Last), DropReason.Damaged);
        }
    }

    private void DroppedForSpace(SequenceRange range)
    {
        lock (_lock)
        {
            Dropped += range.Last - range.First + 1;
        }

        _ledger?.Dropped(range, DropReason.Space);
    }

    private sealed class Events(SegmentJournal journal) : ICommitEvents
    {
        public void Committed(long last)
        {
            journal._committed.Advance(last);
            journal.Trim();
        }

        // Still in memory and readable for a while.
        public void Lost(StoredBatch batch)
        {
            lock (journal._lock)
            {
                journal.Lost += batch.Last - batch.First + 1;
                journal._lost.Add(new SequenceRange(batch.First, batch.Last));
            }
        }

        public void Health(Exception? fault)
        {
        }
    }
}
