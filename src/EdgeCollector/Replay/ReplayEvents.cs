using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Replay;

/// <summary><c>events</c> of a replay file as inputs, in order of arrival.</summary>
internal sealed class ReplayEvents(ReplayConfiguration configuration)
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private static readonly Category[] States =
    [
        Category.Running, Category.Down, Category.Stop, Category.Starved, Category.Blocked, Category.External, Category.Changeover,
        Category.PlannedStop, Category.NoDemand,
    ];

    private static readonly Category[] ReasonCategories =
    [
        Category.Down, Category.Stop, Category.Starved, Category.Blocked, Category.External, Category.Changeover, Category.PlannedStop,
    ];

    /// <summary>ms UTC of the last event; <see cref="long.MinValue"/> without events.</summary>
    public long Last { get; private set; } = long.MinValue;

    public List<Input> Read(ReplayNode events)
    {
        var inputs = new List<Input>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pulses = new Dictionary<(int Signal, long Sequence), int>();
        foreach (var item in events.Items())
        {
            var time = item["t"].Instant();
            var input = Convert(item, time, inputs.Count);
            Last = Math.Max(Last, time);
            if (!seen.Add(Canonical(item)))
            {
                continue;
            }

            if (item["type"].Text() == "pulse" && item.Optional("seq") is { } sequence)
            {
                // The same number is the same pulse, whichever copy came first: the earliest time holds.
                if (pulses.TryGetValue((input.Id, sequence.Integer()), out var at))
                {
                    inputs[at] = inputs[at].SourceTime <= input.SourceTime ? inputs[at] : input;
                    continue;
                }

                pulses.Add((input.Id, sequence.Integer()), inputs.Count);
            }

            inputs.Add(input);
        }

        return inputs;
    }

    private static string Canonical(ReplayNode item) =>
        string.Join('\n', item.Properties().Select(p => $"{p.Name}={p.Value.Json.GetRawText()}").Order(StringComparer.Ordinal));

    private static Quality QualityOf(ReplayNode item) =>
        item.Optional("quality")?.OneOf(Quality.Good, Quality.Bad, Quality.Uncertain) ?? Quality.Good;

    private static string State(ReplayNode node) => node.OneOf<Category>(States).ToString();

    private static string PackMlState(ReplayNode item)
    {
        var state = PackMl.State(item["state"].Text());
        var mode = item.Optional("mode") is { } named ? PackMl.Mode(named.Text()) : PackMlMode.Production;
        var category = PackMl.Categorize(state, mode, item.Optional("starved")?.Flag() ?? false, item.Optional("blocked")?.Flag() ?? false);
        return category is { } c ? c.ToString() : $"unmapped {item["state"].Text()}";
    }

    private static string MachineryState(ReplayNode item)
    {
        var mode = item.Optional("operationMode") is { } named ? Machinery.Mode(named.Text()) : MachineryOperationMode.Processing;
        var category = Machinery.Categorize(Machinery.State(item["itemState"].Text()), mode);
        return category is { } c ? c.ToString() : $"unmapped {item["itemState"].Text()}";
    }

    private Input Convert(ReplayNode item, long time, int number)
    {
        var machine = item["machine"].Text();
        var (machineId, stateId) = configuration.Machine(item["machine"]);
        var at = new Input { SourceTime = time * NanosecondsPerMillisecond };
        var state = at with { Kind = InputKind.Sample, Id = stateId, ValueKind = ValueKind.Text, Quality = QualityOf(item) };
        switch (item["type"].Text())
        {
            case "state":
                return state with { Reference = State(item["state"]) };
            case "packml":
                return state with { Reference = PackMlState(item) };
            case "machinery":
                return state with { Reference = MachineryState(item) };
            case "count":
                return state with
                {
                    Id = configuration.Counter(machine, item["counter"]).Id,
                    ValueKind = ValueKind.Integer,
                    Bits = item["value"].Integer(),
                };
            case "pulse":
                var pulse = configuration.Counter(machine, item["counter"]);
                return pulse.Pulse
                    ? state with { Id = pulse.Id, ValueKind = ValueKind.Unsigned, Bits = 1 }
                    : throw item["counter"].Wrong("a counter with \"pulse\": true");
            case "counterReset":
                return state with
                {
                    Id = configuration.Counter(machine, item["counter"]).Id,
                    ValueKind = ValueKind.None,
                    Flags = InputFlags.AnnouncedReset,
                };
            case "product":
                return at with
                {
                    Kind = InputKind.Order,
                    Reference = new OrderStart($"event-{number}", "", machine, time, item["product"].Text(), null),
                };
            case "comm":
                return at with { Kind = InputKind.Communication, Id = machineId, Bits = Communication(item["status"]) };
            case "reason":
                var category = item["category"].OneOf<Category>(ReasonCategories);
                return at with
                {
                    Kind = InputKind.Entry,
                    Reference = new ReasonEntry($"event-{number}", "", machine, item["from"].Instant(), item["to"].Instant(),
                        category.ToString(), ""),
                };
            default:
                throw item["type"].Wrong("one of state, packml, machinery, count, pulse, counterReset, product, comm, reason");
        }
    }

    private static long Communication(ReplayNode status) => status.Text() switch
    {
        "lost" => 0,
        "restored" => 1,
        _ => throw status.Wrong("lost or restored"),
    };
}
