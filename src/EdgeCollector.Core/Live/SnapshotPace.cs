namespace EdgeCollector.Core.Live;

/// <summary>When the core builds a <see cref="LiveSnapshot"/>: only while somebody watches, at most once per interval, and never later
/// than one interval after a change. <see cref="Changed"/> and <see cref="Woken"/> belong to the core's thread.</summary>
internal sealed class SnapshotPace : IDisposable
{
    private readonly Func<LiveSnapshot> _build;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly Action _wake;
    private readonly ITimer _timer;
    private LiveSnapshot? _live;
    private int _watchers;
    private long _last;
    private bool _stale = true;
    private bool _armed;

    /// <param name="build">Asks the engine; called on the core's thread.</param>
    /// <param name="wake">Makes the core's thread call <see cref="Woken"/>.</param>
    public SnapshotPace(Func<LiveSnapshot> build, TimeSpan interval, TimeProvider time, Action wake)
    {
        _build = build;
        _interval = interval;
        _time = time;
        _wake = wake;
        _timer = time.CreateTimer(static state => ((SnapshotPace)state!)._wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public LiveSnapshot? Live => Volatile.Read(ref _live);

    public int Watchers => Volatile.Read(ref _watchers);

    public IDisposable Watch()
    {
        Interlocked.Increment(ref _watchers);
        _wake();
        return new Watcher(this);
    }

    public void Changed()
    {
        _stale = true;
        Build();
    }

    public void Woken()
    {
        _armed = false;
        Build();
    }

    public void Dispose() => _timer.Dispose();

    private void Build()
    {
        if (Watchers == 0)
        {
            Volatile.Write(ref _live, null);
            return;
        }

        if (!_stale && Live is not null)
        {
            return;
        }

        var left = Live is null ? TimeSpan.Zero : _interval - _time.GetElapsedTime(_last);
        if (left > TimeSpan.Zero)
        {
            if (!_armed)
            {
                _armed = true;
                _timer.Change(left, Timeout.InfiniteTimeSpan);
            }

            return;
        }

        _last = _time.GetTimestamp();
        _armed = false;
        _stale = false;
        Volatile.Write(ref _live, _build());
    }

    private sealed class Watcher(SnapshotPace pace) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0 && Interlocked.Decrement(ref pace._watchers) == 0)
            {
                pace._wake();
            }
        }
    }
}
