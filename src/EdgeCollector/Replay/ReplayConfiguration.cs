using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Replay;

internal readonly record struct ReplayReport(string Id, long Start, long End);

internal readonly record struct ReplayLine(string Bottleneck, string LastMachine, string Product);

/// <summary><c>config</c> of a replay file as the engine's configuration. Every machine has a neutral state signal; counters
/// follow.</summary>
internal sealed class ReplayConfiguration
{
    /// <summary>Seconds.</summary>
    private const double ShortestCycle = 1e-6;
    private const double LongestCycle = 1e8;
    private const double FastestRate = 1e6;
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private readonly Dictionary<(string Machine, string Counter), Signal> _counters = [];
    private readonly Dictionary<string, (int Machine, int State)> _machines = new(StringComparer.Ordinal);

    public ReplayConfiguration(ReplayNode config)
    {
        var products = Products(config["products"]);
        var zone = config["timeZone"];
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone.Text(), out _))
        {
            throw zone.Wrong("an IANA time zone such as Europe/Amsterdam");
        }

        var calendar = config["calendar"];
        var machines = Machines(config, products, out var signals);
        Engine = new EngineConfiguration("replay", "replay", "replay", zone.Text())
        {
            Machines = machines,
            Signals = signals,
            Shifts = [.. calendar["shifts"].Items().Select(Shift)],
            PlannedStops = [.. (calendar.Optional("plannedDowntime")?.Items() ?? []).Select(p =>
                new PlannedStop(p["start"].Instant(), p["end"].Instant()))],
            Reasons = [.. Enumerable.Range((int)Category.Down, Category.PlannedStop - Category.Down + 1)
                .Select(c => new ReasonDefinition(((Category)c).ToString(), "", (Category)c, []))],
        };
        Ideals = products.ToDictionary(p => p.Product, p => p.IdealCycle, StringComparer.Ordinal);
        var shifts = new ShiftCalendar(Engine, "");
        Reports = [.. config["reports"].Items().Select(r => Report(r, shifts))];
        Aggregate = config.Optional("aggregate")?.Flag() ?? false;
        Line = config.Optional("line") is { } line ? LineOf(line) : null;
    }

    public EngineConfiguration Engine { get; }

    /// <summary>ms per piece.</summary>
    public IReadOnlyDictionary<string, double> Ideals { get; }

    public IReadOnlyList<ReplayReport> Reports { get; }

    public bool Aggregate { get; }

    public ReplayLine? Line { get; }

    public (int Machine, int State) Machine(ReplayNode node) => _machines.TryGetValue(node.Text(), out var ids)
        ? ids
        : throw node.Wrong($"a machine of config.machines ({string.Join(", ", _machines.Keys)})");

    public Signal Counter(string machine, ReplayNode node) => _counters.TryGetValue((machine, node.Text()), out var signal)
        ? signal
        : throw node.Wrong($"a counter of machine {machine} in config.machines");

    private static List<ProductCycle> Products(ReplayNode products)
    {
        var cycles = new List<ProductCycle>();
        foreach (var (name, product) in products.Properties())
        {
            var ideal = product["idealCycleSeconds"];
            cycles.Add(new ProductCycle(name, long.MinValue, ideal.Number(ShortestCycle, LongestCycle) * 1000));
        }

        return cycles.Count > 0 ? cycles : throw products.Wrong("at least one product");
    }

    private static ShiftDefinition Shift(ReplayNode shift)
    {
        byte days = 0x7F;
        if (shift.Optional("days") is { } named)
        {
            days = 0;
            foreach (var day in named.Items())
            {
                var index = Array.IndexOf(Days, day.Text());
                days |= index >= 0 ? (byte)(1 << index) : throw day.Wrong("one of Mon, Tue, Wed, Thu, Fri, Sat, Sun");
            }
        }

        return new ShiftDefinition(shift["name"].Text(), days, shift["start"].Time(), shift["end"].Time(),
            [.. (shift.Optional("breaks")?.Items() ?? []).Select(b =>
                new BreakDefinition(b["start"].Time(), (int)b["minutes"].Integer(0, 24 * 60)))]);
    }

    private static ReplayReport Report(ReplayNode report, ShiftCalendar calendar)
    {
        var id = report["id"].Text();
        if (report.Optional("shift") is { } shift)
        {
            var date = report["date"].Date();
            return calendar.Find(shift.Text(), date) is { } instance
                ? new ReplayReport(id, instance.Start, instance.End)
                : throw shift.Wrong($"a shift of config.calendar.shifts that starts on {date:yyyy-MM-dd}");
        }

        if (report.Optional("date") is { } day)
        {
            var (start, end) = LocalTime.Day(calendar.Zone, day.Date());
            return new ReplayReport(id, start, end);
        }

        var from = report["start"].Instant();
        var to = report["end"].Instant();
        return to > from ? new ReplayReport(id, from, to) : throw report["end"].Wrong("a time after start");
    }

    private List<MachineDefinition> Machines(ReplayNode config, List<ProductCycle> products, out List<Signal> signals)
    {
        signals = [];
        var machines = new List<MachineDefinition>();
        var micro = config["microStopMaxSeconds"].Number(0, LongestCycle);
        foreach (var machine in config["machines"].Items())
        {
            var (name, id) = (machine["id"].Text(), machines.Count + 1);
            var state = new Signal(signals.Count + 1, id, name, "state", SignalRole.State);
            signals.Add(state);
            if (!_machines.TryAdd(name, (id, state.Id)))
            {
                throw machine["id"].Wrong("an id that no other machine has");
            }

            foreach (var counter in machine.Optional("counters")?.Items() ?? [])
            {
                var signal = Counter(counter, signals.Count + 1, id, name);
                signals.Add(signal);
                if (!_counters.TryAdd((name, counter["id"].Text()), signal))
                {
                    throw counter["id"].Wrong("an id that no other counter of the machine has");
                }
            }

            machines.Add(new MachineDefinition(id, name, "line", (long)Math.Round(micro * 1000), null, null)
            {
                Cycles = products,
                ListedProducts = products.Select(p => p.Product).ToHashSet(StringComparer.Ordinal),
                InitialProduct = products[0].Product,
                Mapping = new StateMapping(StateMappingKind.Neutral),
                AssumeGood = true,
            });
        }

        return machines;
    }

    private static Signal Counter(ReplayNode counter, int id, int machine, string machineName)
    {
        var role = counter["kind"].Text() switch
        {
            "total" => SignalRole.Total,
            "good" => SignalRole.Good,
            "scrap" => SignalRole.Scrap,
            "rework" => SignalRole.Rework,
            _ => throw counter["kind"].Wrong("one of total, good, scrap, rework"),
        };
        ulong modulus = 0;
        if (counter.Optional("max") is { } max)
        {
            modulus = (ulong)max.Integer(1, long.MaxValue / 2) + 1;
        }
        else if (counter.Optional("bits") is { } bits)
        {
            modulus = bits.Integer() is >= 1 and <= 62 and var n ? 1UL << (int)n : bits.Integer() is 63 or 64 ? 0UL
                : throw bits.Wrong("1 to 64");
        }

        return new Signal(id, machine, machineName, $"counter-{id}", role)
        {
            Modulus = modulus,
            Pulse = counter.Optional("pulse")?.Flag() ?? false,
            MaxRate = counter.Optional("maxPerSecond")?.Number(0, FastestRate) ?? 0,
        };
    }

    private ReplayLine LineOf(ReplayNode line)
    {
        Machine(line["bottleneck"]);
        Machine(line["lastMachine"]);
        return Ideals.ContainsKey(line["product"].Text())
            ? new ReplayLine(line["bottleneck"].Text(), line["lastMachine"].Text(), line["product"].Text())
            : throw line["product"].Wrong("a product of config.products");
    }
}
