using System.Globalization;
using EdgeCollector.Core.Oee;
using Microsoft.Data.Sqlite;

namespace EdgeCollector.Storage.History;

/// <summary>
/// Tables of the history, by migrations that are applied in order and counted in <c>user_version</c>. All times are ms UTC, all
/// durations ms; ratios are not stored: <see cref="OeeFormula"/> divides the sums. A row of <c>record</c> is a window's highest revision.
/// </summary>
internal static class HistorySchema
{
    /// <summary>Columns of the 14 categories, in the order of <see cref="Category"/>.</summary>
    public static IReadOnlyList<string> CategoryColumns { get; } =
    [
        "not_scheduled", "break", "planned_downtime", "no_demand", "running", "minor", "down", "stop", "starved", "blocked", "external",
        "changeover", "planned_stop", "unknown",
    ];

    private static readonly string[] Migrations =
    [
        """
        create table record (
            machine text not null, window integer not null, start integer not null, rev integer not null, seq integer not null,
            time integer not null, end integer, shift text not null, status integer not null, flags integer not null,
            not_scheduled integer not null, break integer not null, planned_downtime integer not null, no_demand integer not null,
            running integer not null, minor integer not null, down integer not null, stop integer not null, starved integer not null,
            blocked integer not null, external integer not null, changeover integer not null, planned_stop integer not null,
            unknown integer not null, unreasoned integer not null, failures integer not null, micro_stops integer not null,
            stops_without_reason integer not null, ideal real, fully_productive real, fully_productive_recovered real,
            total integer not null, good integer not null, scrap integer not null, rework integer not null,
            recovered integer not null, recovered_good integer not null, outside_plan integer not null, outside_plan_good integer not null,
            ideal_cycle real, target real, "order" text not null, product text not null, config text not null, mapping text not null,
            rollovers integer not null, resets integer not null, implausible integer not null,
            primary key (machine, window, start)) without rowid;
        create index record_start on record (window, start);
        create table stop (
            id text primary key not null, machine text not null, start integer not null, end integer, rev integer not null,
            seq integer not null, time integer not null, event integer not null, reason text not null, "group" text not null,
            category integer not null, minor integer not null, source text not null, stop_code integer, name text not null,
            note text not null, status integer not null, flags integer not null) without rowid;
        create index stop_start on stop (start);
        create index stop_machine on stop (machine, start);
        create table state (
            machine text not null, time integer not null, seq integer not null, category integer not null, name text not null, code integer,
            mode text not null, packml integer not null, primary key (machine, time, seq)) without rowid;
        create table counter (
            machine text primary key not null, time integer not null, seq integer not null, total integer, good integer, scrap integer,
            rework integer) without rowid;
        create table gap (
            machine text not null, "from" integer not null, "to" integer not null, seq integer not null, reason text not null,
            primary key (machine, "from", seq)) without rowid;
        create table applied (one integer primary key check (one = 1), epoch integer not null, seq integer not null) without rowid;
        insert into applied values (1, 0, 0);
        """,
        """
        alter table record add column team text not null default '';
        alter table record add column bottleneck text not null default '';
        alter table record add column cause text not null default '';
        alter table record add column repairs integer not null default 0;
        alter table record add column repair_time integer not null default 0;
        """,
        // One input, a restart or a new configuration, can open a stop of several machines.
        """
        alter table stop rename to one;
        create table stop (
            id text not null, machine text not null, start integer not null, end integer, rev integer not null,
            seq integer not null, time integer not null, event integer not null, reason text not null, "group" text not null,
            category integer not null, minor integer not null, source text not null, stop_code integer, name text not null,
            note text not null, status integer not null, flags integer not null, primary key (machine, id)) without rowid;
        insert into stop select * from one;
        drop table one;
        create index stop_start on stop (start);
        create index stop_machine on stop (machine, start);
        """,
    ];

    /// <summary>What this program writes.</summary>
    public static int Version => Migrations.Length;

    /// <summary>Brings an older file up to <see cref="Version"/>, each step whole or not at all.</summary>
    public static void Migrate(SqliteConnection connection)
    {
        for (var version = VersionOf(connection); version < Version; version++)
        {
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"{Migrations[version]} pragma user_version = {version + 1};";
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    public static int VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "pragma user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
