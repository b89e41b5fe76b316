using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>What stands in the Sparkplug device id.</summary>
internal enum SparkplugNaming
{
    /// <summary>The machine's name.</summary>
    Machine,

    /// <summary>All five topic levels, joined by colons (UMH).</summary>
    Parris,
}

internal enum SparkplugMetricPrefix
{
    None,
    Isa95,
}

/// <summary>`sparkplug`: how the Sparkplug profile names things and whether it takes commands.</summary>
internal sealed record SparkplugOptions
{
    public static readonly Words<SparkplugNaming> Namings = new(("machine", SparkplugNaming.Machine), ("parris", SparkplugNaming.Parris));

    public static readonly Words<SparkplugMetricPrefix> Prefixes = new(("none", SparkplugMetricPrefix.None),
        ("isa95", SparkplugMetricPrefix.Isa95));

    public static readonly Section<SparkplugOptions> Section = new Section<SparkplugOptions>("sparkplug", "The Sparkplug B profile.", new())
        .Key("naming", Namings.Kind, o => o.Naming, (o, v) => o with { Naming = v },
            "Device id: the machine's name, or all levels (parris, for UMH).")
        .Key("metric_prefix", Prefixes.Kind, o => o.MetricPrefix, (o, v) => o with { MetricPrefix = v },
            "isa95 puts the levels before each metric name, for Ignition and Chariot in UNS mode.")
        .Key("commands", Values.Boolean, o => o.Commands, (o, v) => o with { Commands = v }, "Take reason, order and scrap by DCMD.");

    public SparkplugNaming Naming { get; init; } = SparkplugNaming.Machine;

    public SparkplugMetricPrefix MetricPrefix { get; init; } = SparkplugMetricPrefix.None;

    public bool Commands { get; init; }
}
