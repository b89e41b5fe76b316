namespace EdgeCollector.Core.Oee;

/// <summary>
/// Wall-clock times to instants (oee-reference.md 5): a time that does not exist moves forward by the gap; one that exists twice means
/// the first. <see cref="TimeZoneInfo.ConvertTimeToUtc(DateTime)"/> throws on the one and takes the second on the other.
/// </summary>
public static class LocalTime
{
    private static readonly TimeSpan LongerThanAnyGap = TimeSpan.FromHours(3);

    /// <summary>ms UTC of a local date and time.</summary>
    public static long ToInstant(TimeZoneInfo zone, DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time, DateTimeKind.Unspecified);
        TimeSpan offset;
        if (zone.IsAmbiguousTime(local))
        {
            offset = TimeSpan.MinValue;
            foreach (var candidate in zone.GetAmbiguousTimeOffsets(local))
            {
                offset = candidate > offset ? candidate : offset;
            }
        }
        else
        {
            offset = zone.GetUtcOffset(zone.IsInvalidTime(local) ? local - LongerThanAnyGap : local);
        }

        return Milliseconds(local - offset);
    }

    /// <summary>The local date and time at an instant (ms UTC).</summary>
    public static DateTime FromInstant(TimeZoneInfo zone, long instant)
    {
        var utc = DateTime.UnixEpoch.AddMilliseconds(instant);
        return DateTime.SpecifyKind(utc + zone.GetUtcOffset(utc), DateTimeKind.Unspecified);
    }

    /// <summary>Local midnight to local midnight: 23, 24 or 25 h.</summary>
    public static (long Start, long End) Day(TimeZoneInfo zone, DateOnly date) =>
        (ToInstant(zone, date, TimeOnly.MinValue), ToInstant(zone, date.AddDays(1), TimeOnly.MinValue));

    /// <summary>Start of the local clock hour that holds <paramref name="instant"/>.</summary>
    public static long HourStart(TimeZoneInfo zone, long instant)
    {
        const long hour = 3_600_000;
        var offset = (long)zone.GetUtcOffset(DateTime.UnixEpoch.AddMilliseconds(instant)).TotalMilliseconds;
        var local = instant + offset;
        return instant - (((local % hour) + hour) % hour);
    }

    private static long Milliseconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
}
