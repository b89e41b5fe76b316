using EdgeCollector.Core.Journal;
using EdgeCollector.Options;
using EdgeCollector.Outputs;
using EdgeCollector.Sources.Gpio;
using EdgeCollector.Sources.OpcUa;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Cli;

/// <summary>`outputs` to lamps on their lines, each with a row on the status board.</summary>
internal static class OutputWiring
{
    /// <returns>Null: there are none.</returns>
    public static LampDriver? Create(CollectorPlan plan, IJournal journal, StatusBoard status, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<LampDriver>();
        return plan.Options.Outputs.IsEmpty ? null : new LampDriver(
            [.. plan.Options.Outputs.Select(output => (Lamp(output, plan.Options), Pin(output, plan.Gpio, status, logger)))],
            journal, plan.Clock, TimeProvider.System);
    }

    /// <summary>What the options mean, defaults filled in.</summary>
    public static Lamp Lamp(OutputOptions output, CollectorOptions options)
    {
        var line = options.LineOf(output);
        var scope = output.Machine is { } one ? [one] : output.ProductionLine is null ? options.Machines.Select(m => m.Name)
            : line?.Machines.Select(m => m.Name) ?? [];
        var after = output.After ?? output.When switch
        {
            OutputTrigger.StopLonger => TimeSpan.FromMinutes(2),
            OutputTrigger.BelowTarget => TimeSpan.FromMinutes(10),
            _ => TimeSpan.Zero,
        };
        return new(
            output.Name, (LampTrigger)output.When, [.. scope], output.Machine ?? line?.Name ?? "", (long)after.TotalMilliseconds,
            output.Target ?? line?.Oee.Target ?? 0, output.Safe == SafeState.On);
    }

    private static LampPin Pin(OutputOptions output, IGpioKernel kernel, StatusBoard status, ILogger logger)
    {
        var line = new GpioLine(output.Name, output.Line, output.Pin ?? 0, GpioEdges.Both, PullUp: false, TimeSpan.Zero);
        var report = SourceWiring.Report($"output {output.Name}", status, logger);
        return new(
            output.Safe == SafeState.On, output.Active == GpioActive.Low,
            high => GpioLines.OpenOutput(kernel, output.Chip, line, high), TimeProvider.System,
            (health, message) => report((SourceState)health, message));
    }
}
