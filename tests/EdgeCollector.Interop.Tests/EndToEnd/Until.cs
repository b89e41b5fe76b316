namespace EdgeCollector.Interop.Tests.EndToEnd;

/// <summary>Waits for what other processes do: asked again and again until it holds or the time is over.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="TimeoutException">It did not hold in time; the message has what was seen last.</exception>
    public static async Task<T> HoldsAsync<T>(Func<Task<T>> see, Func<T, bool> holds, string what, TimeSpan timeout)
    {
        var clock = TimeProvider.System;
        for (var start = clock.GetTimestamp(); ;)
        {
            var seen = await see();
            if (holds(seen))
            {
                return seen;
            }

            if (clock.GetElapsedTime(start) > timeout)
            {
                throw new TimeoutException($"not within {timeout.TotalSeconds} s: {what}; last seen: {seen}");
            }

            await Task.Delay(Pause, clock);
        }
    }
}
