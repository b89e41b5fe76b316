using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>`label`: a display name, free text, in the languages of the pages.</summary>
internal sealed record LabelOptions
{
    public static readonly Section<LabelOptions> Section = new Section<LabelOptions>("label",
        "A display name in the languages of the pages.", new())
        .Key("en", Values.Text, o => o.English, (o, v) => o with { English = v }, "English.")
        .Key("nl", Values.Text, o => o.Dutch, (o, v) => o with { Dutch = v }, "Dutch.")
        .Key("de", Values.Text, o => o.German, (o, v) => o with { German = v }, "German.");

    public string? English { get; init; }

    public string? Dutch { get; init; }

    public string? German { get; init; }

    /// <summary>The text in a language, else in English, else in any, else the name itself.</summary>
    public string For(Language language, string name) => (language switch
    {
        Language.Dutch => Dutch,
        Language.German => German,
        _ => English,
    }) ?? English ?? Dutch ?? German ?? name;
}
