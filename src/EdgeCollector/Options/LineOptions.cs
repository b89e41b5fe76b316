using System.Collections.Immutable;
using EdgeCollector.Core.Oee;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>An item of `lines`.</summary>
internal sealed record LineOptions
{
    public static readonly Section<LineOptions> Section = new Section<LineOptions>("line", "A line and its machines.", new())
        .Key("name", Values.Name, o => o.Name, (o, v) => o with { Name = v }, "Unique name, fourth level of the topics.", Need.Required)
        .Key("label", LabelOptions.Section, o => o.Label, (o, v) => o with { Label = v }, "Display name.")
        .Key("oee", LineOeeOptions.Section, o => o.Oee, (o, v) => o with { Oee = v }, "How the line's OEE is formed.")
        .Key("machines", new ListKind<MachineOptions>(MachineOptions.Section, most: 1000), o => o.Machines,
            (o, v) => o with { Machines = v }, "The machines.", Need.Required);

    public string Name { get; init; } = "";

    public LabelOptions Label { get; init; } = new();

    public LineOeeOptions Oee { get; init; } = new();

    public ImmutableArray<MachineOptions> Machines { get; init; } = [];
}

/// <summary>`oee.rule`: <c>bottleneck</c>, <c>first_cause</c> or <c>parallel(n)</c>.</summary>
/// <param name="Kind">The method.</param>
/// <param name="Needed">With parallel: how many machines must run for the line to run.</param>
internal readonly record struct LineRule(LineRuleKind Kind, int Needed = 0)
{
    private static readonly string[] Words = ["bottleneck", "first_cause", "parallel(2)"];

    public static readonly ValueKind<LineRule> ValueKind = Values.Parsed<LineRule>(
        "a rule", "is not one of bottleneck, first_cause, parallel(n) with n from 1 to 99", Read,
        rule => rule.Kind switch
        {
            LineRuleKind.Bottleneck => Words[0],
            LineRuleKind.FirstCause => Words[1],
            _ =>
            FormattableString.Invariant($"parallel({rule.Needed})")
        },
        "^(bottleneck|first_cause|parallel\\([1-9][0-9]?\\))$");

    private static LineRule? Read(string text) =>
        text == Words[0] ? new LineRule(LineRuleKind.Bottleneck)
        : text == Words[1] ? new LineRule(LineRuleKind.FirstCause)
        : text.StartsWith("parallel(", StringComparison.Ordinal) && text.EndsWith(')')
            && int.TryParse(text.AsSpan("parallel(".Length, text.Length - "parallel()".Length), System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture, out var needed)
            && needed is >= 1 and <= 99 ? new LineRule(LineRuleKind.Parallel, needed)
        : null;
}

/// <summary>`oee` of a line.</summary>
internal sealed record LineOeeOptions
{
    public static readonly Section<LineOeeOptions> Section = new Section<LineOeeOptions>("oee", "How the line's OEE is formed.", new())
        .Key("rule", LineRule.ValueKind, o => o.Rule, (o, v) => o with { Rule = v }, "bottleneck, first_cause or parallel(n).")
        .Key("machine", Values.Name, o => o.Machine, (o, v) => o with { Machine = v },
            "The bottleneck; unset, the machine with the longest ideal cycle per finished unit.")
        .Key("minor_stop", Values.Duration("0s", "1h"), o => o.MinorStop, (o, v) => o with { MinorStop = v },
            "Stops of at most this length, it included, count as performance loss.")
        .Key("target", Values.Number(0, 1), o => o.Target, (o, v) => o with { Target = v }, "Goal of OEE, 0 to 1.");

    public LineRule Rule { get; init; } = new(LineRuleKind.Bottleneck);

    public string? Machine { get; init; }

    public TimeSpan MinorStop { get; init; } = TimeSpan.FromMinutes(2);

    public double? Target { get; init; }
}
