using System.Text.RegularExpressions;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>What a value with an Uncertain status is worth (packml.md 4).</summary>
internal enum Uncertainty
{
    Unknown,
    Use,
}

/// <summary>A signal with a role, read from an OPC UA node.</summary>
internal sealed partial record SignalOptions
{
    public static readonly Words<Uncertainty> Uncertainties = new(("unknown", Uncertainty.Unknown), ("use", Uncertainty.Use));

    /// <summary>A node id, checked for its form by the rules; a text here so that every error of it gets its own advice.</summary>
    public static readonly Section<SignalOptions> Section = new Section<SignalOptions>("signal", "A signal read from an OPC UA node.",
        new())
        .Key("node", Values.Text, o => o.Node, (o, v) => o with { Node = v }, "Node id, \"nsu=urn:acme:filler;s=Filler1.Good\".")
        .Key("index", Values.Integer(0, 1_000_000), o => o.Index, (o, v) => o with { Index = v }, "Element of an array, from 0.")
        .Key("bit", Values.Integer(0, 63), o => o.Bit, (o, v) => o with { Bit = v }, "One bit of a number, 0 the lowest.")
        .Key("mask", Values.Unsigned(1), o => o.Mask, (o, v) => o with { Mask = v }, "Bits of a number that count, 0x0F.")
        .Key("invert", Values.Boolean, o => o.Invert, (o, v) => o with { Invert = v }, "True means false.")
        .Key("scale", Values.Number(-1e12, 1e12), o => o.Scale, (o, v) => o with { Scale = v }, "Factor on the value.")
        .Key("sampling", Values.Duration("0s", "1h"), o => o.Sampling, (o, v) => o with { Sampling = v },
            "Sampling interval asked of the server; 0s is every change. Unset, 0s for roles and 1s for tags.")
        .Key("queue", Values.Integer(1, 100_000), o => o.Queue, (o, v) => o with { Queue = v },
            "Values the server keeps between two publishes; unset, by the sampling.")
        .Key("deadband", Values.Number(0, 1e12), o => o.Deadband, (o, v) => o with { Deadband = v },
            "Smallest change that is sent, in units of the value.")
        .Key("uncertain", Uncertainties.Kind, o => o.Uncertain, (o, v) => o with { Uncertain = v },
            "A value with an Uncertain status: unknown (not used), or use (and flag the record estimated). Stale and substitute "
            + "values are never used.");

    public static readonly Section<SignalOptions> CounterSection = new Section<SignalOptions>("counter_signal",
        "A counter read from an OPC UA node.", new())
        .Include(Section, o => o, (_, v) => v)
        .Include(CounterOptions.Section, o => o.Counter, (o, v) => o with { Counter = v });

    public SignalRole Role { get; init; }

    public string Node { get; init; } = "";

    public int? Index { get; init; }

    public int? Bit { get; init; }

    public ulong? Mask { get; init; }

    public bool Invert { get; init; }

    public double Scale { get; init; } = 1;

    public TimeSpan? Sampling { get; init; }

    public int? Queue { get; init; }

    public double? Deadband { get; init; }

    public Uncertainty Uncertain { get; init; }

    /// <summary>Of counters only; elsewhere the defaults.</summary>
    public CounterOptions Counter { get; init; } = new();

    /// <summary>Part 6 5.3.1.10: <c>nsu=URI;</c> (or none, namespace 0) and one of i, s, g, b.</summary>
    [GeneratedRegex("^(nsu=[^;]+;)?(i=[0-9]{1,10}|s=.+|g=[0-9A-Fa-f-]{36}|b=[A-Za-z0-9+/=]+)$")]
    public static partial Regex NodeIdForm();
}
