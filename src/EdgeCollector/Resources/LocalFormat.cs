using System.Globalization;

namespace EdgeCollector.Resources;

/// <summary>
/// Numbers, percentages and durations as people of a language write them: a decimal comma in Dutch and German, a point in English, groups
/// parted by a narrow no-break space everywhere. Hand-made, so that a page reads the same on a box without the operating system's
/// language data. Percent and local time exist on screens only.
/// </summary>
internal sealed class LocalFormat
{
    /// <summary>Added to what was rounded from below, it takes the sign from -0.</summary>
    private const double NoMinusZero = 0.0;

    private readonly NumberFormatInfo _numbers;

    public LocalFormat(string decimalSeparator) => _numbers = new NumberFormatInfo
    {
        NumberDecimalSeparator = decimalSeparator,
        NumberGroupSeparator = "\u202f",
        NegativeSign = "\u2212",
    };

    /// <summary>A whole number: <c>10 252</c>.</summary>
    public string Whole(double value) => (Math.Round(value, MidpointRounding.AwayFromZero) + NoMinusZero).ToString("#,0", _numbers);

    /// <summary>A whole number with its sign, also where it is positive: <c>+12</c>, <c>−548</c>, <c>0</c>.</summary>
    public string Signed(double value)
    {
        var rounded = Math.Round(value, MidpointRounding.AwayFromZero);
        return rounded > 0 ? "+" + Whole(rounded) : Whole(rounded);
    }

    /// <summary>A ratio 0..1 as per cent with <paramref name="decimals"/> digits, without the sign: <c>71,2</c>; null: a dash.</summary>
    public string Percent(double? ratio, int decimals = 0) => ratio is { } r
        ? (Math.Round(r * 100, decimals, MidpointRounding.AwayFromZero) + NoMinusZero).ToString(decimals == 0 ? "0" : "0.0", _numbers)
        : "–";

    /// <summary>Minutes of a duration, at least 1 where there is any: <c>23</c>.</summary>
    public string Minutes(long milliseconds) => Whole(milliseconds is > 0 and < 60_000 ? 1 : milliseconds / 60_000.0);

    /// <summary>A running timer: <c>14:05</c>, <c>1:14:05</c>, <c>2 d 03:10:00</c> has its days in front.</summary>
    public static string Timer(long milliseconds)
    {
        var span = TimeSpan.FromMilliseconds(Math.Max(0, milliseconds));
        return span switch
        {
            { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Days}\u202fd {span:hh\\:mm\\:ss}"),
            { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Hours}:{span:mm\\:ss}"),
            _ => span.ToString(@"mm\:ss", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The time of day in a zone, 24 hours: <c>12:30</c>, with seconds <c>12:30:05</c>.</summary>
    public static string Clock(long time, TimeZoneInfo zone, bool seconds = false) =>
        Local(time, zone).ToString(seconds ? "HH:mm:ss" : "HH:mm", CultureInfo.InvariantCulture);

    public static DateTimeOffset Local(long time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(time), zone);
}
