using System.Text;
using EdgeCollector.Core.Oee;
using Microsoft.Data.Sqlite;

namespace EdgeCollector.Storage.History;

/// <summary>
/// Facts into rows, one transaction at a time, with the place in the journal up to which they reach. Applying a fact again changes
/// nothing: a window and a stop keep their highest revision. Owned by one thread.
/// </summary>
internal sealed class HistoryWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _record;
    private readonly SqliteCommand _stop;
    private readonly SqliteCommand _state;
    private readonly SqliteCommand _counter;
    private readonly SqliteCommand _gap;
    private readonly SqliteCommand _applied;
    private SqliteTransaction? _transaction;

    public HistoryWriter(HistoryDatabase database)
    {
        _connection = database.Connect(readOnly: false);
        _record = Upsert("record", HistoryRows.RecordColumns, "machine, window, start");
        _stop = Upsert("stop", HistoryRows.StopColumns, "machine, id");
        _state = Upsert("state", HistoryRows.StateColumns, null);
        _counter = Upsert("counter", HistoryRows.CounterColumns, "machine", latest: "time");
        _gap = Upsert("gap", HistoryRows.GapColumns, null);
        _applied = Command("update applied set epoch = $0, seq = $1", 2);
    }

    /// <summary>Epoch and sequence up to which the history reaches; (0, 0) for a new one.</summary>
    public (long Epoch, long Sequence) Applied
    {
        get
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "select epoch, seq from applied";
            using var reader = command.ExecuteReader();
            return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : (0, 0);
        }
    }

    /// <summary>Writes all facts and the place they reach, or nothing.</summary>
    public void Write(IReadOnlyList<Stored<Fact>> facts, long epoch, long sequence)
    {
        using var transaction = _connection.BeginTransaction();
        _transaction = transaction;
        foreach (var (seq, fact) in facts)
        {
            switch (fact)
            {
                case OeeRecord record:
                    Execute(_record, HistoryRows.Values(record, seq));
                    break;
                case StopFact stop:
                    Execute(_stop, HistoryRows.Values(stop, seq));
                    break;
                case StateFact state:
                    Execute(_state, HistoryRows.Values(state, seq));
                    break;
                case CountFact count:
                    Execute(_counter, HistoryRows.Values(count, seq));
                    break;
                case GapFact gap:
                    Execute(_gap, HistoryRows.Values(gap, seq));
                    break;
            }
        }

        Execute(_applied, [epoch, sequence]);
        transaction.Commit();
    }

    /// <summary>Forgets what ended before <paramref name="before"/> (ms UTC).</summary>
    public void Forget(long before)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var sql in (ReadOnlySpan<string>)
            ["delete from record where coalesce(end, time) < $0", "delete from stop where coalesce(end, time) < $0",
             "delete from state where time < $0", "delete from gap where \"to\" < $0"])
        {
            using var command = Command(sql, 1);
            command.Transaction = transaction;
            command.Parameters[0].Value = before;
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Bytes in use, and the start of the oldest record or stop (ms UTC; null: there is none).</summary>
    public (long Bytes, long? Oldest) Extent()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = """
            select (select page_count from pragma_page_count) * (select page_size from pragma_page_size)
                 - (select freelist_count from pragma_freelist_count) * (select page_size from pragma_page_size),
                   (select min(t) from (
                        select min(start) as t from record union all select min(start) from stop union all select min(time) from state))
            """;
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1));
    }

    public void Dispose()
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_record, _stop, _state, _counter, _gap, _applied])
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private SqliteCommand Upsert(string table, IReadOnlyList<string> columns, string? key, string latest = "rev")
    {
        var sql = new StringBuilder($"insert {(key is null ? "or replace " : "")}into {table} (");
        sql.AppendJoin(", ", columns).Append(") values (").AppendJoin(", ", Enumerable.Range(0,
            columns.Count).Select(i => $"${i}")).Append(')');
        if (key is not null)
        {
            sql.Append($" on conflict ({key}) do update set ").AppendJoin(", ", columns.Select(c => $"{c} = excluded.{c}"));
            sql.Append($" where excluded.{latest} >= {table}.{latest}");
        }

        return Command(sql.ToString(), columns.Count);
    }

    private SqliteCommand Command(string sql, int parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        return command;
    }

    private void Execute(SqliteCommand command, object?[] values)
    {
        command.Transaction = _transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }
}
