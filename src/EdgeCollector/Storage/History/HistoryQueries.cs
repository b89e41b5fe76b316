using EdgeCollector.Core.Oee;
using Microsoft.Data.Sqlite;

namespace EdgeCollector.Storage.History;

/// <summary>What pages, reports and the demo's summary ask. Each question opens a reading connection of its own and sees one state of
/// the history. Safe for many threads.</summary>
internal sealed class HistoryQueries(HistoryDatabase database)
{
    private static readonly string RecordList = string.Join(", ", HistoryRows.RecordColumns);
    private static readonly string StopList = string.Join(", ", HistoryRows.StopColumns);
    private static readonly string StateList = string.Join(", ", HistoryRows.StateColumns);
    private static readonly string CounterList = string.Join(", ", HistoryRows.CounterColumns);

    /// <summary>The newest shifts of a machine, newest first.</summary>
    public IReadOnlyList<Stored<OeeRecord>> LastShifts(string machine, int count) => Read(
        $"select {RecordList} from record where machine = $0 and window = $1 order by start desc limit $2",
        HistoryRows.Record, machine, (int)WindowKind.Shift, count);

    /// <summary>Windows that begin in [from, to), oldest first.</summary>
    /// <param name="machine">Null: all machines.</param>
    public IReadOnlyList<Stored<OeeRecord>> Records(string? machine, WindowKind window, long from, long to, int limit) => Read(
        $"""
        select {RecordList} from record where window = $0 and start >= $1 and start < $2 and ($3 is null or machine = $3)
        order by start, machine limit $4
        """,
        HistoryRows.Record, (int)window, from, to, machine, limit);

    /// <summary>Stops that overlap [from, to), oldest first; withdrawn ones are not stops.</summary>
    /// <param name="machine">Null: all machines.</param>
    public IReadOnlyList<Stored<StopFact>> Stops(string? machine, long from, long to, int limit) => Read(
        $"""
        select {StopList} from stop where start < $1 and (end is null or end > $0) and event <> $4 and ($2 is null or machine = $2)
        order by start, id limit $3
        """,
        HistoryRows.Stop, from, to, machine, limit, (int)StopEvent.Withdrawn);

    /// <summary>State changes in [from, to), oldest first, behind the one that holds at <paramref name="from"/>: a chart begins with
    /// it.</summary>
    public IReadOnlyList<Stored<StateFact>> States(string machine, long from, long to, int limit) => Read(
        $"""
        select {StateList} from state where machine = $0 and time < $2
            and time >= coalesce((select max(time) from state where machine = $0 and time <= $1), $1)
        order by time, seq limit $3
        """,
        HistoryRows.State, machine, from, to, limit);

    /// <summary>The newest counts of each machine: what must agree with what was made and published.</summary>
    public IReadOnlyList<Stored<CountFact>> Counters() => Read($"select {CounterList} from counter order by machine", HistoryRows.Counter);

    /// <summary>Rows stored, and the place in the journal they reach.</summary>
    public HistoryTotals Totals() => Read(
        """
        select (select count(*) from record), (select count(*) from stop where event <> $0), (select count(*) from state),
            (select count(*) from gap), epoch, seq from applied
        """,
        r => new HistoryTotals(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5)),
        (int)StopEvent.Withdrawn)[0];

    private List<TRow> Read<TRow>(string sql, Func<SqliteDataReader, TRow> read, params ReadOnlySpan<object?> values)
    {
        using var connection = database.Connect(readOnly: true);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.Add(new SqliteParameter($"${i}", values[i] ?? DBNull.Value));
        }

        using var reader = command.ExecuteReader();
        var rows = new List<TRow>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}

/// <param name="Stops">Without withdrawn ones.</param>
/// <param name="Sequence">Last journal sequence whose facts are stored.</param>
internal readonly record struct HistoryTotals(long Records, long Stops, long States, long Gaps, long Epoch, long Sequence);
