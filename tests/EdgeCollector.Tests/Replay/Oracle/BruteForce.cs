using System.Text.Json.Nodes;
using NodaTime;

namespace EdgeCollector.Tests.Replay.Oracle;

/// <summary>
/// What a replay file must give, by the dullest means: one array cell per step of time and machine, every rule of the format as a
/// loop over cells. Written from the documents of format and reference alone; it shares nothing with the engine, not even the time zone
/// code (NodaTime, lenient: a skipped local time moves forward, a repeated one is the first).
/// </summary>
internal sealed class BruteForce
{
    internal static readonly string[] Categories =
    [
        "NotScheduled", "Break", "PlannedDowntime", "NoDemand", "Running", "MicroStop", "Down", "Stop", "Starved", "Blocked", "External",
        "Changeover", "PlannedStop", "Unknown",
    ];

    private static readonly string[] Stops = ["Down", "Stop", "Starved", "Blocked", "External"];
    private readonly JsonNode _config;
    private readonly DateTimeZone _zone;
    private readonly long _step;
    private readonly List<(string Id, long Start, long End)> _reports = [];
    private readonly List<Arrival> _events = [];
    private readonly Dictionary<string, double> _ideals = [];
    private readonly long _from;
    private readonly long _now;
    private readonly string[] _plan;

    /// <param name="step">ms of one cell; every time of the file is a multiple of it.</param>
    public BruteForce(JsonNode file, long step)
    {
        (_config, _step) = (file["config"]!, step);
        _zone = DateTimeZoneProviders.Tzdb[(string)_config["timeZone"]!];
        foreach (var (name, product) in _config["products"]!.AsObject())
        {
            _ideals[name] = (double)product!["idealCycleSeconds"]!;
        }

        foreach (var report in _config["reports"]!.AsArray())
        {
            var (start, end) = Window(report!);
            _reports.Add(((string)report!["id"]!, start, end));
        }

        var seen = new HashSet<string>();
        foreach (var item in file["events"]!.AsArray())
        {
            if (seen.Add(string.Join(';', item!.AsObject().Select(p => $"{p.Key}={p.Value?.ToJsonString()}").Order(StringComparer.Ordinal))))
            {
                _events.Add(new Arrival(Instant(item!["t"]!), (string)item["machine"]!, (string)item["type"]!, item));
            }
        }

        var last = _events.Select(e => e.T).Concat(_reports.Select(r => r.End)).Max();
        var first = _events.Select(e => e.T).Concat(_reports.Select(r => r.Start)).Min();
        (_from, _now) = (first - (2 * step), last);
        _plan = Plan();
    }

    public int Cells => _plan.Length;

    public JsonObject Run()
    {
        var machines = _config["machines"]!.AsArray().Select(m => new BruteForceMachine(this, m!)).ToList();
        var windows = _reports.SelectMany(r => machines.Select(m => (r.Id, r.Start, r.End, Machine: m, Sums: m.Window(r.Start, r.End)))).ToList();
        var result = new JsonObject
        {
            ["reports"] = new JsonArray([.. windows.Select(w =>
            {
                var entry = w.Sums.Keys();
                entry["report"] = w.Id;
                entry["machine"] = w.Machine.Id;
                (entry["start"], entry["end"]) = (Text(w.Start), Text(w.End));
                return entry;
            })]),
        };
        if ((bool?)_config["aggregate"] == true)
        {
            result["aggregate"] = BruteForceSums.Of(windows.Select(w => w.Sums)).Keys();
        }

        if (_config["line"] is { } line)
        {
            var first = windows.Where(w => w.Id == _reports[0].Id).ToList();
            var good = first.First(w => w.Machine.Id == (string)line["lastMachine"]!).Sums.Counted.Good;
            var known = first.First(w => w.Machine.Id == (string)line["bottleneck"]!).Sums.Known;
            result["line"] = new JsonObject
            {
                ["bottleneck"] = (string)line["bottleneck"]!,
                ["lineGood"] = good,
                ["lineOee"] = known == 0 ? null : _ideals[(string)line["product"]!] * good / known,
            };
        }

        return result;
    }

    internal long Step => _step;

    internal double MicroStopMax => (double)_config["microStopMaxSeconds"]!;

