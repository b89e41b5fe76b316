using EdgeCollector.Core.Oee;
using Microsoft.Data.Sqlite;

namespace EdgeCollector.Storage.History;

/// <param name="Sequence">Where the fact lies in the journal of its epoch.</param>
internal readonly record struct Stored<TFact>(long Sequence, TFact Fact)
    where TFact : Fact;

/// <summary>Facts as rows and back; columns and values stand in the same order, here and nowhere else.</summary>
internal static class HistoryRows
{
    public static IReadOnlyList<string> RecordColumns { get; } =
    [
        "machine", "window", "start", "rev", "seq", "time", "end", "shift", "status", "flags",
        .. HistorySchema.CategoryColumns,
        "unreasoned", "failures", "micro_stops", "stops_without_reason", "ideal", "fully_productive", "fully_productive_recovered",
        "total", "good", "scrap", "rework", "recovered", "recovered_good", "outside_plan", "outside_plan_good", "ideal_cycle", "target",
        "\"order\"", "product", "config", "mapping", "rollovers", "resets", "implausible", "team", "bottleneck", "cause", "repairs",
        "repair_time",
    ];

    public static IReadOnlyList<string> StopColumns { get; } =
    [
        "id", "machine", "start", "end", "rev", "seq", "time", "event", "reason", "\"group\"", "category", "minor", "source", "stop_code",
        "name", "note", "status", "flags",
    ];

    public static IReadOnlyList<string> StateColumns { get; } = ["machine", "time", "seq", "category", "name", "code", "mode", "packml"];

    public static IReadOnlyList<string> CounterColumns { get; } = ["machine", "time", "seq", "total", "good", "scrap", "rework"];

    public static IReadOnlyList<string> GapColumns { get; } = ["machine", "\"from\"", "\"to\"", "seq", "reason"];

    public static object?[] Values(OeeRecord r, long seq)
    {
        var values = new object?[RecordColumns.Count];
        object?[] head = [r.Machine, (int)r.Window, r.Start, r.Rev, seq, r.Time, r.End, r.Shift, (int)r.Status, (int)r.Flags];
        object?[] tail =
        [
            r.Unreasoned, r.Failures, r.MicroStops, r.StopsWithoutReason, r.Ideal, r.FullyProductive, r.FullyProductiveWithRecovered,
            r.Total, r.Good, r.Scrap, r.Rework, r.Recovered, r.RecoveredGood, r.OutsidePlan, r.OutsidePlanGood, r.IdealCycle, r.Target,
            r.Order, r.Product, r.Config, r.Mapping, r.Rollovers, r.Resets, r.Implausible, r.Team, r.Bottleneck, r.Cause, r.Repairs,
            r.RepairTime,
        ];
        head.CopyTo(values, 0);
        for (var i = 0; i < CategoryTimes.Count; i++)
        {
            values[head.Length + i] = r.Times[(Category)i];
        }

        tail.CopyTo(values, head.Length + CategoryTimes.Count);
        return values;
    }

    public static object?[] Values(StopFact s, long seq) =>
    [
        s.Id, s.Machine, s.Start, s.End, s.Rev, seq, s.Time, (int)s.Event, s.Reason, s.Group, (int)s.Category, s.Minor ? 1 : 0, s.Source,
        s.StopCode, s.Name, s.Note, (int)s.Status, (int)s.Flags,
    ];

    public static object?[] Values(StateFact s, long seq) =>
        [s.Machine, s.Time, seq, (int)s.Category, s.Name, s.Code, s.Mode, s.PackMl ? 1 : 0];

    public static object?[] Values(CountFact c, long seq) => [c.Machine, c.Time, seq, c.Total, c.Good, c.Scrap, c.Rework];

    public static object?[] Values(GapFact g, long seq) => [g.Machine, g.From, g.To, seq, g.Reason];

    public static Stored<OeeRecord> Record(SqliteDataReader row)
    {
        var c = new Cursor(row);
        var machine = c.Text();
        var window = (WindowKind)c.Whole();
        var start = c.Whole();
        var rev = (int)c.Whole();
        var seq = c.Whole();
        var time = c.Whole();
        var end = c.WholeOrNull();
        var shift = c.Text();
        var status = (RecordStatus)c.Whole();
        var flags = (RecordFlags)c.Whole();
        var times = default(CategoryTimes);
        for (var i = 0; i < CategoryTimes.Count; i++)
        {
            times[(Category)i] = c.Whole();
        }

        return new(seq, new OeeRecord(machine, time)
        {
            Window = window,
            Start = start,
            Rev = rev,
            End = end,
            Shift = shift,
            Status = status,
            Flags = flags,
            Times = times,
            Unreasoned = c.Whole(),
            Failures = (int)c.Whole(),
            MicroStops = (int)c.Whole(),
            StopsWithoutReason = (int)c.Whole(),
            Ideal = c.RealOrNull(),
            FullyProductive = c.RealOrNull(),
            FullyProductiveWithRecovered = c.RealOrNull(),
            Total = c.Whole(),
            Good = c.Whole(),
            Scrap = c.Whole(),
            Rework = c.Whole(),
            Recovered = c.Whole(),
            RecoveredGood = c.Whole(),
            OutsidePlan = c.Whole(),
            OutsidePlanGood = c.Whole(),
            IdealCycle = c.RealOrNull(),
            Target = c.RealOrNull(),
            Order = c.Text(),
            Product = c.Text(),
            Config = c.Text(),
            Mapping = c.Text(),
            Rollovers = (int)c.Whole(),
            Resets = (int)c.Whole(),
            Implausible = (int)c.Whole(),
            Team = c.Text(),
            Bottleneck = c.Text(),
            Cause = c.Text(),
            Repairs = (int)c.Whole(),
            RepairTime = c.Whole(),
        });
    }

    public static Stored<StopFact> Stop(SqliteDataReader row)
    {
        var c = new Cursor(row);
        var (id, machine, start, end, rev, seq, time) =
            (c.Text(), c.Text(), c.Whole(), c.WholeOrNull(), (int)c.Whole(), c.Whole(), c.Whole());
        var (happened, reason, group, category, minor, source, code) =
            ((StopEvent)c.Whole(), c.Text(), c.Text(), (Category)c.Whole(), c.Whole() != 0, c.Text(), c.WholeOrNull());
        return new(seq, new StopFact(
            machine, time, id, happened, start, end, reason, group, category, minor, source, code, c.Text(), c.Text(),
            (RecordStatus)c.Whole(), rev, (RecordFlags)c.Whole()));
    }

    public static Stored<StateFact> State(SqliteDataReader row)
    {
        var c = new Cursor(row);
        var (machine, time, seq) = (c.Text(), c.Whole(), c.Whole());
        return new(seq, new StateFact(machine, time, (Category)c.Whole(), c.Text(), c.WholeOrNull(), c.Text(), c.Whole() != 0));
    }

    public static Stored<CountFact> Counter(SqliteDataReader row)
    {
        var c = new Cursor(row);
        var (machine, time, seq) = (c.Text(), c.Whole(), c.Whole());
        return new(seq, new CountFact(machine, time, c.WholeOrNull(), c.WholeOrNull(), c.WholeOrNull(), c.WholeOrNull()));
    }

    private struct Cursor(SqliteDataReader row)
    {
        private int _next;

        public string Text() => row.GetString(_next++);

        public long Whole() => row.GetInt64(_next++);

        public long? WholeOrNull() => row.IsDBNull(_next++) ? null : row.GetInt64(_next - 1);

        public double? RealOrNull() => row.IsDBNull(_next++) ? null : row.GetDouble(_next - 1);
    }
}
