using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

internal enum Language
{
    English,
    Dutch,
    German,
}

/// <summary>`node`: who this collector is and where it stands.</summary>
internal sealed record NodeOptions
{
    public static readonly Words<Language> Languages = new(("en", Language.English), ("nl", Language.Dutch), ("de", Language.German));

    public static readonly Section<NodeOptions> Section = new Section<NodeOptions>("node", "Who this collector is and where it stands.",
        new())
        .Key("name", Values.Name, o => o.Name, (o, v) => o with { Name = v }, "Unique name of the collector or bridge, also its MQTT client id.",
            Need.Required)
        .Key("timezone", Values.Text, o => o.TimeZone, (o, v) => o with { TimeZone = v },
            "IANA zone of shifts and screens, like Europe/Amsterdam; data is in UTC.")
        .Key("language", Languages.Kind, o => o.Language, (o, v) => o with { Language = v }, "Language of boards and operator pages.")
        .Key("data", Values.Text, o => o.Data, (o, v) => o with { Data = v },
            "Folder of journal, archive, trust and history; --data on the command line beats it.")
        .Key("clock_wait", Values.Duration("0s", "10m"), o => o.ClockWait, (o, v) => o with { ClockWait = v },
            "So long after the boot gpio inputs wait for a clock that no time server has set yet, to bear the right time; 0s: not at all.");

    public string Name { get; init; } = "";

    /// <summary>IANA name; empty where the file gives none, which is allowed only without shifts.</summary>
    public string TimeZone { get; init; } = "";

    public Language Language { get; init; } = Language.English;

    public string Data { get; init; } = "./data";

    public TimeSpan ClockWait { get; init; } = TimeSpan.FromMinutes(2);
}