    internal string FirstProduct => _ideals.Keys.First();

    internal double Ideal(string product) => _ideals[product];

    /// <summary>In order of time; equal times as they arrived.</summary>
    internal IEnumerable<Arrival> Of(string machine) => _events.Where(e => e.Machine == machine).OrderBy(e => e.T);

    internal int Cell(long t) => (int)((t - _from) / _step);

    internal long Time(int cell) => _from + (cell * _step);

    internal string Planned(int cell) => _plan[cell];

    internal static bool IsStop(string state) => Stops.Contains(state);

    internal static long Instant(JsonNode text) =>
        DateTimeOffset.Parse((string)text!, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private static string Text(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms)
        .ToString(ms % 1000 == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);

    private (long Start, long End) Window(JsonNode report)
    {
        if (report["start"] is { } start)
        {
            return (Instant(start), Instant(report["end"]!));
        }

        var date = Date(report["date"]!);
        if (report["shift"] is null)
        {
            return (Local(date, LocalTime.Midnight), Local(date.PlusDays(1), LocalTime.Midnight));
        }

        var shift = _config["calendar"]!["shifts"]!.AsArray().First(s => (string)s!["name"]! == (string)report["shift"]!)!;
        return Instance(shift, date);
    }

    private string[] Plan()
    {
        var cells = new string[(int)((_now - _from) / _step) + 1];
        Array.Fill(cells, "NotScheduled");
        var first = Instant(_from).Date.PlusDays(-3);
        var last = Instant(_now).Date.PlusDays(3);
        for (var date = first; date <= last; date = date.PlusDays(1))
        {
            foreach (var shift in _config["calendar"]!["shifts"]!.AsArray())
            {
                var days = shift!["days"]?.AsArray().Select(d => (string)d!).ToList();
                if (days is not null && !days.Contains(date.DayOfWeek.ToString()[..3]))
                {
                    continue;
                }

                var (start, end) = Instance(shift, date);
                Fill(cells, start, end, "Planned");
                foreach (var pause in shift["breaks"]?.AsArray() ?? [])
                {
                    var at = Clock(pause!["start"]!);
                    var begin = Local(at < Clock(shift["start"]!) ? date.PlusDays(1) : date, at);
                    Fill(cells, Math.Max(start, begin), Math.Min(end, begin + ((int)pause["minutes"]! * 60_000L)), "Break");
                }
            }
        }

        foreach (var stop in _config["calendar"]!["plannedDowntime"]?.AsArray() ?? [])
        {
            var (start, end) = (Instant(stop!["start"]!), Instant(stop["end"]!));
            for (var cell = Math.Max(0, Cell(start)); cell < cells.Length && Time(cell) < end; cell++)
            {
                cells[cell] = Time(cell) >= start && cells[cell] == "Planned" ? "PlannedDowntime" : cells[cell];
            }
        }

        return cells;
    }

    private void Fill(string[] cells, long start, long end, string what)
    {
        for (var cell = 0; cell < cells.Length; cell++)
        {
            if (Time(cell) >= start && Time(cell) < end)
            {
                cells[cell] = what;
            }

            if (Time(cell) < start - _step)
            {
                cell = Math.Min(cells.Length, Math.Max(cell, Cell(start) - 2));
            }
            else if (Time(cell) >= end)
            {
                break;
            }
        }
    }

    private (long Start, long End) Instance(JsonNode shift, LocalDate date)
    {
        var (start, end) = (Clock(shift["start"]!), Clock(shift["end"]!));
        return (Local(date, start), Local(end <= start ? date.PlusDays(1) : date, end));
    }

    private long Local(LocalDate date, LocalTime time) => (date + time).InZoneLeniently(_zone).ToInstant().ToUnixTimeMilliseconds();

    private LocalDateTime Instant(long ms) => NodaTime.Instant.FromUnixTimeMilliseconds(ms).InZone(_zone).LocalDateTime;

    private static LocalTime Clock(JsonNode text) => NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse((string)text!).Value;

    private static LocalDate Date(JsonNode text) => NodaTime.Text.LocalDatePattern.Iso.Parse((string)text!).Value;
}

/// <param name="T">ms UTC.</param>
internal readonly record struct Arrival(long T, string Machine, string Type, JsonNode Json);
