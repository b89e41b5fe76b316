using System.Collections.Immutable;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>
/// The whole configuration. One record per section, in a file of its own, whose table of keys is the only description there is: binder,
/// unknown-key check, JSON Schema and `config show` come from it.
/// </summary>
internal sealed record CollectorOptions
{
    /// <summary>The version of the file format this program reads.</summary>
    public const int FormatVersion = 1;

    public static readonly Section<CollectorOptions> Section = new Section<CollectorOptions>("collector", "EdgeCollector configuration.",
        new())
        .Key("version", Values.Integer(FormatVersion, FormatVersion), o => o.Version, (o, v) => o with { Version = v },
            "Version of the file format: 1.", Need.Required)
        .Key("node", NodeOptions.Section, o => o.Node, (o, v) => o with { Node = v }, "Who this collector is, at least its name.",
            Need.Required)
        .Key("uns", UnsOptions.Section, o => o.Uns, (o, v) => o with { Uns = v },
            "Upper levels of the topic tree: enterprise, site, area.", Need.Required)
        .Key("mqtt", MqttOptions.Section, o => o.Mqtt, (o, v) => o with { Mqtt = v }, "The site's broker; unset, nothing leaves the box.")
        .Key("sparkplug", SparkplugOptions.Section, o => o.Sparkplug, (o, v) => o with { Sparkplug = v }, "The Sparkplug B profile.")
        .Key("influx", InfluxOptions.Section, o => o.Influx, (o, v) => o with { Influx = v }, "The database; switches the bridge part on.")
        .Key("journal", JournalOptions.Section, o => o.Journal, (o, v) => o with { Journal = v }, "The log of everything measured.")
        .Key("history", HistoryOptions.Section, o => o.History, (o, v) => o with { History = v }, "The archive of facts.")
        .Key("dashboard", DashboardOptions.Section, o => o.Dashboard, (o, v) => o with { Dashboard = v }, "Pages and API.")
        .Key("smtp", SmtpOptions.Section, o => o.Smtp, (o, v) => o with { Smtp = v }, "The mail server.")
        .Key("report", ReportOptions.Section, o => o.Report, (o, v) => o with { Report = v }, "Who gets the shift report.")
        .Key("alerts", new ListKind<AlertOptions>(AlertOptions.Section, most: 100), o => o.Alerts, (o, v) => o with { Alerts = v },
            "When somebody is told.")
        .Key("proxy", ProxyOptions.Section, o => o.Proxy, (o, v) => o with { Proxy = v }, "The HTTP proxy.")
        .Key("shifts", new ListKind<ShiftOptions>(ShiftOptions.Section, most: 100), o => o.Shifts, (o, v) => o with { Shifts = v },
            "When the plant works; unset, always.")
        .Key("rotation", RotationOptions.Section, o => o.Rotation, (o, v) => o with { Rotation = v }, "Which team works which shift.")
        .Key("calendar", CalendarOptions.Section, o => o.Calendar, (o, v) => o with { Calendar = v }, "Holidays and planned downtime.")
        .Key("products", new ListKind<ProductOptions>(ProductOptions.Section, fromCsv: true), o => o.Products,
            (o, v) => o with { Products = v }, "Products and their ideal cycles.")
        .Key("reasons", new ListKind<ReasonOptions>(ReasonOptions.Section, fromCsv: true), o => o.Reasons,
            (o, v) => o with { Reasons = v }, "Reasons for stops.")
        .Key("lines", new ListKind<LineOptions>(LineOptions.Section, most: 1000), o => o.Lines, (o, v) => o with { Lines = v },
            "Lines and machines; a file with influx only needs none.")
        .Key("outputs", new ListKind<OutputOptions>(OutputOptions.Section, most: 64), o => o.Outputs, (o, v) => o with { Outputs = v },
            "Lamps on lines of the board.")
        .Key("ui", UiOptions.Section, o => o.Ui, (o, v) => o with { Ui = v }, "What the pages must know about the panel.")
        .Key("upgrade", UpgradeOptions.Section, o => o.Upgrade, (o, v) => o with { Upgrade = v }, "When a new version takes over.");

    public int Version { get; init; } = FormatVersion;

    public NodeOptions Node { get; init; } = new();

    public UnsOptions Uns { get; init; } = new();

    public MqttOptions? Mqtt { get; init; }

    public SparkplugOptions Sparkplug { get; init; } = new();

    public InfluxOptions? Influx { get; init; }

    public JournalOptions Journal { get; init; } = new();

    public HistoryOptions History { get; init; } = new();

    public DashboardOptions Dashboard { get; init; } = new();

    public SmtpOptions? Smtp { get; init; }

    public ReportOptions? Report { get; init; }

    public ImmutableArray<AlertOptions> Alerts { get; init; } = [];

    public ProxyOptions? Proxy { get; init; }

    public ImmutableArray<ShiftOptions> Shifts { get; init; } = [];

    public RotationOptions? Rotation { get; init; }

    public CalendarOptions Calendar { get; init; } = new();

    public ImmutableArray<ProductOptions> Products { get; init; } = [];

    public ImmutableArray<ReasonOptions> Reasons { get; init; } = [];

    public ImmutableArray<LineOptions> Lines { get; init; } = [];

    public ImmutableArray<OutputOptions> Outputs { get; init; } = [];

    public UiOptions Ui { get; init; } = new();

    public UpgradeOptions Upgrade { get; init; } = new();

    /// <summary>All machines of all lines.</summary>
    public IEnumerable<MachineOptions> Machines => Lines.SelectMany(line => line.Machines);

    /// <summary>The line that an output is about; null where it is about several, or about none that there is.</summary>
    public LineOptions? LineOf(OutputOptions output) =>
        output.ProductionLine is { } name ? Lines.FirstOrDefault(line => line.Name == name)
        : output.Machine is { } of ? Lines.FirstOrDefault(line => line.Machines.Any(machine => machine.Name == of))
        : Lines.Length == 1 ? Lines[0] : null;
}
