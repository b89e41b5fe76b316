using System.Globalization;
using EdgeCollector.Resources;

namespace EdgeCollector.Dashboard.Charts;

/// <summary>Whole local hours under the strips of a line; across a change of the clock each mark still stands at its own instant.</summary>
internal static class TimeAxis
{
    public static Markup Svg(long from, long to, TimeZoneInfo zone)
    {
        var h = new HtmlWriter();
        h.Add($"<svg class=\"axis\" width=\"100%\" height=\"20\" aria-hidden=\"true\">");
        var hours = Hours(from, to);
        var every = hours.Count > 13 ? 2 : 1;
        for (var i = 0; i < hours.Count; i++)
        {
            var x = 100.0 * (hours[i] - from) / (to - from);
            var at = i == 0 && x < 2 ? "s" : x > 98 ? "e" : "m";
            var size = i % (2 * every) == 0 ? "h2" : "h1";
            h.Add($"<rect class=\"tick\" x=\"{x}%\" width=\"1\" height=\"5\"/>");
            if (i % every == 0)
            {
                var label = LocalFormat.Local(hours[i], zone).ToString("HH", CultureInfo.InvariantCulture);
                h.Add($"<text class=\"{at} {size}\" x=\"{x}%\" y=\"17\">{label}</text>");
            }
        }

        return h.Add($"</svg>").ToMarkup();
    }

    private static List<long> Hours(long from, long to)
    {
        const long Hour = 3_600_000;
        var hours = new List<long>();
        if (to - from is <= 0 or > 48 * Hour)
        {
            return hours;
        }

        for (var t = (from + Hour - 1) / Hour * Hour; t <= to; t += Hour)
        {
            hours.Add(t);
        }

        return hours;
    }
}
