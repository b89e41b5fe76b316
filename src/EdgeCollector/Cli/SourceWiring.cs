using EdgeCollector.Core.Inputs;
using EdgeCollector.Options;
using EdgeCollector.Security;
using EdgeCollector.Site;
using EdgeCollector.Sources.Gpio;
using EdgeCollector.Sources.OpcUa;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Cli;

/// <summary>The source of each machine, and its row on the status board.</summary>
internal static class SourceWiring
{
    public static IReadOnlyList<IMachineSource> Create(
        SiteModel model, OpcUaPki pki, SecretResolver secrets, StatusBoard status, ILoggerFactory loggers) =>
        [.. model.Machines.Select(machine => Create(machine, pki, secrets, status, loggers))];

    /// <summary>Where a source says how it is.</summary>
    public static Action<SourceState, string> Report(string thing, StatusBoard status, ILogger logger) => (state, message) =>
    {
        if (!status.Set(thing, (StatusState)state, message)) return;

        if (state == SourceState.Ok) logger.SourceOk(thing, message);
        else if (state == SourceState.Wait) logger.SourceWaits(thing, message);
        else logger.SourceFailed(thing, message);
    };

    private static IMachineSource Create(
        MachineModel machine, OpcUaPki pki, SecretResolver secrets, StatusBoard status, ILoggerFactory loggers)
    {
        if (machine.Options.OpcUa is { } server)
        {
            var report = Report($"opcua {machine.Name}", status, loggers.CreateLogger<OpcUaSource>());
            var found = new SourceHealth(server.Endpoint.OriginalString, report);
            return OpcUaSources.Create(machine, pki, secrets, found, TimeProvider.System, TimeProvider.System, loggers);
        }

        var gpio = machine.Options.Gpio ?? throw new ArgumentException($"machine {machine.Name} has no source", nameof(machine));
        var health = Report($"gpio {machine.Name}", status, loggers.CreateLogger<GpioSource>());
        var source = GpioSources.Create(
            machine.Name, machine.Id, name => machine[name], gpio, GpioNative.Instance, TimeProvider.System,
            (state, message) => health((SourceState)state, message));
        var lamps = StackLightSource.Lamps(gpio, name => machine[name]);
        return lamps.Count == 0 ? source : new StackLightSource(source, lamps, TimeProvider.System);
    }
}
