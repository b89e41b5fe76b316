using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>`ui`: what the pages must know about the panel.</summary>
internal sealed record UiOptions
{
    public static readonly Section<UiOptions> Section = new Section<UiOptions>("ui", "What the pages must know about the panel.", new())
        .Key("px_per_mm", Values.Number(1, 40), o => o.PixelsPerMillimetre, (o, v) => o with { PixelsPerMillimetre = v },
            "CSS pixels per millimetre of the operator panel, so that buttons are at least 20 mm.");

    public double PixelsPerMillimetre { get; init; } = 5.5;
}
