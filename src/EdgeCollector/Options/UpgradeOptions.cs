using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

internal enum UpgradeRestart
{
    Idle,
    Shift,
    Now,
}

/// <summary>`upgrade`: when a new version takes over.</summary>
internal sealed record UpgradeOptions
{
    public static readonly Words<UpgradeRestart> Restarts = new(("idle", UpgradeRestart.Idle), ("shift", UpgradeRestart.Shift),
        ("now", UpgradeRestart.Now));

    public static readonly Section<UpgradeOptions> Section = new Section<UpgradeOptions>("upgrade", "When a new version takes over.", new())
        .Key("restart", Restarts.Kind, o => o.Restart, (o, v) => o with { Restart = v },
            "When no machine runs (idle), at the next shift change, or now.");

    public UpgradeRestart Restart { get; init; } = UpgradeRestart.Idle;
}
