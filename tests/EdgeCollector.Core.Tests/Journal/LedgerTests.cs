using EdgeCollector.Core.Journal;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

public sealed class LedgerTests
{
    private readonly Ledger _ledger = new();

    [Fact]
    public void In_is_stored_and_pending_and_dropped()
    {
        _ledger.Entered(100);
        _ledger.Stored(Lane.Raw, new(1, 40));
        _ledger.Stored(Lane.Raw, new(41, 50), byPuback: true);
        _ledger.Dropped(new(91, 95), DropReason.Disk);
        var raw = _ledger.Read(Lane.Raw);
        Assert.Equal((100, 50, 10, 45, 5), (raw.In, raw.Stored, raw.ByPuback, raw.Pending, raw.Dropped[(int)DropReason.Disk]));
        Assert.Equal((100, 0, 95), (_ledger.Read(Lane.Kpi).In, _ledger.Read(Lane.Kpi).Stored, _ledger.Read(Lane.Kpi).Pending));
        Assert.True(_ledger.Balanced);
    }

    [Fact]
    public void What_is_said_twice_counts_once_and_the_first_word_holds()
    {
        _ledger.Entered(100);
        _ledger.Dropped(Lane.Raw, new(10, 10), DropReason.Quarantine);
        _ledger.Stored(Lane.Raw, new(1, 20));
        _ledger.Stored(Lane.Raw, new(5, 20), byPuback: true);
        _ledger.Stored(Lane.Raw, new(90, 300));
        var raw = _ledger.Read(Lane.Raw);
        Assert.Equal((100, 30, 0, 69), (raw.In, raw.Stored, raw.ByPuback, raw.Pending));
        Assert.True(_ledger.Balanced);
    }

    [Fact]
    public void On_both_lanes_together_the_worse_end_counts()
    {
        _ledger.Entered(100);
        _ledger.Stored(Lane.Raw, new(1, 60));
        Assert.Equal((0, 100), (_ledger.Read().Stored, _ledger.Read().Pending));
        _ledger.Stored(Lane.Kpi, new(1, 10), byPuback: true);
        _ledger.Dropped(Lane.Kpi, new(11, 13), DropReason.Quarantine);
        _ledger.Stored(Lane.Kpi, new(14, 100));
        var both = _ledger.Read();
        Assert.Equal((57, 10, 3, 40), (both.Stored, both.ByPuback, both.Dropped[(int)DropReason.Quarantine], both.Pending));
    }

    [Fact]
    public void A_line_that_does_not_add_up_is_seen() =>
        Assert.Multiple(
            () => Assert.False(new LedgerLine(10, 5, 0, 4, [0, 0, 0, 0]).Balanced),
            () => Assert.False(new LedgerLine(10, 11, 0, -1, [0, 0, 0, 0]).Balanced),
            () => Assert.True(new LedgerLine(10, 5, 0, 4, [0, 1, 0, 0]).Balanced));

    [Fact]
    public void What_a_crash_takes_back_is_no_part_of_the_account_that_was_saved()
    {
        _ledger.Entered(100);
        _ledger.Stored(Lane.Raw, new(1, 100));
        _ledger.Stored(Lane.Kpi, new(1, 50));
        _ledger.Close(50);
        var after = Restarted(_ledger, cursor: 50, committed: 80, last: 80);
        Assert.Equal((80, 80, 0), (after.Read(Lane.Raw).In, after.Read(Lane.Raw).Stored, after.Read(Lane.Raw).Pending));
        Assert.Equal((80, 50, 30), (after.Read(Lane.Kpi).In, after.Read(Lane.Kpi).Stored, after.Read(Lane.Kpi).Pending));

        // The next ids are other ones, under another epoch.
        after.Entered(100);
        Assert.Equal(20, after.Read(Lane.Raw).Pending);
        Assert.True(after.Balanced);
    }

    [Fact]
    public void A_journal_that_ends_before_the_account_loses_no_total()
    {
        _ledger.Entered(100);
        _ledger.Stored(Lane.Raw, new(1, 100));
        _ledger.Stored(Lane.Kpi, new(1, 100));
        _ledger.Close(100);
        var after = Restarted(_ledger, cursor: 40, committed: 100, last: 40);
        after.Entered(50);
        Assert.Equal((110, 100, 10, true), (after.Read().In, after.Read().Stored, after.Read().Pending, after.Balanced));
    }

    [Fact]
    public void What_only_the_broker_confirmed_before_the_stop_counts_so_and_is_not_pending_for_ever()
    {
        _ledger.Entered(100);
        var after = Restarted(_ledger, cursor: 60, committed: 100, last: 100);
        Assert.Equal((60, 60, 40), (after.Read().Stored, after.Read().ByPuback, after.Read().Pending));
    }

    [Fact]
    public void Without_a_saved_account_it_begins_behind_the_cursor()
    {
        Assert.False(_ledger.Restore([], cursor: 60, last: 100));
        Assert.Equal((40, 40, 0), (_ledger.Read().In, _ledger.Read().Pending, _ledger.Read().Stored));
        Assert.False(_ledger.Restore([99, 1, 2, 3], cursor: 60, last: 100));
        Assert.Equal((40, true), (_ledger.Read().In, _ledger.Balanced));
    }

    [Fact]
    public void It_balances_whatever_is_said_in_whatever_order_and_over_restarts()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var ledger = new Ledger();
            var (last, committed, cursor) = (0L, 0L, 0L);
            for (var i = 0; i < 200; i++)
            {
                var range = new SequenceRange(random.NextInt64(last + 20), random.NextInt64(last + 20));
                var lane = (Lane)random.Next(2);
                switch (random.Next(7))
                {
                    case 0: ledger.Entered(last += random.Next(20)); break;
                    case 1 or 2: ledger.Stored(lane, range, random.Next(2) == 0); break;
                    case 3: ledger.Dropped(lane, range, (DropReason)random.Next(4)); break;
                    case 4: ledger.Dropped(range, DropReason.Space); break;
                    case 5:
                        committed = random.NextInt64(committed, last + 1);
                        ledger.Close(cursor = random.NextInt64(cursor, committed + 1));
                        break;
                    default:
                        var before = ledger.Read();
                        ledger = Restarted(ledger, cursor, committed, last = committed);
                        Assert.True(ledger.Read().In <= before.In);
                        break;
                }

                Assert.True(ledger.Balanced, $"seed {seed} step {i}");
            }
        }
    }

    private static Ledger Restarted(Ledger ledger, long cursor, long committed, long last)
    {
        var saved = new RecordWriter();
        ledger.Save(saved, committed);
        var after = new Ledger();
        Assert.True(after.Restore(saved.Written, cursor, last));
        return after;
    }
}
