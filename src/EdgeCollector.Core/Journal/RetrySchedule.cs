namespace EdgeCollector.Core.Journal;

/// <summary>
/// The one retry policy: each delay doubles, up to a bound, with half of it random so that many collectors do not come back at once. A
/// server's Retry-After is honoured, within a bound. Policy only; one owner.
/// </summary>
/// <param name="first">Delay after the first failure.</param>
/// <param name="max">Longest delay of its own.</param>
/// <param name="time">For a Retry-After that is a date.</param>
/// <param name="random">0 (inclusive) to 1 (exclusive).</param>
public sealed class RetrySchedule(TimeSpan first, TimeSpan max, TimeProvider time, Func<double> random)
{
    private int _doublings;

    /// <summary>Longest Retry-After that is believed.</summary>
    public static TimeSpan MaxRetryAfter { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Failures in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>The next attempt starts from the shortest delay.</summary>
    public void Succeeded()
    {
        Failures = 0;
        _doublings = 0;
    }

    /// <summary>The delay before the next attempt, after a failure.</summary>
    /// <param name="retryAfter">What the server asked for; null: nothing.</param>
    public TimeSpan Next(TimeSpan? retryAfter = null)
    {
        Failures++;
        var whole = TimeSpan.FromTicks(Math.Min(max.Ticks, first.Ticks << _doublings));
        if (whole < max)
        {
            _doublings++;
        }

        var delay = whole * (0.5 + (random() / 2));
        var asked = retryAfter is { } wish && wish > TimeSpan.Zero ? wish : TimeSpan.Zero;
        return asked > MaxRetryAfter ? MaxRetryAfter : asked > delay ? asked : delay;
    }

    /// <summary>As <see cref="Next(TimeSpan?)"/>, where the server gave a moment.</summary>
    public TimeSpan Next(DateTimeOffset retryAt) => Next(retryAt - time.GetUtcNow());
}
