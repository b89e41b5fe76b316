using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>How often the raw view topics `_raw/TAG` are sent; the batches for databases always hold every value.</summary>
/// <param name="Mode">Off, every value, or at most one in an interval.</param>
/// <param name="Interval">Only with <see cref="RawViewMode.AtMost"/>.</param>
internal readonly record struct RawView(RawViewMode Mode, TimeSpan Interval)
{
    public static readonly ValueKind<RawView> Kind = new ScalarKind<RawView>(
        "1s, every or off", Read, Show, () => new() { ["type"] = "string", ["pattern"] = $"^(every|off)$|{Durations.Pattern}" });

    private static string? Read(string text, out RawView value)
    {
        value = text switch
        {
            "off" => new RawView(RawViewMode.Off, TimeSpan.Zero),
            "every" => new RawView(RawViewMode.Every, TimeSpan.Zero),
            _ => Durations.TryParse(text, out var interval) ? new RawView(RawViewMode.AtMost, interval) : default,
        };
        return text is "off" or "every" ? null
            : value.Mode != RawViewMode.AtMost ? $"is neither every, off nor a duration like 1s{Suggestion.For(text, ["every", "off"])}"
            : value.Interval < TimeSpan.FromMilliseconds(100) || value.Interval > TimeSpan.FromHours(1) ? "is out of range: 100ms to 1h"
                : null;
    }

    private static string Show(RawView view) => view.Mode switch
    {
        RawViewMode.Off => "off",
        RawViewMode.Every => "every",
        _ => Durations.Format(view.Interval),
    };
}

internal enum RawViewMode
{
    Off,
    Every,
    AtMost,
}

/// <summary>`uns`: the upper levels of the topic tree. Line and machine give the other two; all five are required.</summary>
internal sealed partial record UnsOptions
{
    public static readonly Section<UnsOptions> Section = new Section<UnsOptions>("uns", "The upper levels of the topic tree.", new())
        .Key("root", Values.Pattern("a topic", RootPattern(), "is not a topic prefix of a-z, 0-9, _ . - with / between levels"), o =>
            o.Root, (o, v) => o with { Root = v },
            "Before the first level.")
        .Key("enterprise", Values.Name, o => o.Enterprise, (o, v) => o with { Enterprise = v }, "First level of the topics.", Need.Required)
        .Key("site", Values.Name, o => o.Site, (o, v) => o with { Site = v }, "Second level of the topics.", Need.Required)
        .Key("area", Values.Name, o => o.Area, (o, v) => o with { Area = v }, "Third level of the topics; a file without lines needs none.")
        .Key("raw", RawView.Kind, o => o.Raw, (o, v) => o with { Raw = v }, "How often _raw topics are sent: a duration, every or off.");

    public string Root { get; init; } = "umh/v1";

    public string Enterprise { get; init; } = "";

    public string Site { get; init; } = "";

    public string Area { get; init; } = "";

    public RawView Raw { get; init; } = new(RawViewMode.AtMost, TimeSpan.FromSeconds(1));

    [System.Text.RegularExpressions.GeneratedRegex("^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$")]
    private static partial System.Text.RegularExpressions.Regex RootPattern();
}
