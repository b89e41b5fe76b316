using EdgeCollector.Cli;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Storage;
using Xunit;

namespace EdgeCollector.Tests.Cli;

/// <summary>A box that is lost, and the spare one.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private static readonly SegmentJournalOptions Options = new() { Segments = new() { MaxBytes = 64_000_000 } };
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("edgecollector-backup-");
    private readonly RecordBatch _batch = new();

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task A_spare_box_goes_on_with_everything_but_the_key_under_an_epoch_of_its_own()
    {
        long epoch, last;
        await using (var journal = Open("lost"))
        {
            epoch = journal.Epoch;
            await AppendAsync(journal, 20_000);
            last = journal.Appended;
            Place("lost/archive/000000000001-0000000000000001.archive", "evidence");
            Place("lost/pki/trusted/plc.der", "trusted");
            Place("lost/pki/own/key.pem", "secret");
            Place("lost/history.db", "is made anew");
            Place("etc/edgecollector.yaml", "version: 1\n");
            Place("etc/conf.d/10-line.yaml", "lines: []\n");
            Place("etc/holidays.ics", "BEGIN:VCALENDAR");

            // The collector goes on meanwhile.
            Assert.Equal((0, ""), await RunAsync("backup", "box.tar.gz", "--data", "lost", "--config", "etc/edgecollector.yaml"));
            await AppendAsync(journal, 20_000);
        }

        Assert.Equal((0, ""), await RunAsync("restore", "box.tar.gz", "--data", "spare", "--config", "spare-etc/edgecollector.yaml"));

        Assert.Equal("evidence", Text("spare/archive/000000000001-0000000000000001.archive"));
        Assert.Equal("trusted", Text("spare/pki/trusted/plc.der"));
        Assert.False(Directory.Exists(At("spare/pki/own")));
        Assert.False(File.Exists(At("spare/history.db")));
        Assert.False(Directory.Exists(At("spare/restoring")));
        Assert.Equal("lines: []\n", Text("spare-etc/conf.d/10-line.yaml"));
        Assert.Equal("BEGIN:VCALENDAR", Text("spare-etc/holidays.ics"));
        await using var again = Open("spare");
        Assert.Equal((last, epoch, 0), (again.Start, again.PreviousEpoch, again.Recovered.DamagedBytes));
        Assert.True(again.Epoch > epoch);
        var reader = again.OpenReader(1, ReadScope.Committed, RecordKinds.Inputs);
        for (var id = 1; id <= last; id++)
        {
            Assert.True(reader.TryRead(out var entry));
            Assert.Equal((id, $"{id:D100}"), (entry.Sequence, entry.Input.Text));
        }
    }

    [Fact]
    public async Task Nothing_is_written_over_and_nothing_half()
    {
        await using (var journal = Open("lost"))
        {
            await AppendAsync(journal, 10);
        }

        Place("etc/edgecollector.yaml", "version: 1 # of the box\n");
        await RunAsync("backup", "box.tar.gz", "--data", "lost", "--config", "etc/edgecollector.yaml");

        Assert.Contains("holds data already – move it away", (await RunAsync("restore", "box.tar.gz", "--data", "lost")).Error, StringComparison.Ordinal);

        Place("etc/edgecollector.yaml", "version: 1 # of the site\n");
        Assert.Equal(0, (await RunAsync("restore", "box.tar.gz", "--data", "spare", "--config", "etc/edgecollector.yaml")).Code);
        Assert.Equal("version: 1 # of the site\n", Text("etc/edgecollector.yaml"));
        Assert.Equal("version: 1 # of the box\n", Text("spare/restored-config/edgecollector.yaml"));

        var whole = File.ReadAllBytes(At("box.tar.gz"));
        File.WriteAllBytes(At("torn.tar.gz"), whole[..(whole.Length / 2)]);
        Assert.NotEqual(0, (await RunAsync("restore", "torn.tar.gz", "--data", "third")).Code);
        Assert.Equal(["lock"], Directory.EnumerateFileSystemEntries(At("third")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("edgecollector backup 2", "data/epoch", "was made by a later version (\"edgecollector backup 2\"; this one knows 1)")]
    [InlineData("edgecollector backup 1", "data/../../etc/passwd", "holds \"data/../../etc/passwd\", which no backup of edgecollector has")]
    [InlineData(null, "data/epoch", "is no backup of edgecollector")]
    public async Task A_file_that_is_no_backup_of_ours_is_refused(string? manifest, string name, string message)
    {
        using (var file = File.Create(At("bad.tar.gz")))
        using (var gzip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest))
        using (var tar = new System.Formats.Tar.TarWriter(gzip))
        {
            if (manifest is not null) tar.WriteEntry(Entry("edgecollector-backup", manifest));
            tar.WriteEntry(Entry(name, "1"));
        }

        var (code, error) = await RunAsync("restore", "bad.tar.gz", "--data", "spare");

        Assert.Equal(78, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(["lock"], Directory.EnumerateFileSystemEntries(At("spare")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_folder_without_data_is_no_backup() =>
        Assert.Contains("holds no data of a collector", (await RunAsync("backup", "box.tar.gz", "--data", "none")).Error, StringComparison.Ordinal);

    private static System.Formats.Tar.PaxTarEntry Entry(string name, string text) =>
        new(System.Formats.Tar.TarEntryType.RegularFile, name) { DataStream = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(text)) };

    private async Task<(int Code, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var host = new CliHost { Out = output, Error = error, WorkingDirectory = _root.FullName, Environment = new Dictionary<string, string>() };
        return (await CommandLine.RunAsync(arguments.Select(a => a.Contains('/', StringComparison.Ordinal) ? At(a) : a).ToArray(), host), error.ToString());
    }

    private SegmentJournal Open(string data) => new(
        new FileBlockFolder(JournalFolder.In(At(data))), last => EpochFile.Next(At(data), TimeProvider.System, last + 1), Options, TimeProvider.System);

    private async Task AppendAsync(SegmentJournal journal, int count)
    {
        for (var done = 0; done < count;)
        {
            _batch.Clear(journal.Appended + 1);
            for (; done < count && !_batch.IsFull; done++)
            {
                _batch.Add(new Input
                {
                    Kind = InputKind.Sample, Id = 1, ValueKind = ValueKind.Text, Reference = $"{journal.Appended + 1 + _batch.Count:D100}",
                });
            }

            journal.Append(_batch, CommitUrgency.Normal);
        }

        await journal.FlushAsync(TestContext.Current.CancellationToken);
    }

    private void Place(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    private string Text(string path) => File.ReadAllText(At(path));

    private string At(string path) => Path.Combine(_root.FullName, path);
}
