using Microsoft.Extensions.Logging.Console;

namespace EdgeCollector.Cli;

/// <summary>Logs go to standard error, a line each, so that standard output stays the verb's own.</summary>
internal static class ConsoleLogging
{
    public static ILoggerFactory Create(LogLevel lowest = LogLevel.Information) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(lowest)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        })
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
}
