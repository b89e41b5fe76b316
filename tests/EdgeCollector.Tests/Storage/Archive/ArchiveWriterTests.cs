using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using EdgeCollector.Storage.Archive;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Storage.Archive;

public sealed class ArchiveWriterTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("edgecollector-archive-");
    private readonly FakeTimeProvider _time = new();
    private readonly ArchiveFiles _files;

    public ArchiveWriterTests() => _files = new ArchiveFiles(ArchiveFiles.In(_data.FullName));

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task What_a_failed_disk_did_not_take_is_written_once_it_works_again()
    {
        // A file stands where the folder belongs: no folder can be made.
        var folder = ArchiveFiles.In(_data.FullName);
        await File.WriteAllTextAsync(folder, "", TestContext.Current.CancellationToken);
        await using var journal = new MemoryJournal(7, new(), _time);
        await AppendAsync(journal, 1, 50);
        var (writer, stop, running) = Start(journal);

        await PassAsync(5);
        Assert.Equal(0, writer.Applied);
        await AppendAsync(journal, 51, 50);
        File.Delete(folder);
        await UntilAsync(() => writer.Applied == 100);
        await stop.CancelAsync();
        await running;

        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), Archived());
        Assert.Equal(0, writer.Lost);
    }

    [Fact]
    public async Task The_next_run_goes_on_behind_what_the_archive_holds()
    {
        await using var journal = new MemoryJournal(7, new(), _time);
        await AppendAsync(journal, 1, 50);
        var (first, stop, running) = Start(journal);
        await UntilAsync(() => first.Applied == 50);
        await stop.CancelAsync();
        await running;

        Assert.Equal((7, 50), _files.End());
        Assert.Equal("c1", _files.ConfigurationOf(7)!.Revision);
        Assert.Null(_files.ConfigurationOf(8));
    }

    [Fact]
    public void A_block_that_was_written_twice_is_read_once()
    {
        var block = new ArchiveBlock();
        foreach (var sequence in (long[])[1, 1, 2])
        {
            block.Add(new(sequence, 0, Input(sequence), null));
            _files.Append(7, sequence, block.Take(7));
        }

        _files.Append(8, 1, Encoded(8, 1));
        Assert.Equal([1, 2, 1], Archived());
        _files.Abandon();
    }

    [Fact]
    public void What_was_written_again_and_goes_further_is_read_from_where_it_does()
    {
        foreach (long[] sequences in (long[][])[[1, 2], [1, 2, 3], [4]])
        {
            var block = new ArchiveBlock();
            foreach (var sequence in sequences) block.Add(new(sequence, 0, Input(sequence), null));
            _files.Append(7, sequences[0], block.Take(7));
        }

        Assert.Equal([1, 2, 3, 4], Archived());
        _files.Abandon();
    }

    private static byte[] Encoded(long epoch, long sequence)
    {
        var block = new ArchiveBlock();
        block.Add(new(sequence, 0, Input(sequence), null));
        return block.Take(epoch);
    }

    private static Input Input(long sequence) => sequence switch
    {
        1 => new() { Kind = InputKind.Configuration, Reference = new EngineConfiguration("c1", "m1", "edge1", "UTC") },
        _ => new() { Kind = InputKind.Communication, Id = 1, Bits = sequence % 2 },
    };

    private static async Task AppendAsync(MemoryJournal journal, long first, int count)
    {
        var batch = new RecordBatch();
        for (var sequence = first; sequence < first + count; sequence++)
        {
            batch.Clear(sequence);
            batch.Add(Input(sequence));
            journal.Append(batch, CommitUrgency.AtOnce);
        }

        await journal.FlushAsync(TestContext.Current.CancellationToken);
    }

    private (ArchiveWriter Writer, CancellationTokenSource Stop, Task Running) Start(MemoryJournal journal)
    {
        var writer = new ArchiveWriter(
            journal, _files, new ArchiveRetention(TimeSpan.FromDays(1), 1_000_000), _time, NullLogger<ArchiveWriter>.Instance);
        var stop = new CancellationTokenSource();
        return (writer, stop, Task.Run(() => writer.RunAsync(stop.Token)));
    }

    private long[] Archived() => [.. _files.Read().SelectMany(block => block.Entries).Select(entry => entry.Sequence)];

    private async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds * 10; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }

    private async Task UntilAsync(Func<bool> done)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!done())
        {
            limit.Token.ThrowIfCancellationRequested();
            await PassAsync(1);
        }
    }
}
