using EdgeCollector.Core.Journal;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

public sealed class SegmentLogTests
{
    private const int SegmentBytes = 64 * 1024;
    private static readonly SegmentOptions Small = new() { SegmentBytes = SegmentBytes, MaxBytes = 8 * SegmentBytes, Reserve = 2 };
    private readonly SimDisk _disk = new();
    private readonly LogWriter _writer = new(1000);

    [Fact]
    public void What_was_committed_is_there_when_the_log_is_opened_again()
    {
        using (var log = new SegmentLog(_disk, Small))
        {
            for (var i = 0; i < 20; i++)
            {
                log.Write([_writer.Next(3), _writer.Next(10, text: 500), _writer.Next(1)]);
            }
        }

        using var again = new SegmentLog(_disk, Small);
        Assert.Equal((1000, 1, 280, 0, 0), (
            again.Recovered.Epoch, again.Recovered.First, again.Recovered.Last, again.Recovered.DamagedBytes, again.Recovered.Unreadable));
        AssertHolds(again, _writer.Batches);
    }

    [Fact]
    public void A_commit_never_touches_a_block_of_an_earlier_one()
    {
        using var log = new SegmentLog(_disk, Small);
        log.Write([_writer.Next(1)]);
        var name = _disk.List().Single(file => Segment.ReadNumber(_disk[file]) != 0);
        var before = _disk[name].AsSpan(0, 2 * Segment.Block).ToArray();

        log.Write([_writer.Next(1)]);

        Assert.Equal(before, _disk[name].AsSpan(0, 2 * Segment.Block).ToArray());
        Assert.True(BatchHeader.TryVerify(_disk[name].AsSpan(2 * Segment.Block), out var header));
        Assert.Equal(2, header.First);
    }

    [Fact]
    public void Released_segments_are_used_again_and_what_they_held_is_gone()
    {
        using var log = new SegmentLog(_disk, Small);
        for (var i = 0; i < 200; i++)
        {
            log.Write([_writer.Next(10, text: 500)]);
            log.Release(_writer.Last - 30);
        }

        Assert.InRange(_disk.Created, 2, 6);
        Assert.True(log.First > _writer.Last - 200);
        using var again = new SegmentLog(_disk, Small);
        Assert.Equal(_writer.Last, again.Recovered.Last);
        again.Release(_writer.Last - 30);
        AssertHolds(again, _writer.Batches.Where(batch => batch.First >= log.First));
    }

    [Fact]
    public async Task Releasing_while_writing_never_frees_the_segment_that_is_written()
    {
        using var log = new SegmentLog(_disk, Small);
        using var stop = new CancellationTokenSource();
        var written = 0L;
        var releasing = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                log.Release(Interlocked.Read(ref written));
            }
        });
        for (var i = 0; i < 20_000; i++)
        {
            // After a failed sync the next commit begins another segment: the moment to be careful at.
            _disk.FailAfter = i % 2 == 0 ? 1 : -1;
            try
            {
                log.Write([_writer.Next(1, text: 100)]);
                Interlocked.Exchange(ref written, _writer.Last);
            }
            catch (IOException)
            {
                Assert.Equal(0, i % 2);
            }
        }

        await stop.CancelAsync();
        await releasing;
        Assert.Equal(_disk.Created, log.Files);
    }

    [Fact]
    public void At_its_limit_the_oldest_go_and_what_was_not_released_is_told()
    {
        var dropped = new List<SequenceRange>();
        using var log = new SegmentLog(_disk, Small, dropped.Add);
        for (var i = 0; i < 200; i++)
        {
            log.Write([_writer.Next(10, text: 500)]);
        }

        Assert.Equal(8, log.Files);
        Assert.Equal(log.First - 1, dropped.Sum(range => range.Last - range.First + 1));
        AssertHolds(log, _writer.Batches.Where(batch => batch.First >= log.First));
    }

    [Fact]
    public void On_a_full_disk_facts_have_a_reserve_and_raw_values_have_none()
    {
        using var log = new SegmentLog(_disk, Small);
        log.Write([_writer.Next(1)]);
        _disk.IsFull = true;
        Assert.Throws<IOException>(() => Fill(log, 100));

        var fact = _writer.Next(1, fact: true);
        for (var i = 0; i < 15; i++)
        {
            log.Write([fact]);
        }

        Assert.Throws<IOException>(() => Fill(log, 100));
        _disk.IsFull = false;
        log.Write([_writer.Next(1, text: 4000)]);
    }

    [Fact]
    public void After_a_failed_sync_the_segment_is_left_and_all_is_written_again()
    {
        using var log = new SegmentLog(_disk, Small);
        log.Write([_writer.Next(1)]);
        StoredBatch[] pending = [_writer.Next(2), _writer.Next(2)];
        _disk.FailAfter = 1;
        Assert.Throws<IOException>(() => log.Write(pending));
        Assert.Equal([1], LogWriter.ReadAll(log).Select(batch => batch.First));

        log.Write([.. pending, _writer.Next(1)]);

        AssertHolds(log, _writer.Batches);
        using var again = new SegmentLog(_disk.Crash(new Random(1)), Small);
        AssertHolds(again, _writer.Batches);
    }

    [Fact]
    public void A_file_that_is_no_segment_is_left_alone()
    {
        _disk.Create("000009.segment", 100).Write(50, [1]);
        _disk.Create("readme.txt", 100);
        using var log = new SegmentLog(_disk, Small);
        log.Write([_writer.Next(1)]);

        Assert.Equal((1, 100), (log.Recovered.Unreadable, _disk["000009.segment"].Length));
        AssertHolds(log, _writer.Batches);
    }

    [Fact]
    public void A_file_that_a_power_cut_left_half_made_is_taken_away_and_its_name_is_not_used_again()
    {
        _disk.Create("000009.segment", 100);
        using var log = new SegmentLog(_disk, Small);
        log.Write([_writer.Next(1)]);

        Assert.Equal(0, log.Recovered.Unreadable);
        Assert.DoesNotContain("000009.segment", _disk.List());
        Assert.Contains("000010.segment", _disk.List());
        AssertHolds(log, _writer.Batches);
    }

    private void Fill(SegmentLog log, int commits)
    {
        for (var i = 0; i < commits; i++)
        {
            log.Write([_writer.Next(10, text: 500)]);
        }
    }

    private static void AssertHolds(SegmentLog log, IEnumerable<StoredBatch> batches)
    {
        var read = LogWriter.ReadAll(log);
        var expected = batches.ToList();
        Assert.Equal(expected.Select(batch => batch.First), read.Select(batch => batch.First));
        foreach (var (batch, found) in expected.Zip(read))
        {
            Assert.Equal(batch.Bytes.ToArray(), LogWriter.Content(found.Bytes));
        }
    }
}
