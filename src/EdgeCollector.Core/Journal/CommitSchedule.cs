namespace EdgeCollector.Core.Journal;

/// <summary>When a commit is due (README decision 5, reliability.md 5.3).</summary>
public sealed record CommitOptions
{
    /// <summary>Longest time that an appended batch waits.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most bytes that wait for the interval.</summary>
    public int Bytes { get; init; } = 64 * 1024;

    /// <summary>State changes that commit at once: the mean per second.</summary>
    public double StateChangesPerSecond { get; init; } = 1;

    /// <summary>State changes that commit at once, in a row; at least 1.</summary>
    public int StateChangeBurst { get; init; } = 5;

    /// <summary>Bytes that may wait for a slow disk before it gates the ring; for a failed one, before the oldest are dropped.</summary>
    public int MaxPending { get; init; } = 8 * 1024 * 1024;

    /// <summary>Pause before a failed commit is tried again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>
/// Decides when to commit: the first of the interval since the oldest pending batch, the bytes, or at once; a state change goes at once
/// while the token bucket has a token, else with the next commit. Policy only, no thread and no disk; one owner.
/// </summary>
public sealed class CommitSchedule
{
    private readonly CommitOptions _options;
    private readonly TimeProvider _time;
    private double _tokens;
    private long _refilled;
    private long _oldest;
    private long _bytes;
    private bool _pending;
    private bool _atOnce;

    public CommitSchedule(CommitOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _tokens = options.StateChangeBurst;
        _refilled = time.GetTimestamp();
    }

    /// <summary>Time until the next commit; zero: now; null: nothing is pending.</summary>
    public TimeSpan? Delay
    {
        get
        {
            if (!_pending)
            {
                return null;
            }

            var left = _options.Interval - _time.GetElapsedTime(_oldest);
            return _atOnce || _bytes >= _options.Bytes || left <= TimeSpan.Zero ? TimeSpan.Zero : left;
        }
    }

    /// <summary>A batch is pending.</summary>
    public void Appended(int bytes, CommitUrgency urgency)
    {
        if (!_pending)
        {
            _pending = true;
            _oldest = _time.GetTimestamp();
        }

        _bytes += bytes;
        _atOnce |= urgency == CommitUrgency.AtOnce;

        // A commit that is due anyway takes the state change along: no token is spent.
        if (urgency == CommitUrgency.StateChange && Delay != TimeSpan.Zero)
        {
            _atOnce = TryTakeToken();
        }
    }

    /// <summary>All that was pending is being committed.</summary>
    public void Taken()
    {
        _pending = false;
        _atOnce = false;
        _bytes = 0;
    }

    private bool TryTakeToken()
    {
        var now = _time.GetTimestamp();
        var refill = _time.GetElapsedTime(_refilled, now).TotalSeconds * _options.StateChangesPerSecond;
        _tokens = Math.Min(_options.StateChangeBurst, _tokens + refill);
        _refilled = now;
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }
}
