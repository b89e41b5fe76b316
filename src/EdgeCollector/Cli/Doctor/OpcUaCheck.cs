using System.Globalization;
using EdgeCollector.Security;
using EdgeCollector.Site;
using EdgeCollector.Sources.OpcUa;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCollector.Cli.Doctor;

/// <summary>Connects to a machine's server as the service does, and listens for a while.</summary>
internal static class OpcUaCheck
{
    private static readonly TimeSpan ClockLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SlowSampling = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<Finding>> RunAsync(
        Installation box, MachineModel model, OpcUaPki pki, CancellationToken stop)
    {
        var options = OpcUaSources.Describe(model, pki, box.Secrets);
        var troubles = new List<(SourceState State, string Message)>();
        var report = new MachineReport(model, TextWriter.Null);
        var health = new SourceHealth(options.Connection.EndpointUrl, (state, message) =>
        {
            lock (troubles)
            {
                if (message.Length > 0 && !troubles.Contains((state, message))) troubles.Add((state, message));
            }
        });
        var source = new OpcUaSource(options, health, box.Host.Time, box.Host.Time, NullLoggerFactory.Instance);
        await using (source.ConfigureAwait(false))
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var running = source.RunAsync(report, report, end.Token);
            await source.FirstAttempt.WaitAsync(Installation.Patience, box.Host.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(box.Length, box.Host.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var findings = Judge(model.Name, source, Troubles(model.Name, options.Connection.EndpointUrl, source, troubles));
            await end.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return findings;
        }
    }

    private static List<Finding> Troubles(
        string machine, string endpoint, OpcUaSource source, List<(SourceState State, string Message)> troubles)
    {
        lock (troubles)
        {
            var connected = source.Subscription is not null;
            List<Finding> findings =
            [
                .. troubles.Select(t => new Finding(
                    "opcua", machine, connected && t.State == SourceState.Ok ? FindingState.Warning : FindingState.Failed,
                    Terminal.Safe(t.Message, most: 500))),
            ];
            if (!connected && findings.Count == 0)
            {
                findings.Add(Finding.Failed("opcua", machine, $"{endpoint} gave no answer – is the server on, and the address right?"));
            }

            return findings;
        }
    }

    private static List<Finding> Judge(string machine, OpcUaSource source, List<Finding> findings)
    {
        if (source.Subscription is not { } subscription)
        {
            return findings;
        }

        if (source.ClockOffset.Duration() > ClockLimit)
        {
            findings.Add(Finding.Warning("opcua", machine, string.Create(CultureInfo.InvariantCulture,
                $"its clock is {source.ClockOffset.TotalSeconds:+0.0;-0.0} s off: subtracted and flagged – set the clock of the controller")));
        }

        var slow = subscription.Items.Count(item => item.RevisedSampling > item.Requested.SamplingInterval && item.RevisedSampling >= SlowSampling);
        if (slow > 0)
        {
            findings.Add(Finding.Warning("opcua", machine, string.Create(CultureInfo.InvariantCulture,
                $"the server samples {slow} values only every {subscription.Items.Max(item => item.RevisedSampling).TotalSeconds:0.#} s: ")
                + "shorter states are not seen – raise its fastest sampling rate"));
        }

        if (findings.Count == 0)
        {
            findings.Add(Finding.Ok("opcua", machine, string.Create(CultureInfo.InvariantCulture,
                $"{subscription.Items.Count} values, clock {source.ClockOffset.TotalSeconds:+0.000;-0.000} s, no loss: ")
                + MachineReport.NoLoss(source.NoLoss)));
        }

        return findings;
    }
}
