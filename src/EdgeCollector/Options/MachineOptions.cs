using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>An item of `machines`. Exactly one of `opcua` and `gpio` says where its signals come from.</summary>
internal sealed record MachineOptions
{
    public static readonly Section<MachineOptions> Section = new Section<MachineOptions>("machine",
        "A machine and where its signals come from.", new())
        .Key("name", Values.Name, o => o.Name, (o, v) => o with { Name = v }, "Name, unique among all lines; fifth level of the topics.",
            Need.Required)
        .Key("label", LabelOptions.Section, o => o.Label, (o, v) => o with { Label = v }, "Display name.")
        .Key("ideal_cycle", Values.Duration("1ms", "7d"), o => o.IdealCycle, (o, v) => o with { IdealCycle = v },
            "Ideal cycle for products not listed.")
        .Key("per_unit", Values.Number(0.000_001, 1_000_000), o => o.PerUnit, (o, v) => o with { PerUnit = v },
            "Pieces of this machine in one finished unit of the line: 24 where it counts bottles and the line makes cases.")
        .Key("cost_per_hour", Values.Number(0, 1_000_000), o => o.CostPerHour, (o, v) => o with { CostPerHour = v },
            "What an hour of standing costs, in the site's currency.")
        .Key("asset", AssetOptions.Section, o => o.Asset, (o, v) => o with { Asset = v }, "Numbers of the maintenance system.")
        .Key("opcua", OpcUaOptions.Section, o => o.OpcUa, (o, v) => o with { OpcUa = v }, "Signals over OPC UA.")
        .Key("gpio", GpioOptions.Section, o => o.Gpio, (o, v) => o with { Gpio = v }, "Signals on the lines of the board.");

    public string Name { get; init; } = "";

    public LabelOptions Label { get; init; } = new();

    /// <summary>Time for one piece; null where the file gives none.</summary>
    public TimeSpan? IdealCycle { get; init; }

    public double PerUnit { get; init; } = 1;

    public double? CostPerHour { get; init; }

    public AssetOptions? Asset { get; init; }

    public OpcUaOptions? OpcUa { get; init; }

    public GpioOptions? Gpio { get; init; }
}

/// <summary>`asset`: where the machine stands in the maintenance system.</summary>
internal sealed record AssetOptions
{
    public static readonly Section<AssetOptions> Section = new Section<AssetOptions>("asset", "Numbers of the maintenance system.", new())
        .Key("equipment", Values.Text, o => o.Equipment, (o, v) => o with { Equipment = v }, "Equipment number.")
        .Key("location", Values.Text, o => o.Location, (o, v) => o with { Location = v }, "Functional location.");

    public string? Equipment { get; init; }

    public string? Location { get; init; }
}
