using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EdgeCollector.Influx;

/// <summary>Reads a server's answer to a write (peers.md, "InfluxDB 1.6.7"; public API descriptions of v2 and v3). Pure.</summary>
internal static partial class InfluxAnswers
{
    private const int LongestMessage = 300;

    /// <param name="status">HTTP status.</param>
    /// <param name="body">At most a few kB of it.</param>
    /// <param name="database">Database or bucket that was written to.</param>
    /// <param name="retryAfter">The Retry-After header as a span; null: none.</param>
    public static WriteAnswer Classify(int status, string body, string database, TimeSpan? retryAfter)
    {
        var message = Message(body);
        return status switch
        {
            >= 200 and < 300 => new(WriteClass.Accept, status, ""),
            400 when message.Contains("database is required", StringComparison.Ordinal) => Stop(status, message, database),
            400 or 422 => new(WriteClass.Bisect, status, message, Dropped: Dropped(message)),
            401 or 403 or 404 => Stop(status, message, database),
            413 => new(WriteClass.Halve, status, message),
            _ => new(WriteClass.Keep, status, $"answered {status}{Colon(message)}, trying again", Bounded(retryAfter)),
        };
    }

    private static WriteAnswer Stop(int status, string message, string database)
    {
        var what = status switch
        {
            401 or 403 => $"refuses the log-in for database '{database}' ({status} {message}): "
                + "check user, password or token under influx:, "
                + "or let `edgecollector influx init` make what is missing",
            _ => $"has no database '{database}' ({status} {message}): run `edgecollector influx init`",
        };
        return new(WriteClass.Stop, status, what + "; nothing is lost, writing goes on by itself then");
    }

    private static string Colon(string message) => message.Length == 0 ? "" : ": " + message;

    private static TimeSpan? Bounded(TimeSpan? wait) => wait is { } w
        ? TimeSpan.FromTicks(Math.Clamp(w.Ticks, 0, WriteAnswer.LongestWait.Ticks))
        : null;

    /// <summary>1.x: <c>{"error":"…"}</c>; v2: <c>{"code":"…","message":"…"}</c>; v3: <c>{"error":"…","data":[…]}</c>; else the
    /// text.</summary>
    private static string Message(string body)
    {
        var text = body;
        try
        {
            if (body.StartsWith('{'))
            {
                using var json = JsonDocument.Parse(body);
                foreach (var key in (ReadOnlySpan<string>)["message", "error"])
                {
                    if (json.RootElement.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String)
                    {
                        text = value.GetString()!;
                        break;
                    }
                }
            }
        }
        catch (JsonException)
        {
            // Cut off or not JSON after all: its text is what there is to show.
        }

        text = Blank().Replace(text, " ").Trim();
        return text.Length <= LongestMessage ? text : text[..LongestMessage] + "…";
    }

    private static int? Dropped(string message) =>
        DroppedCount().Match(message) is { Success: true } match
        && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var lines)
            ? lines
            : null;

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"dropped=(\d{1,9})\b")]
    private static partial Regex DroppedCount();
}
