using EdgeCollector.Core.Journal;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

public sealed class MemoryJournalTests : JournalContract
{
    [Fact]
    public async Task At_the_limit_the_oldest_go_and_each_dropped_id_is_counted()
    {
        var ledger = new Ledger();
        await using var journal = new MemoryJournal(1000, new MemoryJournalOptions { Limit = 20_000 }, Time, ledger: ledger);
        for (var i = 0; i < 100; i++)
        {
            Append(journal, journal.Appended + 1, 10, textLength: 80);
            await journal.FlushAsync(Token);
        }

        Assert.InRange(journal.Bytes, 15_000, 20_000);
        Assert.Equal(journal.First - 1, journal.Dropped);
        var raw = ledger.Read(Lane.Raw);
        Assert.Equal((1000, journal.Dropped), (raw.In, raw.Dropped[(int)DropReason.Space]));
        Assert.True(ledger.Balanced);

        var reader = journal.OpenReader(1, ReadScope.Appended);
        Assert.Equal((1000 - journal.Dropped), Read(reader).Length);
        Assert.Equal(journal.Dropped, reader.Skipped);
    }

    [Fact]
    public async Task What_was_released_goes_without_being_a_loss()
    {
        await using var journal = new MemoryJournal(1000, new MemoryJournalOptions { Limit = 20_000 }, Time);
        for (var i = 0; i < 100; i++)
        {
            Append(journal, journal.Appended + 1, 10, textLength: 80);
            await journal.FlushAsync(Token);
            journal.Release(Math.Min(journal.Appended, 505));
        }

        Assert.True(journal.First > 505);
        Assert.Equal(journal.First - 1 - 505, journal.Dropped);
    }

    [Fact]
    public async Task What_was_released_is_freed_at_once_and_not_only_at_the_limit()
    {
        await using var journal = new MemoryJournal(1000, new MemoryJournalOptions(), Time);
        Append(journal, 1, 10, textLength: 80);
        Append(journal, 11, 10, textLength: 80);
        await journal.FlushAsync(Token);
        var all = journal.Bytes;

        journal.Release(15);
        Assert.Equal(11, journal.First);
        Assert.InRange(journal.Bytes, 1, all - 1);

        journal.Release(20);
        Assert.Equal((21, 0, 0), (journal.First, journal.Bytes, journal.Dropped));
        Append(journal, 21, 1);
        Assert.Equal(21, journal.First);
    }

    protected override IJournal Create() => new MemoryJournal(1000, new MemoryJournalOptions(), Time);
}
