using System.Collections.Immutable;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>An item of `reasons`, or a row of its CSV file: why a machine stood, and which loss that is.</summary>
internal sealed record ReasonOptions
{
    public static readonly Section<ReasonOptions> Section = new Section<ReasonOptions>("reason",
        "Why a machine stood, and which loss that is.", new())
        .Key("code", Values.Name, o => o.Code, (o, v) => o with { Code = v }, "Unique code.", Need.Required)
        .Key("group", Values.Name, o => o.Group, (o, v) => o with { Group = v }, "Group of the buttons, such as technical or material.")
        .Key("category", Categories.Reasons.Kind, o => o.Category, (o, v) => o with { Category = v }, "Loss category given to the stop.",
            Need.Required)
        .Key("plc", new ListKind<int>(Values.Integer(int.MinValue, int.MaxValue), most: 1000), o => o.PlcCodes,
            (o, v) => o with { PlcCodes = v }, "The machine's stop codes that mean this reason.")
        .Key("label", LabelOptions.Section, o => o.Label, (o, v) => o with { Label = v }, "Display name.");

    public string Code { get; init; } = "";

    public string Group { get; init; } = "other";

    public MachineCategory Category { get; init; } = MachineCategory.Stop;

    public ImmutableArray<int> PlcCodes { get; init; } = [];

    public LabelOptions Label { get; init; } = new();
}
