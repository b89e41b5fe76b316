namespace EdgeCollector.Storage.History;

/// <summary>Log messages of the history; event ids 3400 to 3499.</summary>
internal static partial class HistoryLog
{
    [LoggerMessage(3401, LogLevel.Warning, "{Trouble}")]
    public static partial void HistoryTrouble(this ILogger logger, string trouble);

    [LoggerMessage(3402, LogLevel.Warning, "history: {Count} facts cannot be written, trying again: {Reason}")]
    public static partial void HistoryWaits(this ILogger logger, int count, string reason);

    [LoggerMessage(3403, LogLevel.Error, "history: not everything that the archive holds could be taken over: {Reason}; delete history.db and "
        + "start again once that is mended")]
    public static partial void HistoryIncomplete(this ILogger logger, string reason);
}
