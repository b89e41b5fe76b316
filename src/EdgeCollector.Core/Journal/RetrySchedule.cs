namespace EdgeCollector.Core.Journal;

/// <summary>The one retry policy: doubling delays with full jitter on the upper half, for ever.</summary>
public sealed class RetrySchedule(TimeSpan first, TimeSpan most, Random? random = null)
{
    private readonly TimeSpan _first = first;
    private readonly Random _random = random ?? Random.Shared;
    private TimeSpan _next = first;

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan Next()
    {
        var delay = _next;
        _next = delay * 2 < most ? delay * 2 : most;
        return delay * (0.5 + (_random.NextDouble() / 2));
    }

    /// <summary>After a success.</summary>
    public void Reset() => _next = _first;
}
