using System.Globalization;
using System.Text.Json.Nodes;

namespace EdgeCollector.Tests.Replay.Oracle;

/// <summary>Random replay files: every kind of event, counter, calendar and report, around ordinary days and the nights of a clock
/// change. The same seed gives the same file.</summary>
internal sealed class HistoryGenerator(int seed)
{
    private static readonly (string Zone, string Date)[] Places =
    [
        ("UTC", "2026-01-05"), ("Europe/Amsterdam", "2026-01-07"), ("Europe/Amsterdam", "2026-03-28"), ("Europe/Amsterdam", "2026-10-24"),
        ("America/New_York", "2026-03-07"), ("America/New_York", "2026-10-31"), ("Australia/Lord_Howe", "2026-04-04"),
        ("Asia/Kolkata", "2026-06-15"),
    ];

    private static readonly string[] States =
        ["Running", "Running", "Running", "Down", "Stop", "Stop", "Starved", "Blocked", "External", "Changeover", "PlannedStop", "NoDemand"];

    private static readonly string[] PackMlStates =
    [
        "Execute", "Execute", "Clearing", "Stopped", "Starting", "Idle", "Suspended", "Stopping", "Aborting", "Aborted", "Holding", "Held",
        "Unholding", "Suspending", "Unsuspending", "Resetting", "Completing", "Complete",
    ];

    private static readonly string[] Modes = ["Production", "Production", "Production", "Maintenance", "Manual", "Changeover", "Setup"];
    private static readonly string[] ItemStates = ["NotAvailable", "OutOfService", "NotExecuting", "Executing", "Executing"];
    private static readonly string[] OperationModes = ["None", "Maintenance", "Setup", "Processing", "Processing"];
    private static readonly string[] ReasonCategories =
        ["Down", "Down", "Stop", "Starved", "Blocked", "External", "Changeover", "PlannedStop"];

    private static readonly string[][] Counters =
        [[], ["total"], ["total", "scrap"], ["good"], ["good", "scrap", "rework"], ["scrap"], ["total", "good"], ["total", "total", "rework"]];

    private readonly Random _random = new(seed);
    private readonly long _start;
    private readonly long _length;
    private readonly HashSet<long> _taken = [];
    private readonly int _micro;
    private readonly string _zone = "";
    private readonly string _date = "";

