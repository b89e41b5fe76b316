namespace EdgeCollector.OpcUa.Server;

/// <summary>What a subscription was granted (Part 4, 5.14.2). Counts are publishing intervals.</summary>
internal sealed record SubscriptionSettings(TimeSpan Interval, uint KeepAliveCount, uint LifetimeCount, int MaxNotifications, byte Priority)
{
    private const double MinInterval = 10;
    private const double MaxInterval = 60_000;
    private const uint DefaultKeepAlive = 10;
    private const uint MaxKeepAlive = 100_000;
    private const uint MaxPerMessage = 1000;

    /// <summary>Revises what a client asked for: 10 ms to 1 min, life at least three keep-alives, 1000 values a message.</summary>
    /// <param name="interval">ms; may be anything, as it came from the client.</param>
    /// <param name="keepAlive">0: the server chooses.</param>
    /// <param name="lifetime">0: the server chooses.</param>
    /// <param name="maxNotifications">0: as many as the server likes.</param>
    /// <param name="priority">The highest speaks first.</param>
    public static SubscriptionSettings Revise(double interval, uint keepAlive, uint lifetime, uint maxNotifications, byte priority)
    {
        var milliseconds = interval is >= MinInterval and <= MaxInterval ? interval : interval > MaxInterval ? MaxInterval : MinInterval;
        var keep = keepAlive == 0 ? DefaultKeepAlive : Math.Min(keepAlive, MaxKeepAlive);
        return new(
            TimeSpan.FromMilliseconds(milliseconds), keep, Math.Max(lifetime, 3 * keep),
            (int)(maxNotifications == 0 ? MaxPerMessage : Math.Min(maxNotifications, MaxPerMessage)), priority);
    }
}
