namespace EdgeCollector.Tests.Sources;

/// <summary>A wall clock that can be set and a monotonic one that cannot; both stand still until they are advanced.</summary>
internal sealed class TwoClocks : TimeProvider
{
    private DateTimeOffset _utc = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);
    private long _monotonic = 1_000_000_000;

    /// <summary>How long the thread is held after each look at the wall clock.</summary>
    public TimeSpan Held { get; set; }

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => _monotonic;

    public override DateTimeOffset GetUtcNow()
    {
        var now = _utc;
        Advance(Held);
        return now;
    }

    public void Advance(TimeSpan by)
    {
        _utc += by;
        _monotonic += by.Ticks * 100;
    }

    public void Set(TimeSpan by) => _utc += by;
}
