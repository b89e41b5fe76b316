using EdgeCollector.Security;

namespace EdgeCollector.Cli.Doctor;

/// <summary>All checks of an installation: started together, in the order of the page.</summary>
internal static class Checkup
{
    public static IReadOnlyList<Task<IReadOnlyList<Finding>>> Start(Installation box, OpcUaPki pki, CancellationToken stop)
    {
        var options = box.Options;
        List<Task<IReadOnlyList<Finding>>> checks =
        [
            Of(Configuration(box)), Of([SystemCheck.System()]), Of([SystemCheck.Clock(box.Host.Clock(), box.Host.Time.GetUtcNow())]),
            Of([DiskCheck.Run(box)]),
        ];
        if (options.Mqtt is { } mqtt)
        {
            checks.Add(OneAsync(MqttCheck.RunAsync(box, mqtt, stop)));
        }

        foreach (var machine in options.Machines)
        {
            if (machine.Gpio is { } gpio)
            {
                checks.Add(Task.Run(() => GpioCheck.Machine(box, machine, gpio, stop), stop));
            }
            else if (TestCommand.Find(options, machine.Name, box.Host) is { } model)
            {
                checks.Add(OpcUaCheck.RunAsync(box, model, pki, stop));
            }
        }

        checks.AddRange(options.Outputs.Select(output => Of([GpioCheck.Output(box, output)])));
        if (options.Influx is { } influx)
        {
            checks.Add(InfluxCheck.RunAsync(box, influx, stop));
        }

        return checks;
    }

    private static IReadOnlyList<Finding> Configuration(Installation box)
    {
        var (lines, machines) = (box.Options.Lines.Length, box.Options.Machines.Count());
        List<Finding> warnings = [.. box.Configuration.Diagnostics.Select(d => Finding.Warning("config", "", $"{d.At.Location}  {d.Message}"))];
        return warnings.Count > 0 ? warnings : [Finding.Ok("config", "", FormattableString.Invariant($"lines: {lines}, machines: {machines}"))];
    }

    private static Task<IReadOnlyList<Finding>> Of(IReadOnlyList<Finding> findings) => Task.FromResult(findings);

    private static async Task<IReadOnlyList<Finding>> OneAsync(Task<Finding> finding) => [await finding.ConfigureAwait(false)];
}
