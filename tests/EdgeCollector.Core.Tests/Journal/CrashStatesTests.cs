using System.Globalization;
using EdgeCollector.Core.Journal;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

/// <summary>T4 of reliability.md: power cuts at random moments of random work on a disk that forgets, tears and fails. All that was
/// committed is there afterwards, and nothing that was never written. <c>EDGECOLLECTOR_CRASH_STATES</c> says how many, else 20,000.</summary>
public sealed class CrashStatesTests
{
    private const int SegmentBytes = 32 * 1024;
    private static readonly SegmentOptions Small = new() { SegmentBytes = SegmentBytes, MaxBytes = 6 * SegmentBytes, Reserve = 1 };

    private static int States =>
        int.TryParse(Environment.GetEnvironmentVariable("EDGECOLLECTOR_CRASH_STATES"), CultureInfo.InvariantCulture, out var states) ? states : 20_000;

    [Fact]
    public void Nothing_committed_is_lost_by_a_power_cut()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("{0} crash states from seed {1}", States, seed);
        for (var i = 0; i < States; i++)
        {
            var lost = Lost(seed + i, new SimDisk());
            Assert.True(lost.Count == 0, $"seed {seed + i}: lost {string.Join(", ", lost)}");
        }
    }

    [Fact]
    public void A_disk_that_lies_about_its_syncs_loses_which_shows_that_this_test_can_see_it()
    {
        var lost = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            lost += Lost(seed, new SimDisk { Lies = true }).Count;
        }

        Assert.True(lost > 100, $"only {lost} batches lost over 200 cuts");
    }

    /// <summary>Three lives of one log, each ended by a power cut. The first ids of committed batches that are not there.</summary>
    private static List<long> Lost(int seed, SimDisk disk)
    {
        var random = new Random(seed);
        var written = new Dictionary<(long Epoch, long First), byte[]>();
        var committed = new SortedDictionary<long, (long Epoch, long Last)>();
        var released = 0L;
        for (var epoch = 1L; epoch <= 3; epoch++)
        {
            using (var log = new SegmentLog(disk, Small, range => released = Math.Max(released, range.Last)))
            {
                Assert.True(log.Recovered.Epoch < epoch, "an epoch is used once");
                var last = Math.Max(log.Recovered.Last, 0);
                var lost = Compare(log, written, committed, released);
                if (lost.Count > 0)
                {
                    return lost;
                }

                // Ids behind the recovered end are used again.
                foreach (var first in committed.Keys.Where(first => first > last).ToList())
                {
                    committed.Remove(first);
                }

                Work(log, disk, new LogWriter(epoch, last), random, written, committed, ref released);
            }

            var lies = disk.Lies;
            disk = disk.Crash(random);
            disk.Lies = lies;
        }

        using var end = new SegmentLog(disk, Small);
        return Compare(end, written, committed, released);
    }

    private static void Work(
        SegmentLog log, SimDisk disk, LogWriter writer, Random random, Dictionary<(long Epoch, long First), byte[]> written,
        SortedDictionary<long, (long Epoch, long Last)> committed, ref long released)
    {
        var pending = new List<StoredBatch>();
        disk.FailAfter = random.Next(3) == 0 ? random.Next(12) : -1;
        for (var commits = random.Next(1, 12); commits > 0; commits--)
        {
            for (var n = random.Next(1, 5); n > 0; n--)
            {
                var batch = writer.Next(random.Next(1, 6), text: random.Next(3) == 0 ? random.Next(1, 1500) : 0, fact: random.Next(4) == 0);
                BatchHeader.TryParse(batch.Bytes.Span, out var header);
                written[(header.Epoch, batch.First)] = batch.Bytes.ToArray();
                pending.Add(batch);
            }

            try
            {
                log.Write([.. pending]);
            }
            catch (IOException)
            {
                disk.FailAfter = random.Next(4) == 0 ? random.Next(8) : -1;
                continue;
            }

            foreach (var batch in pending)
            {
                BatchHeader.TryParse(batch.Bytes.Span, out var header);
                committed[batch.First] = (header.Epoch, batch.Last);
            }

            pending.Clear();
            if (random.Next(5) == 0)
            {
                released = Math.Max(released, writer.Last - random.Next(1, 30));
                log.Release(released);
            }
        }
    }

    private static List<long> Compare(
        SegmentLog log, Dictionary<(long Epoch, long First), byte[]> written, SortedDictionary<long, (long Epoch, long Last)> committed,
        long released)
    {
        var read = new HashSet<(long, long)>();
        var last = 0L;
        foreach (var (first, bytes) in LogWriter.ReadAll(log))
        {
            BatchHeader.TryParse(bytes.Span, out var header);
            Assert.True(first > last, "ids rise");
            Assert.Equal(written[(header.Epoch, first)], LogWriter.Content(bytes));
            read.Add((header.Epoch, first));
            last = header.Last;
        }

        return [.. committed.Where(c => c.Value.Last > released && !read.Contains((c.Value.Epoch, c.Key))).Select(c => c.Key)];
    }
}
