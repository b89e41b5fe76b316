using EdgeCollector.Storage.History;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EdgeCollector.Tests.Storage.History;

public sealed class HistoryDatabaseTests
{
    [Theory]
    [InlineData("3.51.2")]
    [InlineData("3.40.1")]
    [InlineData("nonsense")]
    public void An_sqlite_that_can_lose_data_is_refused(string version)
    {
        var error = Assert.Throws<PlatformNotSupportedException>(() => HistoryDatabase.Gate(version));
        Assert.Contains("3.51.3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.51.3")]
    [InlineData("3.53.0")]
    public void A_later_sqlite_is_taken(string version) => HistoryDatabase.Gate(version);

    [Fact]
    public async Task The_file_is_in_wal_mode_with_synchronous_normal()
    {
        await using var facts = new HistoryFacts();
        using var database = facts.Open();
        using var connection = database.Connect(readOnly: true);

        Assert.Equal("wal", Ask(connection, "pragma journal_mode"));
        Assert.Equal(1L, Ask(connection, "pragma synchronous"));
        Assert.Equal((long)HistorySchema.Version, Ask(connection, "pragma user_version"));
        Assert.Throws<SqliteException>(() => Ask(connection, "delete from record"));
    }

    [Fact]
    public async Task A_damaged_file_is_put_aside_and_only_the_newest_is_kept()
    {
        await using var facts = new HistoryFacts();
        await File.WriteAllTextAsync(facts.Path, new string('x', 5000), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(facts.Path + ".damaged-20200101T000000Z", "old", TestContext.Current.CancellationToken);
        using var database = facts.Open();

        Assert.Contains("put aside as history.db.damaged-20261123T123000Z", database.Trouble, StringComparison.Ordinal);
        Assert.False(database.InMemory);
        Assert.Equal(0, new HistoryQueries(database).Totals().Records);
        var aside = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(facts.Path)!, "*.damaged-*"));
        Assert.StartsWith("xxxx", await File.ReadAllTextAsync(aside, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flipped_page_is_found_by_the_check_at_start()
    {
        await using var facts = new HistoryFacts();
        await facts.AppendAsync([.. Enumerable.Range(0, 300).Select(i => HistoryFacts.Stop($"n.1.{i}", i, i + 1))]);
        using (var database = facts.Open())
        {
            await facts.ProjectAsync(database);
        }

        var bytes = await File.ReadAllBytesAsync(facts.Path, TestContext.Current.CancellationToken);
        for (var i = bytes.Length / 2 / 4096 * 4096; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x5A;
        }

        await File.WriteAllBytesAsync(facts.Path, bytes, TestContext.Current.CancellationToken);
        using var again = facts.Open();
        await facts.ProjectAsync(again);

        Assert.Contains("built anew", again.Trouble, StringComparison.Ordinal);
        Assert.Equal(300, new HistoryQueries(again).Totals().Stops);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_put_aside()
    {
        await using var facts = new HistoryFacts();
        using (var database = facts.Open())
        using (var connection = database.Connect(readOnly: false))
        {
            Ask(connection, "pragma user_version = 99");
        }

        using var again = facts.Open();

        Assert.Contains("version 99 is newer", again.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_file_can_be_made_history_lives_in_memory_and_says_so()
    {
        using var database = HistoryDatabase.Open("/proc/nowhere/history.db", DateTimeOffset.UnixEpoch);

        Assert.True(database.InMemory);
        Assert.Contains("kept in memory", database.Trouble, StringComparison.Ordinal);
        Assert.Equal(0, new HistoryQueries(database).Totals().Records);
    }

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
