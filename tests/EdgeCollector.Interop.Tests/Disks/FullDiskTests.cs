using System.Globalization;
using EdgeCollector.Core.Journal;
using EdgeCollector.Interop.Tests.Peers;
using EdgeCollector.Storage;
using Xunit;
using static System.FormattableString;

namespace EdgeCollector.Interop.Tests.Disks;

/// <summary>T5 of reliability.md: the journal on a disk that is filled and emptied <c>EDGECOLLECTOR_FILLS</c> times, else twice, and on one
/// that turns read-only. The whole collector on a full disk: <see cref="EndToEnd.DiskFullTests"/>.</summary>
[Trait("Needs", "root")]
public sealed class FullDiskTests
{
    private const int FillsOfALife = 5;
    private static readonly TimeSpan Resume = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The size limit is beyond the disk, so that it is the disk which is full.</summary>
    private static readonly SegmentJournalOptions Options = new()
    {
        Segments = new() { SegmentBytes = 256 * 1024, MaxBytes = 64 * 1024 * 1024, Reserve = 2 },
        Commit = new() { MaxPending = 256 * 1024 },
        Tail = 0,
    };

    private readonly RecordBatch _batch = new();

    public static int Fills =>
        int.TryParse(Environment.GetEnvironmentVariable("EDGECOLLECTOR_FILLS"), CultureInfo.InvariantCulture, out var fills) ? fills : 2;

    [Fact]
    public async Task On_a_disk_that_fills_up_measuring_goes_on_and_what_is_lost_is_what_is_counted()
    {
        using var directory = new TempDirectory();
        await using var disk = await Mount.MemoryAsync(directory.At("disk"), 16);
        var (slowest, ids, lost) = (TimeSpan.Zero, 0L, 0L);
        for (var done = 0; done < Fills; done += FillsOfALife)
        {
            // An empty folder: what the log itself takes of the disk stays well below the disk.
            var folder = Path.Combine(disk.Folder, $"journal{done}");
            var ledger = new Ledger();
            await using (var journal = new SegmentJournal(new FileBlockFolder(folder), last => last + 1, Options, TimeProvider.System, ledger))
            {
                for (var fill = 0; fill < Math.Min(FillsOfALife, Fills - done); fill++)
                {
                    var took = await FillAsync(journal, disk.Folder, folder, directory.At("copy"));
                    slowest = took > slowest ? took : slowest;
                }

                var account = ledger.Read(Lane.Raw);
                Assert.Equal((journal.Appended, journal.Lost, true), (account.In, account.Dropped[(int)DropReason.Disk], ledger.Balanced));
                (ids, lost) = (ids + journal.Appended, lost + journal.Lost);
            }

            Directory.Delete(folder, recursive: true);
        }

        var line = Invariant($"full disk: {Fills} fills, {ids} ids, {lost} lost and counted, commits again after at most {slowest.TotalSeconds:0.0} s");
        TestContext.Current.SendDiagnosticMessage(line);
        Assert.True(slowest < Resume, line);
    }

    /// <summary>As ext4 does by itself after an error. Linux makes such a file system writable again only by a new mount, and refuses to make one
    /// read-only by hand while files are open for writing; so the journal is closed between.</summary>
    [Fact]
    public async Task On_a_disk_that_turned_read_only_nothing_is_acknowledged_and_nothing_acknowledged_is_lost()
    {
        using var directory = new TempDirectory();
        var image = directory.At("disk.img");
        await LoopDisk.FormatAsync(image, 48);
        long committed;
        await using (var disk = await LoopDisk.MountAsync(image, directory.At("disk")))
        {
            await using var journal = Open(disk);
            for (var i = 0; i < 200; i++)
            {
                Append(journal);
            }

            await CommitsAsync(journal);
            committed = journal.Committed;
            await disk.Mount.RemountAsync("abort");
            LoseSome(journal);
            Assert.Equal(committed, journal.Committed);
        }

        await using var again = await LoopDisk.MountAsync(image, directory.At("disk"));
        Assert.Equal(0, await MissingAsync(Path.Combine(again.Folder, "journal"), directory.At("copy"), 1, committed));
        await using var next = Open(again);
        Assert.True(next.Start >= committed, $"the journal goes on after {next.Start}, {committed} were acknowledged");
        Append(next);
        var took = await CommitsAsync(next);
        TestContext.Current.SendDiagnosticMessage(Invariant($"read-only disk: {committed} ids acknowledged before, commits again after {took.TotalSeconds:0.0} s"));
        Assert.True(took < Resume);

        static SegmentJournal Open(LoopDisk disk) =>
            new(new FileBlockFolder(Path.Combine(disk.Folder, "journal")), last => last + 1, Options, TimeProvider.System);
    }

    /// <summary>One time: full, some lost, empty, and what is missing is what was counted. How long it took until it committed again.</summary>
    private async Task<TimeSpan> FillAsync(SegmentJournal journal, string disk, string folder, string copy)
    {
        var (counted, first, fill) = (journal.Lost, journal.Committed + 1, Path.Combine(disk, "fill"));
        Fill(fill);
        LoseSome(journal);
        File.Delete(fill);
        var took = await CommitsAsync(journal);
        Assert.Equal(journal.Lost - counted, await MissingAsync(folder, copy, first, journal.Committed));

        // By the next append, what was given up has left memory too; what is stored may be freed then.
        var stored = journal.Committed;
        Append(journal);
        journal.Release(stored);
        await CommitsAsync(journal);
        return took;
    }

    private void Append(SegmentJournal journal)
    {
        CutContent.Fill(_batch, journal.Epoch, journal.Appended + 1);
        journal.Append(_batch, CommitUrgency.Normal);
    }

    /// <summary>Measures on until the disk fails, and on until something had to be given up. A slow disk holds it up, a failed one must not.</summary>
    private void LoseSome(SegmentJournal journal)
    {
        var before = journal.Lost;
        while (journal.Fault is null)
        {
            Append(journal);
        }

        while (journal.Lost < before + 1000)
        {
            Append(journal);
        }

        Assert.NotNull(journal.Fault);
    }

    /// <summary>How long it takes until all that was appended is committed or given up.</summary>
    private static async Task<TimeSpan> CommitsAsync(SegmentJournal journal)
    {
        var start = TimeProvider.System.GetTimestamp();
        await journal.WaitForCommitAsync(journal.Appended, CancellationToken.None).AsTask().WaitAsync(Patience);
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>Ids that are not in a copy of the folder, as a start after a crash would find it; what is there is as it was written.</summary>
    private static async Task<long> MissingAsync(string folder, string copy, long first, long last)
    {
        Directory.CreateDirectory(copy);
        foreach (var name in Directory.GetFiles(folder, "*.segment"))
        {
            File.Copy(name, Path.Combine(copy, Path.GetFileName(name)));
        }

        var found = await FoundBatches.ReadAsync(copy, Options);
        Assert.Equal(0, found.Corrupt);
        Directory.Delete(copy, recursive: true);
        return last - first + 1 - found.Epochs.Keys.Count(id => id >= first && id <= last);
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var error = Assert.Throws<IOException>((Action)(() =>
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }));
        Assert.Contains("No space", error.Message, StringComparison.Ordinal);
    }
}
