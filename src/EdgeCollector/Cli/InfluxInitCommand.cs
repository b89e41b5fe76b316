using System.CommandLine;
using EdgeCollector.Influx;
using EdgeCollector.Options;

namespace EdgeCollector.Cli;

/// <summary><c>influx init</c>: makes the databases or buckets of the configuration, with their retention; changes none that is
/// there.</summary>
internal static class InfluxInitCommand
{
    public static Command Create(CliHost host)
    {
        var config = ConfigOption.Config();
        const string What = "Create the databases or buckets of the configuration with their retention; safe to run again.";
        var init = new Command("init", What) { config };
        init.SetAction((parsed, stop) => RunAsync(ConfigOption.Load(parsed.GetValue(config), host), host, stop));
        return new Command("influx", "The database that the bridge writes to.") { init };
    }

    private static async Task<int> RunAsync(LoadedConfiguration configuration, CliHost host, CancellationToken stop)
    {
        var secrets = new SecretResolver(host.Environment);
        if (configuration.Options is not null)
        {
            secrets.Check(configuration);
        }

        if (configuration.Options is not { } options || configuration.Diagnostics.Any(d => d.Severity == Severity.Error))
        {
            DiagnosticPrinter.Print(configuration, host.Out, host.Colour);
            return ExitCodes.Configuration;
        }

        if (options.Influx is null)
        {
            await host.Error.WriteLineAsync("edgecollector: no influx: section in the configuration, so there is nothing to create");
            return ExitCodes.Configuration;
        }

        var settings = InfluxWiring.Settings(options.Influx, secrets);
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var results = await new InfluxSetup(http, settings, TimeProvider.System).RunAsync(stop);
        foreach (var result in results)
        {
            await host.Out.WriteLineAsync($"{(result.Ok ? '✓' : '✗')} {result.Database}  {result.Message}");
        }

        return results.All(r => r.Ok) ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
