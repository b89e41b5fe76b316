using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EdgeCollector.Storage.History;

/// <summary>
/// The SQLite file of the history. It is a projection: a file that is damaged, of a newer version or cannot be opened is put aside and
/// built anew from journal and archive, and where not even a new one can be made, history lives in memory; it is never a reason not to
/// start.
/// WAL, synchronous NORMAL: what a power cut takes from the tail is read from the journal again.
/// </summary>
internal sealed class HistoryDatabase : IDisposable
{
    /// <summary>Before 3.51.3 a reset of the write-ahead log could lose committed pages (reliability.md 1, item 8).</summary>
    private static readonly Version LeastSqlite = new(3, 51, 3);

    private readonly string? _path;
    private volatile string _connectionString = "";
    private SqliteConnection? _keeper;

    private HistoryDatabase(string? path) => _path = path;

    /// <summary>One line on what was wrong with the file and what became of it; empty when nothing was.</summary>
    public string Trouble { get; private set; } = "";

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

        var database = new HistoryDatabase(path);
        var text = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString();
        database._connectionString = text;
        if (Prepare(text) is { Length: > 0 } trouble)
        {
            database.Rebuild(trouble, now);
        }

        return database;
    }

    /// <summary>Puts the file aside and begins an empty one, or one in memory where no file can be made.</summary>
    /// <param name="trouble">What is wrong with it.</param>
    public void Rebuild(string trouble, DateTimeOffset now)
    {
        if (_path is null || InMemory)
        {
            Trouble = $"history in memory: {trouble}";
            return;
        }

        try
        {
            var aside = PutAside(_path, now);
            var again = Prepare(_connectionString);
            if (again.Length == 0)
            {
                Trouble = $"history {_path}: {trouble}; {(aside is null ? "" : $"put aside as {aside} and ")}built anew from the journal";
                return;
            }

            trouble = again;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            trouble = e.Message;
        }

        Trouble = $"history {_path}: {trouble}; kept in memory until a restart: check the directory's owner and free space";
        UseMemory();
    }

    /// <summary>A history that ends with the process.</summary>
    public static HistoryDatabase OpenInMemory()
    {
        var database = new HistoryDatabase(null);
        database.UseMemory();
        return database;
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
                $"SQLite {version} is loaded, at least {LeastSqlite} is needed (older ones can lose committed data): "
                + "install the package that came with this program.");
        }
    }

    private void UseMemory()
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = string.Create(CultureInfo.InvariantCulture, $"history-{Guid.NewGuid():N}"),
            Mode = SqliteOpenMode.Memory,
            Cache = SqliteCacheMode.Shared,
            Pooling = false,
        }.ToString();
        _keeper = new SqliteConnection(text);
        _keeper.Open();
        HistorySchema.Migrate(_keeper);
        _connectionString = text;
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
                return $"version {version} is newer than {HistorySchema.Version}, which this program writes";
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
    private static string? PutAside(string path, DateTimeOffset now)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var name = Path.GetFileName(path);
        foreach (var old in Directory.GetFiles(folder, name + ".damaged-*"))
        {
            File.Delete(old);
        }

        var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        File.Move(path, aside);
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
