using System.Collections.Immutable;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>An item of `products`, or a row of its CSV file.</summary>
internal sealed partial record ProductOptions
{
    public static readonly Section<ProductOptions> Section = new Section<ProductOptions>("product", "A product and its ideal cycles.",
        new())
        .Key("id", Values.Pattern("a product", IdPattern(), "is not a product id of at most 64 letters, digits, spaces and _ . : / + -"),
            o => o.Id, (o, v) => o with { Id = v },
            "Unique id, as orders name it.", Need.Required)
        .Key("label", LabelOptions.Section, o => o.Label, (o, v) => o with { Label = v }, "Display name.")
        .Key("cycles", new ListKind<CycleOptions>(CycleOptions.Section, most: 1000), o => o.Cycles, (o, v) => o with { Cycles = v },
            "Ideal cycle on each machine; without one for a machine, performance there is null.");

    public string Id { get; init; } = "";

    public LabelOptions Label { get; init; } = new();

    public ImmutableArray<CycleOptions> Cycles { get; init; } = [];

    [System.Text.RegularExpressions.GeneratedRegex("^[A-Za-z0-9_.:/+-][A-Za-z0-9 _.:/+-]{0,63}$")]
    private static partial System.Text.RegularExpressions.Regex IdPattern();
}

/// <summary>The ideal cycle of a product on a machine from a date on.</summary>
internal sealed record CycleOptions
{
    public static readonly Section<CycleOptions> Section = new Section<CycleOptions>("cycle", "The ideal cycle of a product on a machine.",
        new())
        .Key("machine", Values.Name, o => o.Machine, (o, v) => o with { Machine = v }, "Name of the machine.", Need.Required)
        .Key("ideal", Values.Duration("1ms", "7d"), o => o.Ideal, (o, v) => o with { Ideal = v },
            "Theoretical fastest time for one piece.", Need.Required)
        .Key("from", Values.Date, o => o.From, (o, v) => o with { From = v }, "First date (local) on which it holds; unset, always.");

    public string Machine { get; init; } = "";

    /// <summary>Seconds per piece as a duration.</summary>
    public TimeSpan Ideal { get; init; } = TimeSpan.FromSeconds(1);

    public DateOnly From { get; init; } = DateOnly.MinValue;
}
