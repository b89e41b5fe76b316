using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EdgeCollector.Contracts;

/// <summary>Times in records: RFC 3339 in UTC, milliseconds only where there are any.</summary>
internal static class Instant
{
    /// <param name="milliseconds">Since 1970 UTC.</param>
    public static string Text(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString(
        milliseconds % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    [return: NotNullIfNotNull(nameof(milliseconds))]
    public static string? Text(long? milliseconds) => milliseconds is { } ms ? Text(ms) : null;
}
