using EdgeCollector.Core.Journal;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

/// <summary>Disks that go on failing, and sectors that cannot be read: what has been committed is not to pay for it.</summary>
public sealed class SegmentFaultTests
{
    private const int SegmentBytes = 64 * 1024;
    private static readonly SegmentOptions Small = new() { SegmentBytes = SegmentBytes, MaxBytes = 8 * SegmentBytes, Reserve = 2 };
    private readonly SimDisk _disk = new();
    private readonly LogWriter _writer = new(1000);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void At_its_limit_a_disk_that_goes_on_failing_costs_the_backlog_one_segment_at_most(int callsBeforeItFails)
    {
        var dropped = new List<SequenceRange>();
        using var log = new SegmentLog(_disk, Small, dropped.Add);
        for (var i = 0; i < 200; i++)
        {
            log.Write([_writer.Next(10, text: 500)]);
        }

        dropped.Clear();
        FailAgainAndAgain(log, callsBeforeItFails);

        Assert.True(dropped.Count <= 1, $"{dropped.Count} segments of {log.Files} were given up for commits that failed");
    }

    [Fact]
    public void A_disk_that_goes_on_failing_is_not_filled_with_abandoned_segments()
    {
        using var log = new SegmentLog(_disk, Small with { MaxBytes = 100 * SegmentBytes });
        log.Write([_writer.Next(1)]);
        FailAgainAndAgain(log, 2);

        Assert.InRange(log.Files, 1, 5);
        var batch = _writer.Batches[^1];
        log.Write([batch]);
        Assert.Equal([1, batch.First], LogWriter.ReadAll(log).Select(found => found.First));
        using var again = new SegmentLog(_disk.Crash(new Random(1)), Small);
        Assert.Equal([1, batch.First], LogWriter.ReadAll(again).Select(found => found.First));
    }

    [Fact]
    public void A_block_that_cannot_be_read_costs_the_batches_in_it_and_no_others()
    {
        using (var log = new SegmentLog(_disk, Small with { Reserve = 0 }))
        {
            for (var i = 0; i < 30; i++)
            {
                log.Write([_writer.Next(1, text: 3000)]);
            }
        }

        // 15 commits of one block each in a segment: block 0 is its head, and the commit in block n is the batch of id n or 15 + n.
        var names = _disk.List();
        foreach (var (name, firstId) in names.Zip([1, 16]))
        {
            foreach (var block in new[] { 0, 1, 7, 15 })
            {
                _disk.Unreadable.Clear();
                _disk.Unreadable.Add((name, block));
                using var log = new SegmentLog(_disk, Small with { Reserve = 0 });
                var lost = block == 0 ? 0 : firstId + block - 1;

                Assert.Equal(Enumerable.Range(1, 30).Where(id => id != lost).Select(id => (long)id), LogWriter.ReadAll(log).Select(b => b.First));
                Assert.Equal(0, log.Recovered.Unreadable);
            }
        }
    }

    [Fact]
    public void A_file_of_which_hardly_anything_can_be_read_is_left_alone_and_counted()
    {
        using (var log = new SegmentLog(_disk, Small with { Reserve = 0 }))
        {
            log.Write([_writer.Next(1)]);
        }

        _disk.Unreadable.UnionWith(Enumerable.Range(0, SegmentBytes / Segment.Block).Select(block => (_disk.List()[0], block)));
        using var again = new SegmentLog(_disk, Small with { Reserve = 0 });
        Assert.Equal((1, 0), (again.Recovered.Unreadable, again.Recovered.Last));
    }

    [Fact]
    public void Damage_in_an_old_segment_is_put_aside_when_a_reader_comes_to_it()
    {
        using (var log = new SegmentLog(_disk, Small with { Reserve = 0 }))
        {
            for (var i = 0; i < 30; i++)
            {
                log.Write([_writer.Next(1, text: 3000)]);
            }
        }

        var old = _disk.List()[0];
        var bytes = (byte[])_disk[old].Clone();
        bytes[(7 * Segment.Block) + 100] ^= 1;
        var damaged = _disk.With(old, bytes);
        using var again = new SegmentLog(damaged, Small with { Reserve = 0 });
        Assert.Equal(29, LogWriter.ReadAll(again).Count);
        Assert.True(again.DamagedBytes > 3000);
        Assert.Equal(again.DamagedBytes, damaged.Quarantined.Values.Single().Length);
    }

    [Fact]
    public void Bytes_that_go_bad_after_they_were_looked_at_are_not_given_out()
    {
        using var log = new SegmentLog(_disk, Small with { Reserve = 0 });
        for (var i = 0; i < 10; i++)
        {
            log.Write([_writer.Next(1, text: 3000)]);
        }

        Assert.Equal(10, LogWriter.ReadAll(log).Count);
        _disk[_disk.List()[0]][(7 * Segment.Block) + 100] ^= 1;

        Assert.Equal([1, 2, 3, 4, 5, 6, 8, 9, 10], LogWriter.ReadAll(log).Select(batch => batch.First));
    }

    private void FailAgainAndAgain(SegmentLog log, int callsBeforeItFails)
    {
        var pending = _writer.Next(10, text: 500);
        for (var i = 0; i < 50; i++)
        {
            // Whatever room is left in the newest segment is used up by the first failure.
            _disk.FailAfter = callsBeforeItFails;
            Assert.Throws<IOException>((Action)(() =>
            {
                while (true)
                {
                    log.Write([pending]);
                }
            }));
        }

        _disk.FailAfter = -1;
    }
}
