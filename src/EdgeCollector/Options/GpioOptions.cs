using System.Collections.Immutable;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

internal enum GpioActive
{
    High,
    Low,
}

internal enum GpioEdge
{
    Rising,
    Falling,
    Both,
}

/// <summary>A signal on a line of the board.</summary>
internal sealed record GpioLineOptions
{
    public static readonly Words<GpioActive> Actives = new(("high", GpioActive.High), ("low", GpioActive.Low));

    public static readonly Words<GpioEdge> Edges = new(("rising", GpioEdge.Rising), ("falling", GpioEdge.Falling), ("both", GpioEdge.Both));

    /// <summary>A line with a level: run, fault, starved, blocked.</summary>
    public static readonly Section<GpioLineOptions> LevelSection = new Section<GpioLineOptions>("gpio_level",
        "A level on a line of the board.", new() { Edge = GpioEdge.Both })
        .Key("line", Values.Text, o => o.Line, (o, v) => o with { Line = v }, "Name of the line, GPIO17.")
        .Key("pin", Values.Integer(0, 1023), o => o.Pin, (o, v) => o with { Pin = v }, "Number of the line on its chip, instead of line.")
        .Key("active", Actives.Kind, o => o.Active, (o, v) => o with { Active = v }, "Level that means true; low for most opto couplers.")
        .Key("debounce", Values.Duration("0s", "10s"), o => o.Debounce, (o, v) => o with { Debounce = v },
            "How long a level must last to count.");

    /// <summary>A line that counts: total, good, scrap, rework.</summary>
    public static readonly Section<GpioLineOptions> PulseSection = new Section<GpioLineOptions>("gpio_pulse",
        "Pulses on a line of the board, one a piece.", new())
        .Include(LevelSection, o => o, (_, v) => v)
        .Key("edge", Edges.Kind, o => o.Edge, (o, v) => o with { Edge = v }, "Edge that counts.")
        .Key("spacing", Values.Duration("0s", "10m"), o => o.Spacing, (o, v) => o with { Spacing = v },
            "A pulse sooner than this after the last one that counted is a bounce; with edge both, the time between its two edges too.")
        .Include(CounterOptions.Pieces, o => o.Counter, (o, v) => o with { Counter = v });

    public SignalRole Role { get; init; }

    /// <summary>Colour of a lamp of the stack light; empty: a line with a role.</summary>
    public string Lamp { get; init; } = "";

    /// <summary>The key it stands under, and the name of its signal.</summary>
    public string Word => Lamp.Length > 0 ? Lamp : SignalRoles.Word(Role);

    /// <summary>Both its edges mean something.</summary>
    public bool IsLevel => Lamp.Length > 0 || SignalRoles.IsSwitch(Role);

    public string? Line { get; init; }

    public int? Pin { get; init; }

    public GpioActive Active { get; init; } = GpioActive.High;

    public GpioEdge Edge { get; init; } = GpioEdge.Rising;

    public TimeSpan Debounce { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Of counting lines: the least time between two pulses that count; zero: none.</summary>
    public TimeSpan Spacing { get; init; }

    /// <summary>Of counting lines: rate and pieces per pulse.</summary>
    public CounterOptions Counter { get; init; } = new();
}

/// <summary>`gpio`: a machine wired to the board, behind opto couplers.</summary>
internal sealed record GpioOptions
{
    public static readonly Section<GpioOptions> Section = new Section<GpioOptions>("gpio", "A machine wired to the board.", new())
        .Key("chip", Values.Text, o => o.Chip, (o, v) => o with { Chip = v },
            "auto, the chip's label (pinctrl-rp1 on a Pi 5, pinctrl-bcm2711 on a Pi 4) or a path; never a number.")
        .Each(SignalRoles.All.Where(row => SignalRoles.IsSwitch(row.Role)), (section, row) =>
            AddLine(section, row, GpioLineOptions.LevelSection))
        .Each(SignalRoles.All.Where(row => SignalRoles.IsCounter(row.Role)), (section, row) =>
            AddLine(section, row, GpioLineOptions.PulseSection))
        .Key("stack_light", StackLightOptions.Section, o => o.StackLight, (o, v) => o with { StackLight = v },
            "The lamps of its stack light, for rules under state.")
        .Key("state", StateRules.WhenSection, o => o.State, (o, v) => o with { State = v }, "The category by rules over the lines above.")
        .Key("stopped_after", Values.Duration("100ms", "1h"), o => o.StoppedAfter, (o, v) => o with { StoppedAfter = v },
            "Without run: no pulse for this long is a stop; unset, 3 ideal cycles and at least 10s.");

    /// <summary>The word for "the board's own header, found by its label".</summary>
    public const string AutoChip = "auto";

    public string Chip { get; init; } = AutoChip;

    /// <summary>At most one line a role.</summary>
    public ImmutableArray<GpioLineOptions> Lines { get; init; } = [];

    public StackLightOptions? StackLight { get; init; }

    /// <summary>With the lamps of the stack light, in the order they are asked for.</summary>
    public IReadOnlyList<GpioLineOptions> AllLines => [.. Lines, .. StackLight?.Lamps ?? []];

    public StateRules? State { get; init; }

    public TimeSpan? StoppedAfter { get; init; }

    private static void AddLine(Section<GpioOptions> section, (string Word, SignalRole Role, string Meaning) row,
        Section<GpioLineOptions> line) =>
        section.Key(row.Word, line, o => o.Lines.FirstOrDefault(known => known.Role == row.Role),
            (o, v) => o with { Lines = o.Lines.Add(v with { Role = row.Role }) }, row.Meaning);
}
