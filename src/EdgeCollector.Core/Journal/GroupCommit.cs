using System.Runtime.InteropServices;

namespace EdgeCollector.Core.Journal;

/// <summary>Where commits go: a disk, or nothing at all.</summary>
public interface ICommitTarget
{
    /// <summary>Writes the first of the batches, in order, and returns how many are durable: at least one. The commit thread only. Any
    /// exception means that none of them is: all are offered again.</summary>
    int WriteSome(ReadOnlySpan<StoredBatch> batches);
}

/// <summary>What a journal learns from its commits; called on the commit thread.</summary>
internal interface ICommitEvents
{
    void Committed(long last);

    /// <summary>Given up: neither durable now nor later (dropped{disk}).</summary>
    void Lost(StoredBatch batch);

    /// <summary>The disk failed, or (null) works again.</summary>
    void Health(Exception? fault);
}

/// <summary>
/// The commit thread: all disk I/O of the journal. Slow disk: once <see cref="CommitOptions.MaxPending"/> bytes wait,
/// <see cref="Enqueue"/> blocks, which gates the ring. Failed disk: nothing blocks; the batches are offered again every
/// <see cref="CommitOptions.RetryAfter"/>, the cursor stands, and beyond the limit the oldest are given up.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly ICommitTarget _target;
    private readonly ICommitEvents _events;
    private readonly CommitOptions _options;
    private readonly CommitSchedule _schedule;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<StoredBatch> _pending = [];
    private List<StoredBatch> _writing = [];
    private long _pendingBytes;
    private long _writingBytes;
    private long _failedAt;
    private bool _flush;
    private bool _stopping;

    public GroupCommit(ICommitTarget target, ICommitEvents events, CommitOptions options, TimeProvider time)
    {
        _target = target;
        _events = events;
        _options = options;
        _time = time;
        _schedule = new CommitSchedule(options, time);
        _timer = time.CreateTimer(static state => ((GroupCommit)state!).Pulse(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        new Thread(Run) { IsBackground = true, Name = "journal commit" }.Start();
    }

    /// <summary>The disk failed at the last attempt.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Bytes that are appended and not durable.</summary>
    public long PendingBytes
    {
        get
        {
            lock (_gate)
            {
                return _pendingBytes + _writingBytes;
            }
        }
    }

    /// <summary>Times that the gating rule held the core.</summary>
    public long Gated { get; private set; }

    public long Commits { get; private set; }

    public void Enqueue(StoredBatch batch, CommitUrgency urgency)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, typeof(IJournal));
            if (IsOver && Fault is null)
            {
                Gated++;
                while (IsOver && Fault is null && !_stopping)
                {
                    Monitor.Wait(_gate);
                }
            }

            _pending.Add(batch);
            _pendingBytes += batch.Bytes.Length;
            _schedule.Appended(batch.Bytes.Length, urgency);
            GiveUpOldest();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>What waits is due now.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            _flush = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Commits what waits (once more, if the disk has failed) and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
        }

        await _ended.Task.ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
    }

    private bool IsOver => _pendingBytes + _writingBytes > _options.MaxPending;

    private void Run()
    {
        while (WaitUntilDue())
        {
            try
            {
                for (int count; (count = _target.WriteSome(CollectionsMarshal.AsSpan(_writing))) < _writing.Count;)
                {
                    SucceededInPart(count);
                }
            }
            catch (Exception fault)
            {
                // Whatever it was, nothing of this is durable; to measure on is the rule (reliability.md F10, F11).
                Failed(fault);
                continue;
            }

            Succeeded();
        }

        _ended.SetResult();
    }

    private bool WaitUntilDue()
    {
        lock (_gate)
        {
            while (true)
            {
                if (_pending.Count == 0)
                {
                    _flush = false;
                    if (_stopping)
                    {
                        return false;
                    }

                    Monitor.Wait(_gate);
                    continue;
                }

                var delay = _flush || _stopping ? TimeSpan.Zero
                    : Fault is not null ? _options.RetryAfter - _time.GetElapsedTime(_failedAt)
                    : _schedule.Delay ?? TimeSpan.Zero;
                if (delay <= TimeSpan.Zero)
                {
                    break;
                }

                _timer.Change(delay, Timeout.InfiniteTimeSpan);
                Monitor.Wait(_gate);
            }

            _flush = false;
            (_pending, _writing) = (_writing, _pending);
            (_pendingBytes, _writingBytes) = (0, _pendingBytes);
            _schedule.Taken();
            return true;
        }
    }

    /// <summary>What a disk took before it was full is not given up with the rest.</summary>
    private void SucceededInPart(int count)
    {
        var last = _writing[count - 1].Last;
        lock (_gate)
        {
            for (var i = 0; i < count; i++)
            {
                _writingBytes -= _writing[i].Bytes.Length;
            }

            _writing.RemoveRange(0, count);
            Monitor.PulseAll(_gate);
        }

        _events.Committed(last);
    }

    private void Succeeded()
    {
        var last = _writing[^1].Last;
        var recovered = Fault is not null;
        lock (_gate)
        {
            _writing.Clear();
            _writingBytes = 0;
            Fault = null;
            Commits++;
            Monitor.PulseAll(_gate);
        }

        _events.Committed(last);
        if (recovered)
        {
            _events.Health(null);
        }
    }

    private void Failed(Exception fault)
    {
        lock (_gate)
        {
            _writing.AddRange(_pending);
            _pending.Clear();
            (_pending, _writing) = (_writing, _pending);
            (_pendingBytes, _writingBytes) = (_pendingBytes + _writingBytes, 0);
            _failedAt = _time.GetTimestamp();
            Fault = fault;
            GiveUpOldest();
            if (_stopping)
            {
                GiveUp(_pending.Count);
            }

            Monitor.PulseAll(_gate);
        }

        _events.Health(fault);
    }

    private void GiveUpOldest()
    {
        if (Fault is null || !IsOver)
        {
            return;
        }

        var count = 0;
        for (var bytes = _pendingBytes + _writingBytes; count < _pending.Count - 1 && bytes > _options.MaxPending; count++)
        {
            bytes -= _pending[count].Bytes.Length;
        }

        GiveUp(count);
    }

    private void GiveUp(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _pendingBytes -= _pending[i].Bytes.Length;
            _events.Lost(_pending[i]);
        }

        _pending.RemoveRange(0, count);
    }

    private void Pulse()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
