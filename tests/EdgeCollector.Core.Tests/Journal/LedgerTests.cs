using EdgeCollector.Core.Journal;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

public sealed class LedgerTests
{
    [Fact]
    public void In_is_stored_and_pending_and_dropped()
    {
        var ledger = new Ledger();
        ledger.Entered(5, 1, 100);
        ledger.Stored(5, Lane.Raw, new(1, 40));
        ledger.Stored(5, Lane.Raw, new(41, 50), byPuback: true);
        ledger.Dropped(5, new(91, 95), DropReason.Disk);
        var raw = ledger.Read(Lane.Raw);
        Assert.Equal((100, 50, 10, 45, 5), (raw.In, raw.Stored, raw.ByPuback, raw.Pending, raw.Dropped[(int)DropReason.Disk]));
        Assert.Equal((100, 0, 95), (ledger.Read(Lane.Kpi).In, ledger.Read(Lane.Kpi).Stored, ledger.Read(Lane.Kpi).Pending));
        Assert.True(ledger.Balanced);
    }

    [Fact]
    public void What_is_said_twice_counts_once_and_the_first_word_holds()
    {
        var ledger = new Ledger();
        ledger.Entered(5, 1, 100);
        ledger.Dropped(5, Lane.Raw, new(10, 10), DropReason.Quarantine);
        ledger.Stored(5, Lane.Raw, new(1, 20));
        ledger.Stored(5, Lane.Raw, new(5, 20), byPuback: true);
        ledger.Stored(5, Lane.Raw, new(90, 300));
        ledger.Stored(6, Lane.Raw, new(1, 100));
        var raw = ledger.Read(Lane.Raw);
        Assert.Equal((100, 30, 0, 69), (raw.In, raw.Stored, raw.ByPuback, raw.Pending));
        Assert.True(ledger.Balanced);
    }

    [Fact]
    public void An_old_epoch_stays_open_until_it_is_settled()
    {
        var ledger = new Ledger();
        ledger.Entered(5, 1, 10);
        ledger.Entered(6, 1, 10);
        ledger.Stored(5, Lane.Raw, new(1, 10));
        Assert.Equal(2, ledger.OpenEpochs);
        ledger.Stored(5, Lane.Kpi, new(1, 10));
        Assert.Equal(1, ledger.OpenEpochs);
        ledger.Stored(5, Lane.Kpi, new(1, 10));
        Assert.Equal((20, 10, 10), (ledger.Read(Lane.Kpi).In, ledger.Read(Lane.Kpi).Stored, ledger.Read(Lane.Kpi).Pending));
        Assert.True(ledger.Balanced);
    }

    [Fact]
    public void A_line_that_does_not_add_up_is_seen() =>
        Assert.Multiple(
            () => Assert.False(new LedgerLine(10, 5, 0, 4, [0, 0, 0, 0]).Balanced),
            () => Assert.False(new LedgerLine(10, 11, 0, -1, [0, 0, 0, 0]).Balanced),
            () => Assert.True(new LedgerLine(10, 5, 0, 4, [0, 1, 0, 0]).Balanced));

    [Fact]
    public void It_balances_whatever_is_said_in_whatever_order()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var ledger = new Ledger();
            for (var i = 0; i < 200; i++)
            {
                long epoch = random.Next(1, 4);
                var range = new SequenceRange(random.Next(200), random.Next(200));
                var lane = (Lane)random.Next(2);
                switch (random.Next(4))
                {
                    case 0: ledger.Entered(epoch, 1, random.Next(200)); break;
                    case 1: ledger.Stored(epoch, lane, range, random.Next(2) == 0); break;
                    case 2: ledger.Dropped(epoch, lane, range, (DropReason)random.Next(4)); break;
                    default: ledger.Dropped(epoch, range, DropReason.Space); break;
                }

                Assert.True(ledger.Balanced, $"seed {seed} step {i}");
            }
        }
    }
}
