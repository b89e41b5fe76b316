using EdgeCollector.Core.Journal;
using EdgeCollector.Storage;
using Xunit;

namespace EdgeCollector.Tests.Storage;

public sealed class FileBlockFolderTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("edgecollector-blocks-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void A_new_file_is_zeros_and_what_is_written_is_read_back()
    {
        var folder = new FileBlockFolder(_path);
        using (var file = folder.Create("a.segment", 8192))
        {
            file.Write(4096, [1, 2, 3]);
            file.Sync();
        }

        using var again = folder.Open("a.segment");
        var bytes = new byte[8192];
        again.Read(0, bytes);
        Assert.Equal(8192, again.Length);
        Assert.Equal([0, 1, 2, 3, 0], bytes[4095..4100]);
        Assert.Equal(["a.segment"], folder.List());
        Assert.Throws<EndOfStreamException>(() => again.Read(8190, new byte[3]));
    }

    [Fact]
    public void A_name_that_is_taken_is_no_new_file()
    {
        var folder = new FileBlockFolder(_path);
        folder.Create("a.segment", 4096).Dispose();

        Assert.Throws<IOException>(() => folder.Create("a.segment", 4096));
    }

    [Fact]
    public void What_may_not_be_touched_is_a_failed_disk_to_the_journal()
    {
        // A directory in a file's place is refused as a foreign or immutable file is, for root too.
        Directory.CreateDirectory(Path.Combine(_path, "a.segment"));

        Assert.IsType<IOException>(Record.Exception(() => new FileBlockFolder(_path).Open("a.segment")));
    }

    [Fact]
    public async Task A_journal_on_it_comes_back_with_all_it_held()
    {
        var folder = new FileBlockFolder(Path.Combine(_path, "journal"));
        var options = new SegmentJournalOptions { Segments = new() { SegmentBytes = 64 * 1024, MaxBytes = 1_000_000, Reserve = 1 } };
        await using (var journal = new SegmentJournal(folder, _ => 7, options, TimeProvider.System))
        {
            var batch = new RecordBatch();
            for (var i = 1; i <= 1000; i++)
            {
                batch.Clear(i);
                batch.Add(new EdgeCollector.Core.Inputs.Input { Kind = EdgeCollector.Core.Inputs.InputKind.Sample, Id = 1, Bits = i });
                journal.Append(batch, CommitUrgency.Normal);
            }
        }

        await using var again = new SegmentJournal(folder, last => last + 1, options, TimeProvider.System);
        Assert.Equal((8, 1, 1000), (again.Epoch, again.First, again.Committed));
        var reader = again.OpenReader(1, ReadScope.Committed);
        for (var i = 1; i <= 1000; i++)
        {
            Assert.True(reader.TryRead(out var entry));
            Assert.Equal(i, entry.Input.Bits);
        }
    }

    [Fact]
    public void A_data_folder_has_one_service_and_the_second_is_told_what_to_do()
    {
        using (FileLock.Take(_path))
        {
            var error = Assert.Throws<IOException>(() => FileLock.Take(_path));
            Assert.StartsWith($"{_path} is in use by another edgecollector – stop it", error.Message, StringComparison.Ordinal);
        }

        FileLock.Take(_path).Dispose();
    }

    [Fact]
    public void A_lock_that_cannot_be_made_is_not_said_to_be_taken()
    {
        // Any error but the lock's own: here a link that leads to itself.
        File.CreateSymbolicLink(Path.Combine(_path, "lock"), "lock");

        var error = Assert.ThrowsAny<IOException>(() => FileLock.Take(_path));
        Assert.DoesNotContain("in use", error.Message, StringComparison.Ordinal);
    }
}
