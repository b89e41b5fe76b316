namespace EdgeCollector.Core.Inputs;

/// <summary>The two clocks of an <see cref="Input"/>, in nanoseconds, from one provider.</summary>
public static class InputClock
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerTick = 100;

    /// <summary>ns since 1970-01-01 UTC.</summary>
    public static long UtcNanoseconds(this TimeProvider time) => time.GetUtcNow().UtcNanoseconds();

    /// <summary>ns since 1970-01-01 UTC.</summary>
    public static long UtcNanoseconds(this DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * NanosecondsPerTick;

    /// <summary>ns on the monotonic clock, from an arbitrary start of this boot.</summary>
    public static long MonotonicNanoseconds(this TimeProvider time) => time.TimestampFrequency == NanosecondsPerSecond
        ? time.GetTimestamp()
        : (long)((Int128)time.GetTimestamp() * NanosecondsPerSecond / time.TimestampFrequency);
}
