using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>What lights a lamp.</summary>
internal enum OutputTrigger
{
    /// <summary>A stop that stands for longer than `after`.</summary>
    StopLonger,

    /// <summary>OEE of the running shift below the target.</summary>
    BelowTarget,

    /// <summary>A stop of the running shift that is no micro-stop and has no reason.</summary>
    MissingReason,
}

/// <summary>What a lamp shows where nothing is known.</summary>
internal enum SafeState
{
    Off,
    On,
}

/// <summary>An item of `outputs`: a lamp on a line of the board.</summary>
internal sealed record OutputOptions
{
    public static readonly Words<OutputTrigger> Triggers = new(
        ("stop_longer", OutputTrigger.StopLonger), ("below_target", OutputTrigger.BelowTarget),
        ("missing_reason", OutputTrigger.MissingReason));

    public static readonly Words<SafeState> SafeStates = new(("off", SafeState.Off), ("on", SafeState.On));

    public static readonly Section<OutputOptions> Section = new Section<OutputOptions>("output", "A lamp on a line of the board.", new())
        .Key("name", Values.Name, o => o.Name, (o, v) => o with { Name = v }, "Unique name.", Need.Required)
        .Key("chip", Values.Text, o => o.Chip, (o, v) => o with { Chip = v },
            "As in gpio: auto, the chip's label or a path; never a number.")
        .Key("line", Values.Text, o => o.Line, (o, v) => o with { Line = v }, "Name of the board's line, GPIO5.")
        .Key("pin", Values.Integer(0, 1023), o => o.Pin, (o, v) => o with { Pin = v }, "Number of the line on its chip, instead of line.")
        .Key("active", GpioLineOptions.Actives.Kind, o => o.Active, (o, v) => o with { Active = v }, "Level that lights the lamp.")
        .Key("when", Triggers.Kind, o => o.When, (o, v) => o with { When = v },
            "stop_longer, below_target (OEE of the running shift) or missing_reason.", Need.Required)
        .Key("after", Values.Duration("0s", "1d"), o => o.After, (o, v) => o with { After = v },
            "How long the stop lasts before the lamp is lit, unset 2m (missing_reason: 0s); below_target: how much of the shift must be "
            + "known before it is judged, unset 10m.")
        .Key("target", Values.Number(0, 1), o => o.Target, (o, v) => o with { Target = v },
            "Of below_target: OEE, 0 to 1; unset, oee.target of the line.")
        .Key("machine", Values.Name, o => o.Machine, (o, v) => o with { Machine = v },
            "Of this machine; with neither machine nor production_line, of all machines.")
        .Key("production_line", Values.Name, o => o.ProductionLine, (o, v) => o with { ProductionLine = v },
            "Of any machine of this line; below_target: of the line's own OEE.")
        .Key("safe", SafeStates.Kind, o => o.Safe, (o, v) => o with { Safe = v },
            "What the lamp is at the start, while nothing is known, and after the end.");

    public string Name { get; init; } = "";

    public string Chip { get; init; } = GpioOptions.AutoChip;

    public string? Line { get; init; }

    public int? Pin { get; init; }

    public GpioActive Active { get; init; } = GpioActive.High;

    public OutputTrigger When { get; init; } = OutputTrigger.StopLonger;

    /// <summary>Unset: by <see cref="When"/>.</summary>
    public TimeSpan? After { get; init; }

    public double? Target { get; init; }

    public string? Machine { get; init; }

    public string? ProductionLine { get; init; }

    public SafeState Safe { get; init; } = SafeState.Off;
}
