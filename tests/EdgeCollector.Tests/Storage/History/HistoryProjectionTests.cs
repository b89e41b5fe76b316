using EdgeCollector.Core.Oee;
using EdgeCollector.Storage.History;
using Xunit;

namespace EdgeCollector.Tests.Storage.History;

public sealed class HistoryProjectionTests
{
    private const long Hour = HistoryFacts.Hour;
    private const long T0 = 1_795_410_000_000;

    [Fact]
    public async Task Stops_of_two_machines_that_one_input_opened_are_two()
    {
        await using var facts = new HistoryFacts();
        using var database = facts.Open();
        await facts.AppendAsync(HistoryFacts.Stop("n.1.5", 10, 20), HistoryFacts.Stop("n.1.5", 10, 30) with { Machine = "packer1" });
        await facts.ProjectAsync(database);

        Assert.Equal(2, new HistoryQueries(database).Totals().Stops);
    }

    [Fact]
    public async Task A_record_comes_back_as_it_was_with_every_sum()
    {
        await using var facts = new HistoryFacts();
        var record = HistoryFacts.Record(T0);
        await facts.AppendAsync(record);
        using var database = facts.Open();
        await facts.ProjectAsync(database);

        var stored = Assert.Single(new HistoryQueries(database).LastShifts("filler1", 10));

        Assert.Equal(record, stored.Fact);
        Assert.Equal(1, stored.Sequence);
        Assert.Equal(OeeFormula.Oee(record), OeeFormula.Oee(stored.Fact));
    }

    [Fact]
    public async Task The_highest_revision_wins_in_whatever_order_they_come()
    {
        await using var facts = new HistoryFacts();
        await facts.AppendAsync(
            HistoryFacts.Record(T0, rev: 0, good: 1), HistoryFacts.Record(T0, rev: 2, good: 3), HistoryFacts.Record(T0, rev: 1, good: 2));
        using var database = facts.Open();
        await facts.ProjectAsync(database);

        var stored = Assert.Single(new HistoryQueries(database).Records(null, WindowKind.Shift, T0, T0 + 1, 10));

        Assert.Equal((2, 3), (stored.Fact.Rev, stored.Fact.Good));
    }

    [Fact]
    public async Task A_stop_follows_its_events_and_a_withdrawn_one_is_none()
    {
        await using var facts = new HistoryFacts();
        await facts.AppendAsync(
            HistoryFacts.Stop("n.1.1", T0, null, happened: StopEvent.Start), HistoryFacts.Stop("n.1.1", T0, T0 + Hour, "jam"),
            HistoryFacts.Stop("n.1.2", T0 + Hour, null, happened: StopEvent.Start),
            HistoryFacts.Stop("n.1.2", T0 + Hour, T0 + Hour, "withdrawn", StopEvent.Withdrawn));
        using var database = facts.Open();
        await facts.ProjectAsync(database);

        var queries = new HistoryQueries(database);
        var stop = Assert.Single(queries.Stops("filler1", T0, T0 + 2 * Hour, 10));

        Assert.Equal(("n.1.1", "jam", T0 + Hour, (long?)1203), (stop.Fact.Id, stop.Fact.Reason, stop.Fact.End, stop.Fact.StopCode));
        Assert.Empty(queries.Stops("filler1", T0 + Hour, T0 + 2 * Hour, 10));
        Assert.Empty(queries.Stops("other", T0, T0 + 2 * Hour, 10));
        Assert.Equal(1, queries.Totals().Stops);
    }

    [Fact]
    public async Task States_begin_with_the_one_that_holds_and_counts_are_the_newest()
    {
        await using var facts = new HistoryFacts();
        await facts.AppendAsync(
            HistoryFacts.State(T0, "Idle"), HistoryFacts.State(T0 + 1, "Execute"), HistoryFacts.State(T0 + Hour, "Held"),
            HistoryFacts.State(T0 + 2 * Hour, "Execute"), new CountFact("filler1", T0, 10, 9, 1, null), new CountFact("filler1", T0 + 1,
                20, 18, 2, null),
            new GapFact("filler1", T0, T0, T0 + 5, "connection"));
        using var database = facts.Open();
        await facts.ProjectAsync(database);
        var queries = new HistoryQueries(database);

        Assert.Equal(["Execute", "Held"], queries.States("filler1", T0 + 2, T0 + 2 * Hour, 10).Select(s => s.Fact.Name));
        Assert.Equal(new CountFact("filler1", T0 + 1, 20, 18, 2, null), Assert.Single(queries.Counters()).Fact);
        Assert.Equal(new HistoryTotals(0, 0, 4, 1, 7, 7), queries.Totals());
    }

    [Fact]
    public async Task A_restart_goes_on_behind_what_is_stored()
    {
        await using var facts = new HistoryFacts();
        await facts.AppendAsync(HistoryFacts.Record(T0));
        using (var database = facts.Open())
        {
            await facts.ProjectAsync(database);
        }

        await facts.AppendAsync(HistoryFacts.Record(T0 + 8 * Hour));
        using var again = facts.Open();
        var projection = await facts.ProjectAsync(again);

        Assert.Equal(1, projection.StoredFacts);
        Assert.Equal([T0 + 8 * Hour, T0], new HistoryQueries(again).LastShifts("filler1", 10).Select(r => r.Fact.Start));
    }

