using System.Globalization;
using EdgeCollector.Core.Journal;
using EdgeCollector.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeCollector.Interop.Tests.Disks;

/// <summary>
/// The process that is killed: writes as fast as it is acknowledged, and says each acknowledgement on its output before it goes on:
/// <c>open EPOCH LAST</c>, <c>ack ID</c> (up to which all is promised), <c>free ID</c> (up to which nothing is claimed any more).
/// </summary>
internal static class CutWriter
{
    public const string Verb = "cut-writer";

    /// <summary>The journal as it is.</summary>
    public const string Journal = "journal";

    /// <summary>Control: the journal on a disk whose fdatasync does nothing.</summary>
    public const string NoSync = "nosync";

    /// <summary>Control: SQLite, WAL, synchronous=NORMAL.</summary>
    public const string Sqlite = "sqlite-normal";

    /// <summary>Ids that may wait for a commit.</summary>
    private const int MostPending = 400;

    /// <summary>Ids that are kept: less than the log has room for, so that segments are used again and nothing is dropped.</summary>
    private const int Kept = 20_000;

    private const int RowsOfATransaction = 10;

    /// <summary>Small segments, so that many begin, fill up and come round in a short life.</summary>
    public static SegmentJournalOptions Options { get; } = new()
    {
        Segments = new() { SegmentBytes = 256 * 1024, MaxBytes = 16 * 1024 * 1024, Reserve = 2 },
        Commit = new() { Interval = TimeSpan.FromMilliseconds(3) },
    };

    public static async Task<int> RunAsync(string kind, string folder, TextWriter output)
    {
        if (kind == Sqlite)
        {
            Rows(Path.Combine(folder, "rows.db"), output);
            return 0;
        }

        IBlockFolder disk = new FileBlockFolder(Path.Combine(folder, "journal"));
        await using var journal = new SegmentJournal(
            kind == NoSync ? new LyingFolder(disk) : disk, last => last + 1, Options, TimeProvider.System);
        Say(output, "open", journal.Epoch, journal.Start);
        await Task.WhenAll(AppendAsync(journal, output), AcknowledgeAsync(journal, output));
        return 0;
    }

    private static async Task AppendAsync(SegmentJournal journal, TextWriter output)
    {
        var (batch, freed) = (new RecordBatch(), 0L);
        while (true)
        {
            CutContent.Fill(batch, journal.Epoch, journal.Appended + 1);
            journal.Append(batch, CommitUrgency.Normal);
            await journal.WaitForCommitAsync(journal.Appended - MostPending, CancellationToken.None);
            if (journal.Committed - Kept > freed + (Kept / 10))
            {
                freed = journal.Committed - Kept;
                Say(output, "free", freed);
                journal.Release(freed);
            }
        }
    }

    private static async Task AcknowledgeAsync(SegmentJournal journal, TextWriter output)
    {
        for (var said = journal.Committed; ; said = journal.Committed)
        {
            await journal.WaitForCommitAsync(said + 1, CancellationToken.None);
            Say(output, "ack", journal.Committed);
        }
    }

    private static void Rows(string path, TextWriter output)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var create = connection.CreateCommand();
        create.CommandText =
            "pragma journal_mode=wal; pragma synchronous=normal; create table if not exists s (id integer primary key, v integer)";
        create.ExecuteNonQuery();
        create.CommandText = "select coalesce(max(id), 0) from s";
        var id = (long)create.ExecuteScalar()!;
        Say(output, "open", 1, id);
        using var insert = connection.CreateCommand();
        insert.CommandText = "insert into s values ($id, $v)";
        var (key, value) = (insert.Parameters.Add("$id", SqliteType.Integer), insert.Parameters.Add("$v", SqliteType.Integer));
        while (true)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var n = 0; n < RowsOfATransaction; n++)
            {
                (key.Value, value.Value) = (++id, CutContent.Row(id));
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
            Say(output, "ack", id);
        }
    }

    private static void Say(TextWriter output, string what, params ReadOnlySpan<long> ids)
    {
        var line = what;
        foreach (var id in ids)
        {
            line += string.Create(CultureInfo.InvariantCulture, $" {id}");
        }

        lock (output)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private sealed class LyingFolder(IBlockFolder real) : IBlockFolder
    {
        public IReadOnlyList<string> List() => real.List();

        public IBlockFile Open(string name) => new LyingFile(real.Open(name));

        public IBlockFile Create(string name, int length) => new LyingFile(real.Create(name, length));

        public void Delete(string name) => real.Delete(name);

        public void Quarantine(string name, ReadOnlySpan<byte> bytes) => real.Quarantine(name, bytes);
    }

    private sealed class LyingFile(IBlockFile real) : IBlockFile
    {
        public int Length => real.Length;

        public void Write(int position, ReadOnlySpan<byte> bytes) => real.Write(position, bytes);

        public void Sync()
        {
        }

        public void Read(int position, Span<byte> into) => real.Read(position, into);

        public void Dispose() => real.Dispose();
    }
}
