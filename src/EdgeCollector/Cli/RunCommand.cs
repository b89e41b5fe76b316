using System.CommandLine;
using EdgeCollector.Options;
using EdgeCollector.Security;
using EdgeCollector.Site;
using EdgeCollector.Telemetry;
using Microsoft.Extensions.Hosting.Systemd;

namespace EdgeCollector.Cli;

/// <summary><c>run</c>: the service.</summary>
internal static class RunCommand
{
    public static Command Create(CliHost host)
    {
        var config = ConfigOption.Config();
        var role = new Option<Roles>("--role") { Description = "collector, bridge or all.", DefaultValueFactory = _ => Roles.All };
        var data = new Option<string?>("--data")
        {
            Description = "Data folder; else node.data of the configuration, else ./data.",
            HelpName = "DIR",
        };
        var command = new Command("run", "The service: collect, compute, publish, store.") { config, role, data };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(config), parsed.GetValue(role), parsed.GetValue(data), host, stop));
        return command;
    }

    private static async Task<int> RunAsync(string? config, Roles roles, string? data, CliHost host, CancellationToken stop)
    {
        var loaded = ConfigOption.Load(config, host);
        var secrets = new SecretResolver(host.Environment);
        secrets.Check(loaded);
        if (loaded.Options is not { } options || loaded.Problems.HasErrors)
        {
            DiagnosticPrinter.Print(loaded, host.Error, host.Colour);
            return ExitCodes.Configuration;
        }

        if (loaded.Diagnostics.Count > 0)
        {
            DiagnosticPrinter.Print(loaded, host.Error, host.Colour);
        }

        foreach (var line in Unused.In(options))
        {
            await host.Error.WriteLineAsync($"! {line}");
        }

        var folder = data ?? options.Node.Data;
        var model = new SiteModelBuilder(options, SignalIds.Of(folder)).Build(loaded.Show().Select(line => line.ToString()));
        using var pki = new OpcUaPki(folder, TimeProvider.System);
        var plan = new CollectorPlan(options, model, secrets, folder, roles)
        {
            Sources = (status, loggers) => SourceWiring.Create(model, options.Node.ClockWait, pki, secrets, status, loggers),
        };
        if (!plan.RunsCollector && !plan.RunsBridge)
        {
            await host.Error.WriteLineAsync(
                "edgecollector run: nothing to do: the collector part needs lines:, the bridge part needs mqtt: and influx:");
            return ExitCodes.Configuration;
        }

        using var loggers = ConsoleLogging.Create();
        return await ServeAsync(plan, loggers, host, stop);
    }

    private static async Task<int> ServeAsync(CollectorPlan plan, ILoggerFactory loggers, CliHost host, CancellationToken stop)
    {
        var time = TimeProvider.System;
        await using var service = new CollectorHost(plan, loggers);
        try
        {
            await service.StartAsync(stop);
            var watchdog = new Watchdog(
                new SystemdNotifier(), () => service.Core?.Processed ?? time.GetTimestamp(), service.Journal,
                Watchdog.Interval(host.Environment), time);
            if (service.IsReady)
            {
                await host.Out.WriteLineAsync(Ready(plan, service));
                await host.Out.FlushAsync(stop);
                _ = watchdog.RunAsync(stop);
            }

            var stopped = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            if (await Task.WhenAny(stopped, service.Failed) == service.Failed)
            {
                return await FailAsync(await service.Failed, host);
            }

            watchdog.Stopping();
            await service.StopAsync();
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return await FailAsync(e, host);
        }
    }

    private static string Ready(CollectorPlan plan, CollectorHost service)
    {
        var parts = new List<string> { "ready" };
        if (service.Pages is { } pages) parts.Add(pages.ToString());
        if (plan.Options.Mqtt is { } mqtt) parts.Add(mqtt.Broker.ToString());
        if (plan.RunsBridge) parts.Add(plan.Options.Influx!.Url.ToString());
        return string.Join(' ', parts);
    }

    private static async Task<int> FailAsync(Exception e, CliHost host)
    {
        await host.Error.WriteLineAsync($"edgecollector run: {e.Message}");
        return ExitCodes.Failed;
    }
}
