namespace EdgeCollector.Storage.History;

/// <summary>How long and how much history is kept (<c>history.keep</c>, <c>history.max_size</c>). Age is counted back from the newest
/// fact, so that an accelerated or stopped clock forgets nothing. Decides at most once per hour of event time.</summary>
/// <param name="Keep">E.g. 400 days.</param>
/// <param name="MaxBytes">Pages in use; freed ones are filled again.</param>
internal sealed record HistoryRetention(TimeSpan Keep, long MaxBytes)
{
    private const long Hour = 3_600_000;
    private const int Slices = 20;

    private long _due = long.MinValue;

    /// <param name="newest">Time of the newest fact, ms UTC.</param>
    public void Apply(HistoryWriter writer, long newest)
    {
        if (newest < _due)
        {
            return;
        }

        _due = newest + Hour;
        var before = newest - (long)Keep.TotalMilliseconds;
        writer.Forget(before);
        for (var slice = 0; slice < Slices; slice++)
        {
            var (bytes, oldest) = writer.Extent();
            if (bytes <= MaxBytes || oldest is not { } first || first >= newest)
            {
                return;
            }

            writer.Forget(first + Math.Max(Hour, (newest - first) / Slices));
        }
    }
}
