using System.CommandLine;
using System.Globalization;
using System.Net;
using EdgeCollector.Cli.Doctor;
using EdgeCollector.Options;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Cli;

/// <summary><c>doctor</c>: looks at everything an installation depends on, and says of each finding how to mend it. Changes nothing, and
/// runs beside the service.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static Command Create(CliHost host)
    {
        var (config, data, json) = (ConfigOption.Config(), DataOption.Data(), ConfigOption.Json());
        var quick = new Option<bool>("--quick") { Description = "Only ask the running service whether it lives: a container's health check." };
        var length = new Option<string>("--for")
        {
            Description = "How long machines are listened to, 1s to 5m.", HelpName = "TIME", DefaultValueFactory = _ => "5s",
        };
        length.Validators.Add(result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "5s";
            if (!Durations.TryParse(text, out var time) || time < TimeSpan.FromSeconds(1) || time > Longest)
                result.AddError($"--for \"{text}\" is not a time from 1s to 5m, like 5s");
        });
        var command = new Command("doctor", "Check everything this box depends on, with a way out for each finding.")
        {
            config, data, length, quick, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var loaded = ConfigOption.Load(parsed.GetValue(config), host);
            var secrets = new SecretResolver(host.Environment);
            secrets.Check(loaded);
            if (loaded.Options is not { } options || loaded.Problems.HasErrors)
            {
                DiagnosticPrinter.Print(loaded, host.Error, host.Colour);
                return ExitCodes.Configuration;
            }

            if (parsed.GetValue(quick)) return await QuickAsync(options, host, stop).ConfigureAwait(false);

            var folder = Path.GetFullPath(parsed.GetValue(data) ?? options.Node.Data, host.WorkingDirectory);
            var box = new Installation(loaded, options, secrets, folder, Durations.Parse(parsed.GetValue(length)!), host);
            return await RunAsync(box, parsed.GetValue(json), stop).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(Installation box, bool json, CancellationToken stop)
    {
        var (host, started) = (box.Host, box.Host.Time.GetTimestamp());
        await host.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"doctor: listens to the machines for {box.Length.TotalSeconds:0.#} s, waits at most {Installation.Patience.TotalSeconds:0} s for an answer …"))
            .ConfigureAwait(false);
        return await CertCommand.WithPki(box.Data, null, host, async pki =>
        {
            var findings = new List<Finding>();
            foreach (var check in Checkup.Start(box, pki, stop))
            {
                var found = await check.ConfigureAwait(false);
                findings.AddRange(found);
                if (!json) DoctorText.Print(found, host);
            }

            if (json) await host.Out.WriteLineAsync(DoctorText.Json(findings)).ConfigureAwait(false);
            else DoctorText.PrintEnd(findings, host.Time.GetElapsedTime(started), host);
            return findings.Exists(finding => finding.State == FindingState.Failed) ? ExitCodes.Failed : ExitCodes.Ok;
        }).ConfigureAwait(false);
    }

    private static async Task<int> QuickAsync(CollectorOptions options, CliHost host, CancellationToken stop)
    {
        var listen = options.Dashboard.Listen;
        var address = listen.Address.Equals(IPAddress.Any) || listen.Address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : listen.Address;
        var url = new UriBuilder("http", address.ToString(), listen.Port, "/health/live").Uri;
        using var http = new HttpClient { Timeout = Installation.Patience };
        try
        {
            var answer = await http.GetAsync(url, stop).ConfigureAwait(false);
            var said = await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
            await host.Out.WriteLineAsync($"{(answer.IsSuccessStatusCode ? '✓' : '✗')} {url} {Terminal.Safe(said)}").ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            await host.Out.WriteLineAsync($"✗ {url} gives no answer – the service does not run, or listens elsewhere").ConfigureAwait(false);
            return ExitCodes.Failed;
        }
    }
}
