using EdgeCollector.Core.Oee;

namespace EdgeCollector.Dashboard;

/// <summary>What pages must know of the configuration: names, labels, zone, targets. Immutable; a new revision is a new one.</summary>
internal sealed record DashboardSite(string Enterprise, string Site, string Area, TimeZoneInfo Zone, string Language)
{
    public IReadOnlyList<DashboardLine> Lines { get; init; } = [];

    /// <summary>Labels of reason codes.</summary>
    public IReadOnlyDictionary<string, Labels> Reasons { get; init; } = new Dictionary<string, Labels>();

    public IReadOnlyList<ShiftDefinition> Shifts { get; init; } = [];
}

/// <param name="KeyMachine">The machine whose figures head the line (<c>oee.machine</c>, the bottleneck).</param>
/// <param name="Target">OEE target 0..1; null: none.</param>
internal sealed record DashboardLine(
    string Name, Labels Label, string KeyMachine, double? Target, IReadOnlyList<DashboardMachine> Machines);

internal sealed record DashboardMachine(string Name, Labels Label);

/// <summary>A display name per language; free text, so encoded wherever it is shown.</summary>
internal sealed record Labels(IReadOnlyDictionary<string, string> ByLanguage)
{
    public static Labels None { get; } = new(new Dictionary<string, string>());

    /// <summary>The label in this language, else in English, else in any, else the name itself.</summary>
    public string In(string language, string name) =>
        ByLanguage.GetValueOrDefault(language) ?? ByLanguage.GetValueOrDefault("en") ?? ByLanguage.Values.FirstOrDefault() ?? name;
}

/// <summary>How one connection stands.</summary>
internal enum BadgeState
{
    Unknown,
    Connecting,
    Good,
    Failed,
}

/// <param name="Name">What it connects to: <c>MQTT</c>, <c>OPC UA filler1</c>.</param>
/// <param name="Message">One line: what stands in the way and what mends it; empty when all is well.</param>
/// <param name="Insecure">Unencrypted or a certificate with an allowed fault: shown red whatever the state.</param>
internal sealed record ConnectionBadge(string Name, BadgeState State, string Message, bool Insecure);
