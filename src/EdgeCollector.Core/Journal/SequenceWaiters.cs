namespace EdgeCollector.Core.Journal;

/// <summary>Those who wait until a cursor that only rises has reached a sequence. Safe for many threads; continuations never run on the
/// thread that moves the cursor.</summary>
internal sealed class SequenceWaiters(long reached = 0)
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiters = [];
    private long _reached = reached;
    private Exception? _end;

    public long Reached => Volatile.Read(ref _reached);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _waiters.Count;
            }
        }
    }

    public ValueTask WaitAsync(long sequence, CancellationToken cancellationToken)
    {
        if (Reached >= sequence)
        {
            return ValueTask.CompletedTask;
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        var waiter = new Waiter(this, sequence);
        lock (_lock)
        {
            if (_reached >= sequence)
            {
                return ValueTask.CompletedTask;
            }

            if (_end is not null)
            {
                return ValueTask.FromException(_end);
            }

            _waiters.Add(waiter);
        }

        waiter.CancelWith(cancellationToken);
        return new ValueTask(waiter.Task);
    }

    public void Advance(long sequence)
    {
        lock (_lock)
        {
            Volatile.Write(ref _reached, Math.Max(_reached, sequence));
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].Sequence <= _reached)
                {
                    _waiters[i].Complete();
                    _waiters.RemoveAt(i);
                }
            }
        }
    }

    /// <summary>The cursor will not move any more: whoever waits gets <paramref name="end"/>.</summary>
    public void End(Exception end)
    {
        lock (_lock)
        {
            _end ??= end;
            foreach (var waiter in _waiters)
            {
                waiter.Fail(_end);
            }

            _waiters.Clear();
        }
    }

    private sealed class Waiter(SequenceWaiters owner, long sequence)
    {
        private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private CancellationTokenRegistration _registration;

        public long Sequence => sequence;

        public Task Task => _source.Task;

        public void CancelWith(CancellationToken token)
        {
            if (!token.CanBeCanceled)
            {
                return;
            }

            _registration = token.UnsafeRegister(
                static (state, token) =>
                {
                    var waiter = (Waiter)state!;
                    waiter.Remove();
                    waiter._source.TrySetCanceled(token);
                },
                this);
            _ = _source.Task.ContinueWith(
                static (_, state) => ((Waiter)state!)._registration.Unregister(), this, CancellationToken.None,
                TaskContinuationOptions.None, TaskScheduler.Default);
        }

        public void Complete() => _source.TrySetResult();

        public void Fail(Exception end) => _source.TrySetException(end);

        private void Remove()
        {
            lock (owner._lock)
            {
                owner._waiters.Remove(this);
            }
        }
    }
}
