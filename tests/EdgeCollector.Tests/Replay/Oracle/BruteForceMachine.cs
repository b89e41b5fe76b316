using System.Text.Json.Nodes;

namespace EdgeCollector.Tests.Replay.Oracle;

/// <summary>One machine of the brute-force model: its cells, then its counters.</summary>
internal sealed class BruteForceMachine
{
    private readonly BruteForce _file;
    private readonly JsonNode _config;
    private readonly List<Arrival> _events;
    private readonly string[] _raw;
    private readonly string[] _final;
    private readonly int[] _episode;
    private readonly bool[] _micro;
    private readonly bool[] _failureStarts;
    private readonly List<BruteForceStep> _steps = [];

    public BruteForceMachine(BruteForce file, JsonNode config)
    {
        (_file, _config) = (file, config);
        Id = (string)config["id"]!;
        _events = [.. file.Of(Id)];
        _raw = new string[file.Cells];
        _final = new string[file.Cells];
        _episode = new int[file.Cells];
        _micro = new bool[file.Cells];
        _failureStarts = new bool[file.Cells];
        States();
        Episodes();
        Finals(Reasons());
        foreach (var counter in config["counters"]?.AsArray() ?? [])
        {
            Count(counter!);
        }
    }

    public string Id { get; }

    public BruteForceSums Window(long start, long end)
    {
        var sums = new BruteForceSums();
        var episodes = new HashSet<int>();
        for (var cell = _file.Cell(start); _file.Time(cell) < end; cell++)
        {
            sums.Seconds[_final[cell]] += _file.Step / 1000.0;
            sums.Failures += _failureStarts[cell] ? 1 : 0;
            if (_final[cell] == "MicroStop")
            {
                episodes.Add(_episode[cell]);
            }
        }

        sums.MicroStops = episodes.Count;
        bool Has(string kind) => (_config["counters"]?.AsArray() ?? []).Any(c => (string)c!["kind"]! == kind);
        foreach (var step in _steps.Where(s => s.T > start && s.T <= end))
        {
            sums.Add(step, _file.Ideal(step.Product), Has("total"), Has("good"));
        }

        return sums;
    }

    private void States()
    {
        var state = "Unknown";
        var (lost, waiting) = (false, false);
        var cell = 0;
        foreach (var e in _events)
        {
            for (; cell < _raw.Length && _file.Time(cell) < e.T; cell++)
            {
                _raw[cell] = lost || waiting ? "Unknown" : state;
            }

            switch (e.Type)
            {
                case "state" or "packml" or "machinery":
                    var good = (string?)e.Json["quality"] is null or "Good";
                    state = good ? Neutral(e) : "Unknown";
                    waiting &= lost;
                    break;
                case "comm":
                    lost = (string)e.Json["status"]! == "lost";
                    waiting |= lost;
                    break;
                default:
                    break;
            }
        }

        for (; cell < _raw.Length; cell++)
        {
            _raw[cell] = lost || waiting ? "Unknown" : state;
        }
    }

    private static string Neutral(Arrival e) => e.Type switch
    {
        "state" => (string)e.Json["state"]!,
        "packml" => PackMl((string)e.Json["state"]!, (string?)e.Json["mode"] ?? "Production", (bool?)e.Json["starved"] ?? false,
            (bool?)e.Json["blocked"] ?? false),
        _ => Machinery((string)e.Json["itemState"]!, (string?)e.Json["operationMode"] ?? "Processing"),
    };

    private static string PackMl(string state, string mode, bool starved, bool blocked) => (mode, state) switch
    {
        ("Maintenance", _) => "PlannedStop",
        ("Manual", _) => "Stop",
        ("Changeover" or "Setup", _) => "Changeover",
        ("Production", "Execute") => "Running",
        ("Production", "Aborting" or "Aborted" or "Clearing") => "Down",
        ("Production", "Suspending" or "Suspended" or "Unsuspending") => starved ? "Starved" : blocked ? "Blocked" : "External",
        _ => "Stop",
    };

    private static string Machinery(string state, string mode) => (mode, state) switch
    {
        ("Setup", _) => "Changeover",
        ("Maintenance", _) => "PlannedStop",
        ("Processing", "Executing") => "Running",
        (_, "NotExecuting") or ("None", "Executing" or "NotAvailable") => "Stop",
        (_, "OutOfService" or "NotAvailable") => "Down",
        _ => "Stop",
    };

    private void Episodes()
    {
        var number = 0;
        for (var cell = 0; cell < _raw.Length;)
        {
            if (!BruteForce.IsStop(_raw[cell]))
            {
                cell++;
                continue;
            }

            var end = cell;
            while (end < _raw.Length - 1 && BruteForce.IsStop(_raw[end]))
            {
                end++;
            }

            // The last cell begins at "now" and is no time at all.
            var atUnknown = _raw[cell - 1] == "Unknown" || (end < _raw.Length - 1 && _raw[end] == "Unknown");
            var micro = !atUnknown && (end - cell) * _file.Step / 1000.0 <= _file.MicroStopMax;
            number++;
            for (var i = cell; i < end; i++)
            {
                (_episode[i], _micro[i]) = (number, micro);
            }

            cell = Math.Max(end, cell + 1);
        }
    }

