using System.Globalization;

namespace EdgeCollector.Dashboard;

/// <summary>The query of a history route: <c>machine</c>, <c>from</c> (or <c>since</c>), <c>to</c>, <c>limit</c>.</summary>
/// <param name="Machine">Null: all.</param>
/// <param name="From">ms UTC, inclusive.</param>
/// <param name="To">ms UTC, exclusive.</param>
internal readonly record struct HistoryQuery(string? Machine, long From, long To, int Limit)
{
    private const long Week = 7 * 86_400_000L;

    /// <summary>Times are RFC 3339 or ms since 1970; without any, the last seven days.</summary>
    public static bool TryParse(IQueryCollection values, long now, int mostRows, out HistoryQuery query, out string error)
    {
        query = default;
        var from = values.ContainsKey("from") ? values["from"].ToString() : values["since"].ToString();
        if (!TryTime(values["to"].ToString(), now + Week, out var to))
        {
            error = "to: expected a time such as 2026-11-23T05:00:00Z, or ms since 1970.";
            return false;
        }

        if (!TryTime(from, Math.Min(now, to) - Week, out var start))
        {
            error = "from: expected a time such as 2026-11-23T05:00:00Z, or ms since 1970.";
            return false;
        }

        var limit = values["limit"].ToString();
        var rows = mostRows;
        if (limit.Length > 0
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out rows) || rows < 1 || rows > mostRows))
        {
            error = string.Create(CultureInfo.InvariantCulture, $"limit: expected a whole number from 1 to {mostRows}.");
            return false;
        }

        var machine = values["machine"].ToString();
        query = new HistoryQuery(machine.Length == 0 ? null : machine, start, to, rows);
        error = "";
        return true;
    }

    private static bool TryTime(string text, long otherwise, out long time)
    {
        if (text.Length == 0)
        {
            time = otherwise;
            return true;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out time))
        {
            return true;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
        {
            time = parsed.ToUnixTimeMilliseconds();
            return true;
        }

        return false;
    }
}
