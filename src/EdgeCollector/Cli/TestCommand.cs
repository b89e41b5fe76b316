using System.CommandLine;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Options;
using EdgeCollector.Options.Binding;
using EdgeCollector.Site;
using EdgeCollector.Sources.OpcUa;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCollector.Cli;

/// <summary><c>test MACHINE</c>: connects as <c>run</c> would and shows what comes, over OPC UA or on the board's lines
/// (<see cref="GpioTest"/>); nothing is published or kept.</summary>
internal static class TestCommand
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static Command Create(CliHost host)
    {
        var machine = new Argument<string>("MACHINE") { Description = "Name of the machine in the configuration." };
        var length = new Option<string>("--for")
        {
            Description = "How long, 1s to 1h.", HelpName = "TIME", DefaultValueFactory = _ => "10s",
        };
        length.Validators.Add(result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "10s";
            if (!Durations.TryParse(text, out var time) || time < TimeSpan.FromSeconds(1) || time > Longest)
                result.AddError($"--for \"{text}\" is not a time from 1s to 1h, like 10s");
        });
        var (data, config) = (DataOption.Data(), ConfigOption.Config());
        var command = new Command("test", "Show what one machine delivers; nothing is published.") { machine, length, data, config };
        command.SetAction((parsed, stop) =>
        {
            var loaded = ConfigOption.Load(parsed.GetValue(config), host);
            if (loaded.Options is null)
            {
                DiagnosticPrinter.Print(loaded, host.Error, colour: false);
                return Task.FromResult(ExitCodes.Configuration);
            }

            if (loaded.Options.Machines.FirstOrDefault(m => m.Name == parsed.GetValue(machine)) is { Gpio: { } gpio } wired)
            {
                return GpioTest.RunAsync(wired, gpio, Durations.Parse(parsed.GetValue(length)!), host, stop);
            }

            var folder = parsed.GetValue(data) ?? loaded.Options.Node.Data;
            return CertCommand.WithPki(folder, null, host, async pki =>
            {
                if (Find(loaded.Options, parsed.GetValue(machine)!, host) is not { } model) return ExitCodes.Usage;

                var options = OpcUaSources.Describe(model, pki, new SecretResolver(host.Environment));
                return await RunAsync(model, options, Durations.Parse(parsed.GetValue(length)!), host, stop).ConfigureAwait(false);
            });
        });
        return command;
    }

    internal static MachineModel? Find(CollectorOptions options, string name, CliHost host)
    {
        var machine = options.Machines.FirstOrDefault(m => m.Name == name);
        if (machine is not null)
        {
            var ids = new SignalTable();
            return new MachineModel(ids.Machine(name), machine, [.. SignalPlan.Of(machine, ids)]);
        }

        var known = options.Machines.Select(m => m.Name).ToList();
        host.Error.WriteLine($"edgecollector: there is no machine {name}; {(known.Count == 0 ? "the file has none"
            : $"there are {string.Join(", ", known)}")}");
        return null;
    }

    private static async Task<int> RunAsync(MachineModel model, OpcUaMachine machine, TimeSpan length, CliHost host, CancellationToken stop)
    {
        var report = new MachineReport(model, host.Out);
        var health = new SourceHealth(machine.Connection.EndpointUrl, (state, message) => report.Health(state, message, host.Error));
        var source = new OpcUaSource(machine, health, host.Time, host.Time, NullLoggerFactory.Instance);
        await using (source.ConfigureAwait(false))
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var running = source.RunAsync(report, report, end.Token);
            // The time counts from the first answer: a slow connection shortens no measurement.
            await source.FirstAttempt.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(length, host.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await report.PrintAsync(source, length).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }

        return report.HasFailed || source.Subscription is null ? ExitCodes.Failed : ExitCodes.Ok;
    }
}
