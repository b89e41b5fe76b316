namespace EdgeCollector.OpcUa.Encoding;

/// <summary>DateTime on the wire: 100 ns ticks since 1601-01-01 UTC (Part 6, 5.2.2.5). 0 and below mean "none".</summary>
internal static class UaTime
{
    private const long Epoch = 504_911_232_000_000_000; // new DateTime(1601, 1, 1).Ticks
    private const long LastSecond = 3_155_378_975_990_000_000; // 9999-12-31T23:59:59

    /// <summary><see langword="default"/> for none; later than 9999-12-31T23:59:59 becomes <see cref="DateTime.MaxValue"/>.</summary>
    public static DateTime FromWire(long ticks) => ticks switch
    {
        <= 0 => default,
        >= LastSecond - Epoch => DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc),
        _ => new DateTime(ticks + Epoch, DateTimeKind.Utc),
    };

    /// <summary>1601 and earlier become 0, the last second of 9999 becomes the greatest Int64. The time is taken as UTC.</summary>
    public static long ToWire(DateTime time) => time.Ticks switch
    {
        <= Epoch => 0,
        >= LastSecond => long.MaxValue,
        _ => time.Ticks - Epoch,
    };
}
