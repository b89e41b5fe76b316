using System.Collections.Immutable;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>What an alert watches.</summary>
internal enum AlertTrigger
{
    /// <summary>A machine stands for longer than `after`.</summary>
    Stop,

    /// <summary>A stop has no reason for longer than `after`.</summary>
    NoReason,

    /// <summary>A source delivers nothing for longer than `after`.</summary>
    Offline,

    /// <summary>The collector itself: disk, clock, certificates, a database that refuses.</summary>
    Health,
}

/// <summary>An item of `alerts`: when somebody is told. Each alert is also a record on MQTT.</summary>
internal sealed record AlertOptions
{
    public static readonly Words<AlertTrigger> Triggers = new(
        ("stop", AlertTrigger.Stop), ("no_reason", AlertTrigger.NoReason), ("offline", AlertTrigger.Offline),
            ("health", AlertTrigger.Health));

    public static readonly Section<AlertOptions> Section = new Section<AlertOptions>("alert", "When somebody is told.", new())
        .Key("name", Values.Name, o => o.Name, (o, v) => o with { Name = v }, "Unique name.", Need.Required)
        .Key("on", Triggers.Kind, o => o.On, (o, v) => o with { On = v }, "What is watched.", Need.Required)
        .Key("after", Values.Duration("0s", "7d"), o => o.After, (o, v) => o with { After = v },
            "How long it lasts before somebody is told.")
        .Key("machines", new ListKind<string>(Values.Name, most: 1000), o => o.Machines, (o, v) => o with { Machines = v },
            "Only these machines; unset, all.")
        .Key("email", new ListKind<string>(ReportOptions.MailAddress, most: 100), o => o.Email, (o, v) => o with { Email = v },
            "Mail addresses; needs smtp.")
        .Key("teams", SecretKind.Instance, o => o.Teams, (o, v) => o with { Teams = v },
            "Web hook of a Teams workflow, as ${secret:name}.");

    public string Name { get; init; } = "";

    public AlertTrigger On { get; init; } = AlertTrigger.Stop;

    public TimeSpan After { get; init; } = TimeSpan.FromMinutes(5);

    public ImmutableArray<string> Machines { get; init; } = [];

    public ImmutableArray<string> Email { get; init; } = [];

    public Secret? Teams { get; init; }
}
