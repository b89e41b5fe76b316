using System.Globalization;
using System.Text.Json;
using EdgeCollector.Interop.Tests.Peers;

namespace EdgeCollector.Interop.Tests.EndToEnd;

/// <summary>Pieces counted.</summary>
internal sealed record Pieces(long Good, long Scrap);

/// <summary>Seconds of one machine by category, over all hour records of the database.</summary>
/// <param name="Of">Seconds by field name (<c>running_s</c>).</param>
/// <param name="AsOf">The moment to which the records reach.</param>
internal sealed record StateSeconds(IReadOnlyDictionary<string, decimal> Of, DateTimeOffset AsOf)
{
    /// <summary>The time in which the machine's state was seen; the part of the hour before the first start is not scheduled.</summary>
    public decimal Seen => Of.Where(pair => pair.Key is not ("unknown_s" or "not_scheduled_s")).Sum(pair => pair.Value);

    public override string ToString() =>
        $"{string.Join(' ', Of.Where(pair => pair.Value != 0).Select(pair => $"{pair.Key}={pair.Value}"))} as of {AsOf:O}";
}

/// <summary>What lies in the database, asked with InfluxQL as a user would.</summary>
internal sealed class Stored(InfluxDb influx)
{
    public const string Kpi = "edge_kpi";
    public const string Raw = "edge_raw";

    private static readonly string[] Categories =
    [
        "not_scheduled_s", "break_s", "planned_downtime_s", "no_demand_s", "running_s", "minor_s", "down_s", "stop_s", "starved_s",
        "blocked_s", "external_s", "changeover_s", "planned_stop_s", "unknown_s",
    ];

    public async Task<Pieces> CountAsync(string machine)
    {
        var rows = await influx.QueryAsync(
            Kpi, $"SELECT last(good) AS good, last(scrap) AS scrap FROM count WHERE machine = '{machine}'");
        return rows.Count == 0 ? new Pieces(0, 0) : new Pieces(Count(rows[0]["good"]), Count(rows[0]["scrap"]));

        // Null: the machine has no such counter.
        static long Count(JsonElement value) => value.ValueKind == JsonValueKind.Null ? 0 : value.GetInt64();
    }

    /// <summary>Null before the first hour record.</summary>
    public async Task<StateSeconds?> SecondsAsync(string machine)
    {
        var rows = await influx.QueryAsync(
            Kpi, $"SELECT {string.Join(", ", Categories)} FROM oee WHERE machine = '{machine}' AND \"window\" = 'hour'");
        if (rows.Count == 0)
        {
            return null;
        }

        decimal Sum(IEnumerable<InfluxRow> of, IEnumerable<string> names) => of.Sum(row => names.Sum(name => row[name].GetDecimal()));
        var last = rows[^1];
        var asOf = Time(last) + TimeSpan.FromMilliseconds((double)(Sum([last], Categories) * 1000));
        return new StateSeconds(Categories.ToDictionary(name => name, name => Sum(rows, [name])), asOf);
    }

    /// <summary>The time of the newest tag value; null while there is none. TAG is a word of InfluxQL, hence the quotes.</summary>
    public async Task<DateTimeOffset?> LastTagAsync(string machine)
    {
        var rows = await influx.QueryAsync(Raw, $"SELECT * FROM \"tag\" WHERE machine = '{machine}' ORDER BY time DESC LIMIT 1");
        return rows.Count == 0 ? null : Time(rows[0]);
    }

    /// <summary>Points of a machine's first load tag, and how many values they have: each value is said once by its server.</summary>
    public async Task<(long Points, long Values)> TagPointsAsync(string machine)
    {
        var rows = await influx.QueryAsync(
            Raw, $"SELECT count(value) AS points, count(distinct(value)) AS \"values\" FROM \"tag\" WHERE machine = '{machine}' AND \"name\" = 'load'");
        return rows.Count == 0 ? (0, 0) : (rows[0]["points"].GetInt64(), rows[0]["values"].GetInt64());
    }

    /// <summary>Category by the time of its beginning.</summary>
    public async Task<IReadOnlyList<(DateTimeOffset Time, string Category)>> StatesAsync(string machine)
    {
        var rows = await influx.QueryAsync(Kpi, $"SELECT category FROM state WHERE machine = '{machine}'");
        return [.. rows.Select(row => (Time(row), row["category"].GetString()!))];
    }

    private static DateTimeOffset Time(InfluxRow row) =>
        DateTimeOffset.UnixEpoch.AddTicks(long.Parse(row["time"].GetRawText(), CultureInfo.InvariantCulture) / 100);
}
