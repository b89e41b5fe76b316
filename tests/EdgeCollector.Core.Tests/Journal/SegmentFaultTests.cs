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
