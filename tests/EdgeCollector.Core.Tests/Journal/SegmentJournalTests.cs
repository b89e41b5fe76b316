using EdgeCollector.Core.Journal;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

public sealed class SegmentJournalTests : JournalContract
{
    private static readonly SegmentJournalOptions Small = new()
    {
        Segments = new SegmentOptions { SegmentBytes = 64 * 1024, MaxBytes = 64 * 64 * 1024, Reserve = 1 },
        Tail = 16 * 1024,
    };

    private readonly SimDisk _disk = new();

    [Fact]
    public async Task Ids_go_on_where_the_committed_ones_ended_under_a_new_epoch()
    {
        await using (var first = Create())
        {
            Append(first, 1, 5, facts: 1);
        }

        await using var second = Open(_disk, 2000);
        Assert.Equal((2000, 1, 5, 5), (second.Epoch, second.First, second.Appended, second.Committed));
        Append(second, 6, 2);

        var reader = second.OpenReader(1, ReadScope.Appended, RecordKinds.Inputs);
        Assert.Equal(["1", "2", "3", "4", "5", "6", "7"], Read(reader));
        Assert.Equal(2000, reader.Epoch);
    }

    [Fact]
    public async Task A_reader_far_behind_reads_from_the_disk_and_catches_up_with_memory()
    {
        await using var journal = Open(_disk, 1000);
        for (var i = 0; i < 400; i++)
        {
            Append(journal, journal.Appended + 1, 10, textLength: 80);
        }

        await journal.FlushAsync(Token);
        var reader = journal.OpenReader(1, ReadScope.Committed, RecordKinds.Inputs);
        Assert.Equal(Enumerable.Range(1, 4000).Select(i => $"{i}"), Read(reader));
        Assert.Equal(0, reader.Skipped);
    }

    [Fact]
    public async Task What_is_dropped_for_space_is_counted_and_the_ledger_balances()
    {
        var ledger = new Ledger();
        var options = Small with { Segments = Small.Segments with { MaxBytes = 0 } };
        await using var journal = new SegmentJournal(_disk, _ => 1000, options, Time, ledger);
        for (var i = 0; i < 400; i++)
        {
            Append(journal, journal.Appended + 1, 10, textLength: 80);
            await journal.FlushAsync(Token);
        }

        var raw = ledger.Read(Lane.Raw);
        Assert.True(journal.Dropped > 0);
        Assert.Equal((4000, journal.Dropped, true), (raw.In, raw.Dropped[(int)DropReason.Space], ledger.Balanced));
        var reader = journal.OpenReader(1, ReadScope.Appended, RecordKinds.Inputs);
        Assert.Equal(4000 - journal.Dropped, Read(reader).Length);
        Assert.Equal(journal.Dropped, reader.Skipped);
    }

    [Fact]
    public async Task A_failed_disk_does_not_stop_measuring_and_what_it_did_not_take_is_counted()
    {
        var ledger = new Ledger();
        var options = Small with { Commit = new CommitOptions { MaxPending = 32 * 1024 } };
        await using var journal = new SegmentJournal(_disk, _ => 1000, options, Time, ledger);
        Append(journal, 1, 10);
        await journal.WaitForCommitAsync(10, Token).AsTask().WaitAsync(Soon, Token);
        _disk.IsFull = true;
        _disk.FailAfter = 0;
        for (var i = 0; i < 500; i++)
        {
            _disk.FailAfter = 0;
            Append(journal, journal.Appended + 1, 10, textLength: 80);
        }

        _disk.FailAfter = -1;
        _disk.IsFull = false;
        await Tick(TimeSpan.FromSeconds(1), () => journal.Committed == journal.Appended);

        Assert.True(journal.Lost > 0);
        journal.Release(10);
        for (var i = 0; i < 40; i++)
        {
            Append(journal, journal.Appended + 1, 10, textLength: 80);
        }

        await journal.FlushAsync(Token);
        var raw = ledger.Read(Lane.Raw);
        Assert.Equal((journal.Lost, true), (raw.Dropped[(int)DropReason.Disk], ledger.Balanced));
    }

    [Fact]
    public async Task What_is_damaged_on_the_disk_is_counted_as_damaged_and_never_as_stored()
    {
        await using (var first = Create())
        {
            for (var i = 0; i < 10; i++)
            {
                Append(first, first.Appended + 1, 10);
                await first.FlushAsync(Token);
            }
        }

        var name = _disk.List().Single(file => Segment.ReadNumber(_disk[file]) != 0);
        var bytes = (byte[])_disk[name].Clone();
        bytes[(4 * Segment.Block) + 40] ^= 1;
        var ledger = new Ledger();
        await using var journal = new SegmentJournal(_disk.With(name, bytes), last => last + 1, Small, Time, ledger);
        ledger.Entered(journal.Start);
        var reader = journal.OpenReader(1, ReadScope.Committed, RecordKinds.Inputs);

        Assert.Equal(90, Read(reader).Length);
        ledger.Stored(Lane.Raw, new SequenceRange(1, 100));

        var raw = ledger.Read(Lane.Raw);
        Assert.Equal((10, 100, 90, 10, true), (reader.Skipped, raw.In, raw.Stored, raw.Dropped[(int)DropReason.Damaged], ledger.Balanced));
    }

    protected override IJournal Create() => Open(_disk, 1000);

    private SegmentJournal Open(SimDisk disk, long epoch) => new(disk, last => Math.Max(last + 1, epoch), Small, Time);
}
