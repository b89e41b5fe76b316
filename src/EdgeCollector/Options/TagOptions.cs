using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>An item of `tags`: a value that is collected without a meaning for OEE; rules of `state.when` may name it.</summary>
internal sealed partial record TagOptions
{
    public static readonly Section<TagOptions> Section = new Section<TagOptions>("tag", "A value that is collected without a role.", new())
        .Key("name", Values.Pattern("a tag", NamePattern(), "is not a tag name of a-z, A-Z, 0-9, _ and -"), o => o.Name, (o, v) =>
            o with { Name = v },
            "Unique name in the machine, last level of _raw.", Need.Required)
        .Include(SignalOptions.Section, o => o.Signal, (o, v) => o with { Signal = v })
        .Key("unit", Values.Text, o => o.Unit, (o, v) => o with { Unit = v }, "Unit of the value, as text.")
        .Key("label", LabelOptions.Section, o => o.Label, (o, v) => o with { Label = v }, "Display name.");

    public string Name { get; init; } = "";

    public SignalOptions Signal { get; init; } = new();

    public string? Unit { get; init; }

    public LabelOptions Label { get; init; } = new();

    [System.Text.RegularExpressions.GeneratedRegex("^[A-Za-z0-9_-]{1,100}$")]
    private static partial System.Text.RegularExpressions.Regex NamePattern();
}
