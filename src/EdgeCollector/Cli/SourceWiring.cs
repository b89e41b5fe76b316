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
        SiteModel model, TimeSpan clockWait, OpcUaPki pki, SecretResolver secrets, StatusBoard status, ILoggerFactory loggers)
    {
        var wired = model.Machines.Where(machine => machine.Options.OpcUa is null).Select(machine => Wiring(machine, status, loggers));
        return
        [
            .. model.Machines.Where(machine => machine.Options.OpcUa is not null).Select(
                machine => Create(machine, machine.Options.OpcUa!, pki, secrets, status, loggers)),
            .. GpioSources.Create(wired, GpioNative.Instance, TimeProvider.System, new(() => SystemClock.Read().IsSynchronised, clockWait)),
        ];
    }

    /// <summary>Where a source says how it is.</summary>
    public static Action<SourceState, string> Report(string thing, StatusBoard status, ILogger logger) => (state, message) =>
    {
        if (!status.Set(thing, (StatusState)state, message)) return;

        if (state == SourceState.Ok) logger.SourceOk(thing, message);
        else if (state == SourceState.Wait) logger.SourceWaits(thing, message);
        else logger.SourceFailed(thing, message);
    };

    private static OpcUaSource Create(
        MachineModel machine, OpcUaOptions server, OpcUaPki pki, SecretResolver secrets, StatusBoard status, ILoggerFactory loggers)
    {
        var report = Report($"opcua {machine.Name}", status, loggers.CreateLogger<OpcUaSource>());
        var found = new SourceHealth(server.Endpoint.OriginalString, report);
        return OpcUaSources.Create(machine, pki, secrets, found, TimeProvider.System, TimeProvider.System, loggers);
    }

    private static GpioWiring Wiring(MachineModel machine, StatusBoard status, ILoggerFactory loggers)
    {
        var gpio = machine.Options.Gpio ?? throw new ArgumentException($"machine {machine.Name} has no source", nameof(machine));
        var health = Report($"gpio {machine.Name}", status, loggers.CreateLogger<GpioSource>());
        return new(machine.Name, machine.Id, gpio, name => machine[name], (state, message) => health((SourceState)state, message));
    }
}
