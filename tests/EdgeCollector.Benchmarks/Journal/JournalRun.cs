using System.Diagnostics;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Storage;
using Microsoft.Data.Sqlite;
using static System.FormattableString;

namespace EdgeCollector.Benchmarks.Journal;

/// <summary>`journal`: commits of 100 samples to the segment log and to SQLite (WAL, synchronous=FULL) in one run, on the same disk, each
/// durable before the next. Then what a day of 100 samples and one state change a second writes.</summary>
internal static class JournalRun
{
    private const int Commits = 500;
    private const int Samples = 100;

    public static int Run(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("edgecollector-journal-").FullName;
        try
        {
            var log = Log(Path.Combine(folder, "log"), oneBatch: true);
            var single = Log(Path.Combine(folder, "single"), oneBatch: false);
            var rows = Sqlite(Path.Combine(folder, "rows.db"), blob: false);
            var blob = Sqlite(Path.Combine(folder, "blob.db"), blob: true);
            foreach (var (name, (seconds, bytes)) in new[]
            {
                ("segment log, 100 samples in one batch", log), ("segment log, 100 batches of one", single),
                ("SQLite WAL FULL, a blob a commit", blob), ("SQLite WAL FULL, a row a sample", rows),
            })
            {
                output.WriteLine(Invariant(
                    $"{name,-38} {Commits / seconds,7:0} commits/s {Commits * Samples / seconds,9:0} samples/s {bytes / Commits,7:0} B written a commit, {bytes / Commits * 86_400 / 1e9:0.00} GB/day at one a second"));
            }

            output.WriteLine(Invariant(
                $"segment log against SQLite: {rows.Seconds / log.Seconds:0.0} times the commits of rows, {blob.Seconds / log.Seconds:0.0} times those of blobs; {rows.Bytes / log.Bytes:0.0} and {blob.Bytes / log.Bytes:0.0} times less written"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (double Seconds, double Bytes) Log(string path, bool oneBatch)
    {
        using var log = new SegmentLog(new FileBlockFolder(path), new SegmentOptions { MaxBytes = 16 * 1024 * 1024, Reserve = 1 });
        var batch = new RecordBatch();
        var sequence = 0L;
        var pending = new List<StoredBatch>();

        var (before, watch) = (0L, new Stopwatch());
        for (var commit = -4 * Commits; commit < Commits; commit++)
        {
            if (commit == 0)
            {
                // Segments are zeroed once; from here on they are used again. The log's own count is what the device gets: write_bytes counts
                // the whole folio of the page cache, 64 KiB or more, for each 4 KiB that is written over.
                (before, watch) = (log.BytesWritten, Stopwatch.StartNew());
            }

            pending.Clear();
            for (var i = 0; i < Samples;)
            {
                batch.Clear(sequence + 1);
                for (var n = oneBatch ? Samples : 1; n > 0; n--, i++)
                {
                    batch.Add(Sample(++sequence));
                }

                var bytes = new byte[batch.EncodedLength];
                batch.Encode(bytes, 1, 0);
                pending.Add(new(batch.First, batch.Last, bytes));
            }

            log.Write([.. pending]);
            log.Release(sequence - (10 * Samples));
        }

        return (watch.Elapsed.TotalSeconds, log.BytesWritten - before);
    }

    private static (double Seconds, double Bytes) Sqlite(string path, bool blob)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE s (id INTEGER PRIMARY KEY, t INTEGER, v BLOB)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO s (t, v) VALUES ($t, $v)";
        var (t, v) = (insert.Parameters.Add("$t", SqliteType.Integer), insert.Parameters.Add("$v", blob ? SqliteType.Blob : SqliteType.Integer));
        var content = new byte[Samples * 16];
        var sequence = 0L;
        var before = Written();
        var watch = Stopwatch.StartNew();
        for (var commit = 0; commit < Commits; commit++)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var i = blob ? 1 : Samples; i > 0; i--)
            {
                (t.Value, v.Value) = (++sequence, blob ? content : (object)sequence);
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return (watch.Elapsed.TotalSeconds, Written() - before);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Bytes that this process handed to the block layer.</summary>
    private static double Written() => double.Parse(
        File.ReadLines("/proc/self/io").Single(line => line.StartsWith("write_bytes", StringComparison.Ordinal)).Split(' ')[1],
        System.Globalization.CultureInfo.InvariantCulture);

    private static Input Sample(long sequence) => new()
    {
        Kind = InputKind.Sample, ValueKind = ValueKind.Real, Id = (int)(sequence % 50) + 1, Bits = BitConverter.DoubleToInt64Bits(sequence / 7.0),
        SourceTime = 1_795_406_400_000_000_000 + (sequence * 10_000_000), ReceiveTime = 1_795_406_400_000_000_000 + (sequence * 10_003_000),
    };
}
