using System.Globalization;

namespace EdgeCollector.Options.Binding;

/// <summary>Durations as they are written: <c>20ms 1.5s 2m 24h 400d</c>.</summary>
internal static class Durations
{
    public const string Pattern = "^[0-9]{1,9}(\\.[0-9]{1,6})?(ms|s|m|h|d)$";

    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay),
    ];

    public static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        foreach (var (unit, ticks) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)
                || !decimal.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture, out var number))
            {
                continue;
            }

            // A hundred years is more than any limit and far from an overflow.
            if (number > 36_525m * TimeSpan.TicksPerDay / ticks)
            {
                return false;
            }

            value = TimeSpan.FromTicks((long)(number * ticks));
            return true;
        }

        return false;
    }

    public static TimeSpan Parse(string text) => TryParse(text, out var value) ? value
        : throw new FormatException($"\"{text}\" is not a duration");

    public static string Format(TimeSpan value)
    {
        foreach (var (unit, ticks) in Units.Reverse())
        {
            if (value.Ticks != 0 && value.Ticks % ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / ticks}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)value.Ticks / TimeSpan.TicksPerMillisecond:0.####}ms");
    }
}
