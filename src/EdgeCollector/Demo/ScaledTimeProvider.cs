namespace EdgeCollector.Demo;

/// <summary>
/// A clock that starts at <paramref name="origin"/> and runs <paramref name="speed"/> times as fast as the real one; its two clocks never
/// part. Timers count in its time, but none fires more often than once a real millisecond.
/// </summary>
/// <param name="origin">What it shows when it is made.</param>
/// <param name="speed">Its seconds in a real second, above 0.</param>
/// <param name="real">The clock behind it.</param>
internal sealed class ScaledTimeProvider(DateTimeOffset origin, double speed, TimeProvider real) : TimeProvider
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private readonly long _start = real.GetTimestamp();

    private long _jumped;

    public double Speed { get; } = speed is > 0 and <= 10_000
        ? speed
        : throw new ArgumentOutOfRangeException(nameof(speed), speed, "A speed above 0 and up to 10000 is expected.");

    public override long TimestampFrequency => real.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    public override long GetTimestamp() => _start + (long)((real.GetTimestamp() - _start) * Speed) + Interlocked.Read(ref _jumped);

    public override DateTimeOffset GetUtcNow() => origin + GetElapsedTime(_start);

    /// <summary>Moves both of its clocks ahead at once: an hour that was lived through in a moment.</summary>
    public void Jump(TimeSpan ahead) => Interlocked.Add(ref _jumped, (long)(ahead.TotalSeconds * TimestampFrequency));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(this, real.CreateTimer(callback, state, Real(dueTime), Real(period)));

    /// <summary>How long a time of this clock really lasts; 0 and infinite stay what they are.</summary>
    private TimeSpan Real(TimeSpan scaled)
    {
        if (scaled <= TimeSpan.Zero) return scaled;

        // A real timer would take a period below 1 ms for none at all.
        var lasts = scaled / Speed;
        return lasts < Shortest ? Shortest : lasts;
    }

    private sealed class ScaledTimer(ScaledTimeProvider clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Real(dueTime), clock.Real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