    public HistoryGenerator(int seed, bool milliseconds)
        : this(seed)
    {
        (_zone, _date) = Places[_random.Next(Places.Length)];
        Step = milliseconds ? 250 : 1000;
        _micro = Pick(0, 30, 120, 120, 300);
        var noon = DateTimeOffset.Parse(_date + "T00:00:00Z", CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        _start = noon + (_random.Next(0, 24) * 3_600_000L);
        _length = (milliseconds ? 8 : 36) * 3_600_000L;
    }

    /// <summary>ms of which every time is a multiple.</summary>
    public long Step { get; }

    public JsonObject File()
    {
        var machines = Enumerable.Range(1, _random.Next(1, 4)).Select(n => Machine($"M{n}")).ToList();
        var events = machines.SelectMany(Events).ToList();
        events.AddRange(events.Where(_ => _random.Next(25) == 0).Select(e => e.DeepClone().AsObject()).ToList());
        var arrival = _random.Next(3) switch
        {
            0 => events.OrderBy(At).ToList(),
            1 => Shuffled(events),
            _ => [.. events.OrderBy(e => At(e) + (_random.Next(4) == 0 ? _random.Next(0, 3_600_000) : 0))],
        };
        return new JsonObject
        {
            ["schema"] = "oee-replay/1",
            ["name"] = $"random-{seed}",
            ["config"] = new JsonObject
            {
                ["timeZone"] = _zone,
                ["microStopMaxSeconds"] = _micro,
                ["products"] = new JsonObject { ["P"] = Product(), ["Q"] = Product(), ["R"] = Product() },
                ["machines"] = new JsonArray([.. machines.Select(m => m.DeepClone())]),
                ["calendar"] = Calendar(),
                ["reports"] = Reports(),
                ["aggregate"] = _random.Next(2) == 0,
                ["line"] = _random.Next(2) == 0 ? null : new JsonObject
                {
                    ["bottleneck"] = "M1", ["lastMachine"] = $"M{machines.Count}", ["product"] = Pick("P", "Q"),
                },
            },
            ["events"] = new JsonArray([.. arrival]),
        };
    }

    /// <summary>Equal times keep their order: groups of them are moved as one.</summary>
    private List<JsonObject> Shuffled(List<JsonObject> events) =>
        [.. events.GroupBy(At).OrderBy(_ => _random.Next()).SelectMany(g => g)];

    private JsonObject Product() => new() { ["idealCycleSeconds"] = Pick(0.5, 2.0, 7.25, 30.0) };

    private JsonObject Machine(string id)
    {
        var counters = Counters[_random.Next(Counters.Length)].Select((kind, n) =>
        {
            var counter = new JsonObject { ["id"] = $"{kind}{n}", ["kind"] = kind };
            if (_random.Next(5) == 0)
            {
                counter["pulse"] = true;
                return counter;
            }

            if (_random.Next(3) == 0)
            {
                counter["max"] = Pick(99, 9_999, 65_535);
            }
            else
            {
                counter["bits"] = Pick(8, 16, 16, 32);
            }

            counter["maxPerSecond"] = Pick(0.1, 0.5, 1.0, 2.5);
            return (JsonNode)counter;
        });
        return new JsonObject { ["id"] = id, ["counters"] = new JsonArray([.. counters]) };
    }

    private JsonObject Calendar()
    {
        JsonArray shifts = _random.Next(4) switch
        {
            0 => [Shift("A", "06:00", "14:00", "09:00", "12:30"), Shift("B", "14:00", "22:00", "18:00"), Shift("C", "22:00", "06:00", "02:15", "23:30")],
            1 => [Shift("A", "00:00", "00:00", "02:40", "12:00")],
            2 => [Shift("A", "07:30", "16:15", "12:00"), Shift("B", "20:00", "05:00", "01:30", "02:30")],
            _ => [Shift("A", "18:00", "10:00", "22:00", "03:00", "06:30")],
        };
        var planned = Enumerable.Range(0, _random.Next(3)).Select(_ =>
        {
            var at = Some();
            return (JsonNode)new JsonObject { ["start"] = Iso(at), ["end"] = Iso(at + (_random.Next(1, 90) * 60_000L)) };
        });
        return new JsonObject { ["shifts"] = shifts, ["plannedDowntime"] = new JsonArray([.. planned]) };
    }

    private JsonObject Shift(string name, string start, string end, params string[] breaks)
    {
        var shift = new JsonObject
        {
            ["name"] = name,
            ["start"] = start,
            ["end"] = end,
            ["breaks"] = new JsonArray([.. breaks.Where(_ => _random.Next(3) > 0)
                .Select(b => new JsonObject { ["start"] = b, ["minutes"] = Pick(10, 15, 30, 45) })]),
        };
        if (_random.Next(4) == 0)
        {
            shift["days"] = new JsonArray("Mon", "Wed", "Thu", "Sat", "Sun");
        }

        return shift;
    }

    private JsonArray Reports()
    {
        var reports = new JsonArray();
        foreach (var n in Enumerable.Range(1, _random.Next(1, 5)))
        {
            var from = Some(-3_600_000);
            reports.Add((JsonNode)(_random.Next(4) switch
            {
                0 => new JsonObject { ["id"] = $"r{n}", ["date"] = _date },
                _ => new JsonObject
                {
                    ["id"] = $"r{n}", ["start"] = Iso(from), ["end"] = Iso(from + (Step * _random.NextInt64(1, _length / Step))),
                },
            }));
        }

        return reports;
    }

    private IEnumerable<JsonObject> Events(JsonObject machine)
    {
        var id = (string)machine["id"]!;
        var counters = machine["counters"]!.AsArray().Select(c => c!.AsObject()).ToList();
        var truth = counters.Select(_ => (double)_random.Next(0, 200)).ToArray();
        var times = Enumerable.Range(0, _random.Next(5, 120)).Select(_ => Some()).Order().ToList();
        var (last, seq) = (_start, 0);
        foreach (var at in times)
        {
            var e = new JsonObject { ["t"] = Iso(at), ["machine"] = id };
            var kind = _random.Next(20);
            if (kind < 7 || (counters.Count == 0 && kind < 16))
            {
                State(e);

                // Short stops near the threshold and at it, so that micro-stops and their borders are common.
                if (_random.Next(3) > 0)
                {
                    e["type"] = "state";
                    e["state"] = Pick("Down", "Stop", "Starved");
                    var length = _random.Next(2) == 0 ? _micro * 1000 : Step * _random.NextInt64(1, 400_000 / Step);
                    var soon = new JsonObject
                    {
                        ["t"] = Iso(at + length + (Step * Pick(0, 0, 1))), ["machine"] = id, ["type"] = "state",
                        ["state"] = Pick("Running", "Running", "Stop", "Changeover"),
                    };
                    yield return soon;
                }

                yield return e;
            }
            else if (kind < 16)
            {
                var n = _random.Next(counters.Count);
                Reading(e, counters[n], ref truth[n], (at - last) / 1000.0, ref seq);
                yield return e;
            }
            else if (kind == 16)
            {
                e["type"] = "product";
                e["product"] = Pick("P", "Q", "R");
                yield return e;
            }
            else if (kind == 17 && _taken.Add(at))
            {
                e["type"] = "comm";
                e["status"] = Pick("lost", "restored", "restored");
                yield return e;
            }
            else
            {
                var from = Some(-1_800_000);
                e["type"] = "reason";
                e["from"] = Iso(from);
                e["to"] = Iso(from + (Step * _random.NextInt64(1, 7_200_000 / Step)));
                e["category"] = Pick(ReasonCategories);
                yield return e;
            }

            last = at;
        }
    }

    private void State(JsonObject e)
    {
        switch (_random.Next(6))
        {
            case 0:
                e["type"] = "packml";
                e["state"] = Pick(PackMlStates);
                e["mode"] = _random.Next(2) == 0 ? null : Pick(Modes);
                e["starved"] = _random.Next(3) == 0 ? true : null;
                e["blocked"] = _random.Next(3) == 0 ? true : null;
                break;
            case 1:
                e["type"] = "machinery";
                e["itemState"] = Pick(ItemStates);
                e["operationMode"] = _random.Next(2) == 0 ? null : Pick(OperationModes);
                break;
            default:
                e["type"] = "state";
                e["state"] = Pick(States);
                break;
        }

        e["quality"] = _random.Next(12) switch { 0 => "Bad", 1 => "Uncertain", 2 => "Good", _ => null };
    }

    private void Reading(JsonObject e, JsonObject counter, ref double truth, double seconds, ref int seq)
    {
        e["counter"] = (string)counter["id"]!;
        if ((bool?)counter["pulse"] == true)
        {
            e["type"] = "pulse";
            e["seq"] = seq++;
            return;
        }

        var modulus = counter["max"] is { } max ? (int)max + 1.0 : Math.Pow(2, (int)counter["bits"]!);
        truth += Math.Floor(_random.NextDouble() * Math.Max(1, seconds) * (double)counter["maxPerSecond"]!);
        if (_random.Next(20) == 0)
        {
            e["type"] = "counterReset";
            truth = 0;
            return;
        }

        truth = _random.Next(20) == 0 ? _random.Next(0, 20) : truth;
        var shown = _random.Next(15) == 0 ? _random.Next(0, 100_000) : truth;
        e["type"] = "count";
        e["value"] = (long)(shown - (modulus * Math.Floor(shown / modulus)));
        e["quality"] = _random.Next(15) == 0 ? Pick("Bad", "Uncertain") : null;
    }

    private long Some(long earlier = 0) => _start + earlier + (Step * _random.NextInt64(0, _length / Step));

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private static long At(JsonObject e) => BruteForce.Instant(e["t"]!);

    private string Iso(long t) => _random.Next(3) == 0
        ? DateTimeOffset.FromUnixTimeMilliseconds(t).ToOffset(TimeSpan.FromHours(2)).ToString("yyyy-MM-ddTHH:mm:ss.FFFzzz", CultureInfo.InvariantCulture)
        : DateTimeOffset.FromUnixTimeMilliseconds(t).ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture);
}