    private string?[] Reasons()
    {
        var given = new string?[_raw.Length];
        foreach (var e in _events.Where(e => e.Type == "reason"))
        {
            var (from, to) = (BruteForce.Instant(e.Json["from"]!), BruteForce.Instant(e.Json["to"]!));
            for (var cell = Math.Max(0, _file.Cell(from)); cell < given.Length && _file.Time(cell) < to; cell++)
            {
                given[cell] = _file.Time(cell) >= from && _raw[cell] == "Stop" && !_micro[cell] ? (string)e.Json["category"]! : given[cell];
            }
        }

        return given;
    }

    private void Finals(string?[] reasons)
    {
        var inRun = false;
        for (var cell = 0; cell < _raw.Length; cell++)
        {
            var plan = _file.Planned(cell);
            var planned = plan == "Planned";
            var state = _micro[cell] ? "MicroStop" : reasons[cell] ?? _raw[cell];
            _final[cell] = planned ? state : plan;
            var down = planned ? state == "Down" : _raw[cell] == "Down" && !_micro[cell];
            var keeps = !planned && _raw[cell] == "Stop" && reasons[cell] == "Down";
            _failureStarts[cell] = down && !inRun && plan != "NotScheduled";
            inRun = down || (keeps && inRun);
        }
    }

    private void Count(JsonNode counter)
    {
        var (id, kind) = ((string)counter["id"]!, (string)counter["kind"]!);
        var mine = _events.Where(e => (string?)e.Json["counter"] == id).ToList();
        if ((bool?)counter["pulse"] == true)
        {
            var pulses = mine.Where(e => e.Type == "pulse").DistinctBy(e => e.Json["seq"]?.ToJsonString() ?? $"{e.T}/{e.GetHashCode()}").ToList();
            for (var i = 0; i < pulses.Count; i++)
            {
                Step(kind, 1, i == 0 ? pulses[i].T - _file.Step : pulses[i - 1].T, pulses[i].T);
            }

            return;
        }

        var modulus = counter["max"] is { } max ? (double)max + 1 : counter["bits"] is { } bits ? Math.Pow(2, (int)bits) : 0;
        var rate = (double)counter["maxPerSecond"]!;
        (long Value, long T)? baseline = null;
        (long Value, long T)? suspect = null;
        var announced = false;
        foreach (var e in mine)
        {
            if (e.Type == "counterReset")
            {
                announced = true;
                continue;
            }

            if ((string?)e.Json["quality"] is not (null or "Good"))
            {
                continue;
            }

            var value = (long)e.Json["value"]!;
            bool Believable(double d, long since) => d >= 0 && d <= (rate * (e.T - since) / 1000.0) + 1;
            if (baseline is not { } b)
            {
                baseline = (value, e.T);
            }
            else if (announced)
            {
                Step(kind, value, b.T, e.T);
            }
            else if (Believable(value - b.Value, b.T))
            {
                Step(kind, value - b.Value, b.T, e.T);
            }
            else if (value < b.Value && modulus > 0 && Believable(Modulo(value - b.Value, modulus), b.T))
            {
                Step(kind, (long)Modulo(value - b.Value, modulus), b.T, e.T, "rollovers");
            }
            else if (value < b.Value && Believable(value, b.T))
            {
                Step(kind, value, b.T, e.T, "resets");
            }
            else if (suspect is { } s && Believable(value - s.Value, s.T))
            {
                Step(kind, value - s.Value, s.T, e.T);
            }
            else
            {
                suspect = (value, e.T);
                _steps.Add(new BruteForceStep(kind, 0, e.T, _file.FirstProduct, "counted", "implausible"));
                continue;
            }

            (baseline, suspect, announced) = ((value, e.T), null, false);
        }
    }

    private static double Modulo(double d, double modulus) => d - (modulus * Math.Floor(d / modulus));

    private void Step(string kind, long pieces, long since, long t, string flag = "")
    {
        var product = _events.LastOrDefault(e => e.Type == "product" && e.T < t).Json is { } json ? (string)json["product"]! : _file.FirstProduct;
        var bucket = "counted";
        if (_final[_file.Cell(t) - 1] is "NotScheduled" or "Break" or "PlannedDowntime" or "NoDemand")
        {
            bucket = "outsidePlan";
        }
        else
        {
            for (var cell = _file.Cell(since); cell < _file.Cell(t); cell++)
            {
                bucket = _final[cell] == "Unknown" ? "recovered" : bucket;
            }
        }

        _steps.Add(new BruteForceStep(kind, pieces, t, product, bucket, flag));
    }
}

internal readonly record struct BruteForceStep(string Kind, long Pieces, long T, string Product, string Bucket, string Flag);
