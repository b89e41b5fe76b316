using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EdgeCollector.Storage.History;

/// <summary>
/// The SQLite file of the history. It is a projection: a file that is damaged, of a newer version or cannot be opened is put aside and
/// built anew from journal and archive, and where not even a new one can be made, history lives in memory; it is never a reason not to start.
/// WAL, synchronous NORMAL: what a power cut takes from the tail is read from the journal again.
/// </summary>
internal sealed class HistoryDatabase : IDisposable
{
    /// <summary>Before 3.51.3 a reset of the write-ahead log could lose committed pages (reliability.md 1, item 8).</summary>
    private static readonly Version LeastSqlite = new(3, 51, 3);

    private readonly string _connectionString;
    private readonly SqliteConnection? _keeper;

    private HistoryDatabase(string connectionString, SqliteConnection? keeper, string trouble)
    {
        _connectionString = connectionString;
        _keeper = keeper;
        Trouble = trouble;
    }

    /// <summary>One line on what was wrong with the file and what became of it; empty when nothing was.</summary>
    public string Trouble { get; }

    public bool InMemory => _keeper is not null;

    /// <summary>Opens or makes <paramref name="path"/>.</summary>
    /// <param name="now">Names the file that is put aside.</param>
    /// <exception cref="PlatformNotSupportedException">The native SQLite is older than 3.51.3.</exception>
    public static HistoryDatabase Open(string path, DateTimeOffset now)
    {
        using (var probe = new SqliteConnection("Data Source=:memory:"))
        {
            probe.Open();
            Gate(probe.ServerVersion);
        }

        var text = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString();
        var trouble = Prepare(text);
        if (trouble.Length == 0)
        {
            return new HistoryDatabase(text, null, "");
        }

        try
        {
            var aside = PutAside(path, now);
            var again = Prepare(text);
            if (again.Length == 0)
            {
                return new HistoryDatabase(text, null, $"history {path}: {trouble}; put aside as {aside} and built anew from the journal");
            }

            trouble = again;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            trouble = e.Message;
        }

        return OpenInMemory($"history {path}: {trouble}; kept in memory until a restart: check the directory's owner and free space");
    }

    /// <summary>A history that ends with the process.</summary>
    public static HistoryDatabase OpenInMemory(string trouble = "")
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"history-{Guid.NewGuid():N}");
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = name,
            Mode = SqliteOpenMode.Memory,
            Cache = SqliteCacheMode.Shared,
            Pooling = false,
        }.ToString();
        var keeper = new SqliteConnection(text);
        keeper.Open();
        HistorySchema.Migrate(keeper);
        return new HistoryDatabase(text, keeper, trouble);
    }

    /// <summary>A connection of the caller's own; the caller disposes it.</summary>
    public SqliteConnection Connect(bool readOnly)
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        Run(connection, InMemory ? "pragma read_uncommitted = 1" : "pragma synchronous = normal; pragma journal_size_limit = 4194304");
        if (readOnly)
        {
            Run(connection, "pragma query_only = 1");
        }

        return connection;
    }

    public void Dispose() => _keeper?.Dispose();

    /// <summary>The versions that lose data are refused aloud: this is a fault of the installation, not of the file.</summary>
    internal static void Gate(string version)
    {
        if (!Version.TryParse(version, out var found) || found < LeastSqlite)
        {
            throw new PlatformNotSupportedException(
                $"SQLite {version} is loaded, at least {LeastSqlite} is needed (older ones can lose committed data): install the package that came with this program.");
        }
    }

    private static string Prepare(string connectionString)
    {
        try
        {
            using var connection = new SqliteConnection(connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "pragma quick_check(1)";
            if (command.ExecuteScalar() is not "ok")
            {
                return "the file is damaged";
            }

            var version = HistorySchema.VersionOf(connection);
            if (version > HistorySchema.Version)
            {
                return string.Create(CultureInfo.InvariantCulture, $"version {version} is newer than {HistorySchema.Version}, which this program writes");
            }

            Run(connection, "pragma journal_mode = wal");
            HistorySchema.Migrate(connection);
            return "";
        }
        catch (SqliteException e)
        {
            return e.Message;
        }
    }

    /// <summary>One file is kept aside, the newest: evidence, not an archive.</summary>
    private static string PutAside(string path, DateTimeOffset now)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var name = Path.GetFileName(path);
        foreach (var old in Directory.GetFiles(folder, name + ".damaged-*"))
        {
            File.Delete(old);
        }

        var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        if (File.Exists(path))
        {
            File.Move(path, aside);
        }

        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
        return Path.GetFileName(aside);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