    [Fact]
    public async Task A_history_that_is_gone_or_behind_is_made_again_from_the_archive_and_the_journal()
    {
        await using var facts = new HistoryFacts();
        facts.Archive.Add([
            new(1, 1, default, HistoryFacts.Record(T0)), new(2, 1, default, HistoryFacts.Record(T0, rev: 1, good: 9)),
            new(3, 1, default, HistoryFacts.State(T0, "Execute")), new(4, 0, default, null)]);
        facts.Archive.Add([new(5, 1, default, HistoryFacts.Stop("n.1.1", T0, T0 + Hour, "jam"))]);
        await facts.AppendAsync(HistoryFacts.Record(T0 + 8 * Hour), HistoryFacts.Record(T0 + 16 * Hour));
        facts.Journal.Release(1);
        Assert.Equal(2, facts.Journal.First);
        using (var database = facts.Open())
        {
            var first = await facts.ProjectAsync(database);
            Assert.Equal(5, first.StoredFacts);
            var queries = new HistoryQueries(database);
            Assert.Equal([(T0 + 16 * Hour, 0), (T0, 1)], queries.LastShifts("filler1", 10).Select(r => (r.Fact.Start, r.Fact.Rev)));
            Assert.Equal("jam", Assert.Single(queries.Stops("filler1", T0, T0 + 2 * Hour, 10)).Fact.Reason);
            Assert.Equal("Execute", Assert.Single(queries.States("filler1", T0, T0 + Hour, 10)).Fact.Name);
        }

        // Whole, it is not read again.
        using var again = facts.Open();
        Assert.Equal(0, (await facts.ProjectAsync(again)).StoredFacts);
    }

    [Fact]
    public async Task A_new_epoch_is_read_from_its_beginning_and_takes_nothing_back()
    {
        await using var facts = new HistoryFacts();
        await facts.AppendAsync(HistoryFacts.Record(T0), new CountFact("filler1", T0, 10, 9, 1, null));
        using var database = facts.Open();
        await facts.ProjectAsync(database);

        await facts.RestartJournalAsync();
        await facts.AppendAsync(new CountFact("filler1", T0 + Hour, 30, 27, 3, null));
        await facts.ProjectAsync(database);

        var queries = new HistoryQueries(database);
        Assert.Equal(30, Assert.Single(queries.Counters()).Fact.Total);
        Assert.Equal(new HistoryTotals(1, 0, 0, 0, 8, 1), queries.Totals());
    }

    [Fact]
    public async Task A_deleted_history_is_built_again_and_equals_the_old_one()
    {
        await using var facts = new HistoryFacts();
        await facts.AppendAsync(HistoryFacts.Record(T0), HistoryFacts.Record(T0, rev: 1), HistoryFacts.Stop("n.1.1", T0, T0 + 5));
        IReadOnlyList<Stored<OeeRecord>> before;
        using (var database = facts.Open())
        {
            await facts.ProjectAsync(database);
            before = new HistoryQueries(database).LastShifts("filler1", 10);
        }

        File.Delete(facts.Path);
        using var again = facts.Open();
        await facts.ProjectAsync(again);

        Assert.Equal("", again.Trouble);
        Assert.Equal(before, new HistoryQueries(again).LastShifts("filler1", 10));
        Assert.Equal(new HistoryTotals(1, 1, 0, 0, 7, 3), new HistoryQueries(again).Totals());
    }

    [Fact]
    public async Task A_file_damaged_while_in_use_is_put_aside_and_built_again()
    {
        await using var facts = new HistoryFacts();
        await facts.AppendAsync(HistoryFacts.Record(T0));
        using var database = facts.Open();
        await facts.ProjectAsync(database);
        await File.WriteAllBytesAsync(facts.Path, new byte[8192], TestContext.Current.CancellationToken);
        await facts.ProjectAsync(database);

        Assert.Contains("built anew", database.Trouble, StringComparison.Ordinal);
        Assert.Equal(1, new HistoryQueries(database).Totals().Records);
    }

    [Fact]
    public async Task What_is_older_than_keep_leaves_and_nothing_else()
    {
        await using var facts = new HistoryFacts { Retention = new(TimeSpan.FromDays(10), 1L << 31) };
        await facts.AppendAsync(
            HistoryFacts.Record(T0), HistoryFacts.Stop("n.1.1", T0, T0 + 5), HistoryFacts.State(T0, "Execute"),
            HistoryFacts.Record(T0 + 24 * 9 * Hour), HistoryFacts.Record(T0 + 24 * 12 * Hour));
        using var database = facts.Open();
        await facts.ProjectAsync(database);

        Assert.Equal((2, 0, 0), new HistoryQueries(database).Totals() is var t ? (t.Records, t.Stops, t.States) : default);
    }

    [Fact]
    public async Task A_history_beyond_its_size_loses_its_oldest_part()
    {
        await using var facts = new HistoryFacts { Retention = new(TimeSpan.FromDays(400), 400_000) };
        await facts.AppendAsync([.. Enumerable.Range(0, 4000).Select(i => HistoryFacts.Stop($"n.1.{i}", T0 + i * Hour,
            T0 + i * Hour + 60_000))]);
        using var database = facts.Open();
        await facts.ProjectAsync(database);
        using var writer = new HistoryWriter(database);

        Assert.InRange(writer.Extent().Bytes, 100_000, 400_000);
        Assert.Equal("n.1.3999", new HistoryQueries(database).Stops(null, T0, long.MaxValue, 5000)[^1].Fact.Id);
    }
}
