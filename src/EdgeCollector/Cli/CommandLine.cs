using System.CommandLine;

namespace EdgeCollector.Cli;

/// <summary>The root command: one verb a file, registered here. A usage error ends with <see cref="ExitCodes.Usage"/>.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliHost host, CancellationToken stop = default)
    {
        var parsed = Root(host).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await host.Error.WriteLineAsync($"edgecollector: {error.Message}");
            }

            await host.Error.WriteLineAsync("Try edgecollector --help");
            return ExitCodes.Usage;
        }

        // The signals are the program's own (Program.cs): the library would end the process after two seconds.
        var invocation = new InvocationConfiguration { Output = host.Out, Error = host.Error, ProcessTerminationTimeout = null };
        return await parsed.InvokeAsync(invocation, stop);
    }

    private static RootCommand Root(CliHost host) => new("EdgeCollector: machine states and counts to OEE, MQTT and InfluxDB.")
    {
        ValidateCommand.Create(host),
        ConfigShowCommand.Create(host),
        BrowseCommand.Create(host),
        TestCommand.Create(host),
        CertCommand.Create(host),
        DoctorCommand.Create(host),
        RunCommand.Create(host),
        DemoCommand.Create(host),
        ReplayCommand.Create(),
        ExplainCommand.Create(host),
        LedgerCommand.Create(host),
        BackupCommand.Create(host),
        RestoreCommand.Create(host),
        InfluxInitCommand.Create(host),
        SchemaCommand.Create(host),
        VersionCommand.Create(host),
    };
}
