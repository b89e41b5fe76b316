using System.CommandLine;
using EdgeCollector.Demo;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Cli;

/// <summary><c>demo</c>: the whole service with simulated machines; needs nothing else.</summary>
internal static class DemoCommand
{
    private const int DefaultPort = 8080;

    public static Command Create(CliHost host)
    {
        var port = new Option<int>("--port")
        {
            Description = "Port of the pages on loopback; 0 takes a free one.",
            DefaultValueFactory = _ => DefaultPort,
        };
        var speed = new Option<double>("--speed")
        {
            Description = "How many times faster than life the machines and their calendar run.",
            DefaultValueFactory = _ => 60,
        };
        var span = new Option<string?>("--for")
        {
            Description = "End by itself after this long, 30s, with a summary that must agree.",
            HelpName = "DURATION",
        };
        span.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Durations.TryParse(token.Value, out _))
            {
                result.AddError($"--for '{token.Value}' is not a duration like 30s or 5m");
            }
        });
        speed.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 1 and <= 1000)) result.AddError("--speed is expected from 1 to 1000");
        });
        var command = new Command("demo", "Everything embedded: simulated machines, broker, pages. No hardware, network or other service.")
        {
            port, speed, span,
        };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetValue(port), parsed.GetValue(speed),
            parsed.GetValue(span) is { } text && Durations.TryParse(text, out var length) ? length : null, host, stop));
        return command;
    }

    private static async Task<int> RunAsync(int port, double speed, TimeSpan? length, CliHost host, CancellationToken stop)
    {
        using var loggers = ConsoleLogging.Create(LogLevel.Warning);
        await using var demo = new DemoHost(speed, loggers);
        try
        {
            await demo.StartAsync(port, stop);
            await host.Out.WriteLineAsync($"ready {demo.Pages}  ({speed:0} times as fast as life; Ctrl+C ends it)");
            await host.Out.FlushAsync(stop);
            var end = Task.Delay(length ?? Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            if (await Task.WhenAny(end, demo.Failed) == demo.Failed)
            {
                await host.Error.WriteLineAsync($"edgecollector demo: {(await demo.Failed).Message}");
                return ExitCodes.Failed;
            }

            if (end.IsCanceled) return ExitCodes.Ok;

            var summary = await demo.FinishAsync();
            foreach (var line in summary.Lines()) await host.Out.WriteLineAsync(line);
            return summary.Agrees ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Ok;
        }
        catch (IOException e)
        {
            await host.Error.WriteLineAsync($"edgecollector demo: {e.Message}; another port: --port 0");
            return ExitCodes.Failed;
        }
    }
}
