using System.Collections.Immutable;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>`gpio.stack_light`: lamps that rules of `state.when` name, <c>red</c> while it is lit and <c>red_blinking</c>.</summary>
internal sealed record StackLightOptions
{
    public static readonly ImmutableArray<string> Colours = ["red", "amber", "green", "blue", "white"];

    public static readonly Section<StackLightOptions> Section = new Section<StackLightOptions>("stack_light",
        "The machine's stack light.", new())
        .Each(Colours, (section, colour) => section.Key(colour, GpioLineOptions.LevelSection,
            o => o.Lamps.FirstOrDefault(lamp => lamp.Lamp == colour), (o, v) => o with { Lamps = o.Lamps.Add(v with { Lamp = colour }) },
            $"The {colour} lamp: operands {colour} (lit, steadily or blinking) and {Blinking(colour)} in state.when."))
        .Key("blink", Values.Duration("100ms", "10s"), o => o.Blink, (o, v) => o with { Blink = v },
            "Two changes of a lamp within this time are blinking; a change is decided after this time.");

    /// <summary>At most one of a colour.</summary>
    public ImmutableArray<GpioLineOptions> Lamps { get; init; } = [];

    public TimeSpan Blink { get; init; } = TimeSpan.FromMilliseconds(1200);

    /// <summary>The operand that is true while the lamp blinks.</summary>
    public static string Blinking(string colour) => $"{colour}_blinking";
}
