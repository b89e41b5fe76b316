namespace EdgeCollector.Storage.History;

/// <summary>Log messages of the history; event ids 3400 to 3499.</summary>
internal static partial class HistoryLog
{
    [LoggerMessage(3401, LogLevel.Warning, "{Trouble}")]
    public static partial void HistoryTrouble(this ILogger logger, string trouble);

    [LoggerMessage(3402, LogLevel.Warning, "history: {Count} facts cannot be written, trying again: {Reason}")]
    public static partial void HistoryWaits(this ILogger logger, int count, string reason);
}
