namespace EdgeCollector.Sources.OpcUa;

/// <summary>
/// Whether a broken connection is an outage. If the server kept our subscription and we are back within the grace time, its queue
/// bridges the gap and nothing was lost; otherwise the machine is Unknown from the last proof of life on. Safe for many threads.
/// </summary>
internal sealed class Outage : IAsyncDisposable
{
    /// <summary>As long as three missed keep-alives may take to be noticed anyway.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Action<long> _lost;
    private readonly ITimer _timer;
    private long? _since;
    private bool _told;

    /// <param name="lost">Called once per outage, with the last proof of life.</param>
    public Outage(TimeProvider time, Action<long> lost)
    {
        _lost = lost;
        _timer = time.CreateTimer(static o => ((Outage)o!).Tell(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The connection broke; attempts that fail afterwards belong to the same outage.</summary>
    public void Start(long lastGood)
    {
        lock (_gate)
        {
            if (_since is not null) return;

            _since = lastGood;
            _told = false;
            _timer.Change(Grace, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The subscription is lost: an outage whatever the grace, until the next one begins. Told unless it was.</summary>
    /// <param name="lastGood">The last proof of life of what was lost; the earlier one counts.</param>
    public void Lose(long lastGood)
    {
        lock (_gate)
        {
            if (_since is not { } since)
            {
                _since = lastGood;
                _told = false;
            }
            else if (!_told)
            {
                _since = Math.Min(since, lastGood);
            }

            Tell();
        }
    }

    /// <summary>The same subscription goes on: true if it did so in time, so that there was no outage.</summary>
    public bool TryBridge()
    {
        lock (_gate)
        {
            var bridged = _since is not null && !_told;
            End();
            return bridged;
        }
    }

    /// <summary>A new subscription begins: whatever was missed is missed.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            Tell();
            End();
        }
    }

    /// <summary>Waits for a telling under way, so that nothing is submitted afterwards.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Tell()
    {
        lock (_gate)
        {
            if (_since is not { } since || _told) return;

            _told = true;
            _lost(since);
        }
    }

    private void End()
    {
        _since = null;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
