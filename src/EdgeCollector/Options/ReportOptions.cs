using System.Collections.Immutable;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

internal enum ReportTime
{
    ShiftEnd,
}

/// <summary>`report`: who gets the shift report.</summary>
internal sealed partial record ReportOptions
{
    public static readonly Words<ReportTime> Times = new(("shift_end", ReportTime.ShiftEnd));

    /// <summary>A mail address as far as it can be judged without sending.</summary>
    public static readonly ValueKind<string> MailAddress = Values.Pattern("a mail address", Mail(),
        "is not a mail address like ops@plant.example");

    public static readonly Section<ReportOptions> Section = new Section<ReportOptions>("report", "Who gets the shift report.", new())
        .Key("at", Times.Kind, o => o.At, (o, v) => o with { At = v }, "When it is sent.")
        .Key("email", new ListKind<string>(MailAddress, most: 100), o => o.Email, (o, v) => o with { Email = v },
            "Mail addresses; needs smtp.")
        .Key("teams", SecretKind.Instance, o => o.Teams, (o, v) => o with { Teams = v }, "Web hook of a Teams workflow, as ${secret:name}.")
        .Key("languages", new ListKind<Language>(NodeOptions.Languages.Kind, most: 3), o => o.Languages, (o, v) => o with { Languages = v },
            "Languages of mails and reports; unset, node.language.");

    public ReportTime At { get; init; } = ReportTime.ShiftEnd;

    public ImmutableArray<string> Email { get; init; } = [];

    public Secret? Teams { get; init; }

    public ImmutableArray<Language> Languages { get; init; } = [];

    [System.Text.RegularExpressions.GeneratedRegex("^[^@\\s,;<>\"]+@[^@\\s,;<>\"]+$")]
    private static partial System.Text.RegularExpressions.Regex Mail();
}
