using EdgeCollector.Core.Inputs;
using EdgeCollector.Options;
using EdgeCollector.Site;
using EdgeCollector.Sources.Gpio;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Cli;

/// <summary>Which parts of the service run.</summary>
[Flags]
internal enum Roles
{
    Collector = 1,
    Bridge = 2,
    All = Collector | Bridge,
}

/// <summary>What <see cref="CollectorHost"/> is made of; <c>run</c> takes it from the file, <c>demo</c> makes one up.</summary>
/// <param name="Data">Folder of history, certificates and dead letters.</param>
internal sealed record CollectorPlan(CollectorOptions Options, SiteModel Model, SecretResolver Secrets, string Data, Roles Roles)
{
    /// <summary>The engine's and the machines' time; the demo's runs faster. Deadlines are always real.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Makes the machines' sources.</summary>
    public required Func<StatusBoard, ILoggerFactory, IReadOnlyList<IMachineSource>> Sources { get; init; }

    /// <summary>The board that outputs are driven on.</summary>
    public IGpioKernel Gpio { get; init; } = GpioNative.Instance;

    /// <summary>The journal outlives the process; the demo's does not.</summary>
    public bool Keeps { get; init; } = true;

    /// <summary>Inputs of the past that are folded before the sources start.</summary>
    public Func<IInputs, Task>? Backfill { get; init; }

    public bool RunsCollector => Roles.HasFlag(Roles.Collector) && !Options.Lines.IsEmpty;

    public bool RunsBridge => Roles.HasFlag(Roles.Bridge) && Options.Influx is not null && Options.Mqtt is not null;
}
