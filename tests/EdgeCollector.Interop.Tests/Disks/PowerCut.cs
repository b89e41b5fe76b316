using System.Diagnostics;
using EdgeCollector.Core.Journal;
using EdgeCollector.Interop.Tests.Peers;
using EdgeCollector.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeCollector.Interop.Tests.Disks;

/// <summary>
/// Lives of one data folder, each ended by a power cut: the writer is killed, and the next life begins on what its block device had been given
/// by then. What a card does that lies about its cache or tears a sector is not in this model; SimDisk has it.
/// </summary>
internal sealed class PowerCut(string kind, Random random) : IDisposable
{
    private const int Mebibytes = 48;

    /// <summary>From the start of the process on, so that some cuts come before the first commit, or while segments are made.</summary>
    private const int LongestLife = 900;

    private readonly TempDirectory _directory = new();
    private readonly CutLedger _ledger = new();
    private readonly RecordBatch _scratch = new();
    private int _image;

    public long Acknowledged => _ledger.Acknowledged;

    public long Lost => _ledger.Lost;

    /// <summary>Batches that came out other than they were written.</summary>
    public long Corrupt { get; private set; }

    /// <summary>Bytes that recovery put aside: torn commits that nobody was promised.</summary>
    public long PutAside { get; private set; }

    private string Image => _directory.At($"{_image}.img");

    public async Task CutAsync()
    {
        if (_image == 0)
        {
            await LoopDisk.FormatAsync(Image, Mebibytes);
        }

        var before = Image;
        await using (var disk = await LoopDisk.MountAsync(before, _directory.At("before")))
        {
            await LiveAsync(disk.Folder);
            _image++;
            disk.CopyTo(Image);
        }

        File.Delete(before);
        await using var after = await LoopDisk.MountAsync(Image, _directory.At("after"));
        _ledger.Compare(kind == CutWriter.Sqlite ? Rows(after.Folder) : await BatchesAsync(after.Folder));
    }

    public void Dispose() => _directory.Dispose();

    private async Task LiveAsync(string folder)
    {
        using var writer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [CutWriter.Verb, kind, folder])
        {
            RedirectStandardOutput = true,
        })!;
        var heard = HearAsync(writer.StandardOutput);
        await Task.Delay(random.Next(LongestLife));
        writer.Kill();
        await writer.WaitForExitAsync();
        await heard;
    }

    private async Task HearAsync(StreamReader output)
    {
        // The pipe keeps what was said before the end; only whole lines count.
        var said = await output.ReadToEndAsync();
        foreach (var line in said[..(said.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            _ledger.Hear(line);
        }
    }

    /// <summary>Id to epoch of everything that the journal gives.</summary>
    private async Task<Dictionary<long, long>> BatchesAsync(string folder)
    {
        var found = new Dictionary<long, long>();
        await using var journal = new SegmentJournal(
            new FileBlockFolder(Path.Combine(folder, "journal")), last => last + 1, CutWriter.Options, TimeProvider.System);
        PutAside += journal.DamagedBytes;
        for (var next = 1L; journal.TryRead(next, out _, out var bytes);)
        {
            if (!BatchHeader.TryVerify(bytes.Span, out var header) || !CutContent.Equals(_scratch, bytes, header))
            {
                Corrupt++;
            }

            for (var id = header.First; id <= header.Last; id++)
            {
                found[id] = header.Epoch;
            }

            next = Math.Max(header.Last, next) + 1;
        }

        return found;
    }

    private Dictionary<long, long> Rows(string folder)
    {
        var found = new Dictionary<long, long>();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "rows.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from sqlite_master where name = 's'";
        if ((long)command.ExecuteScalar()! == 0)
        {
            return found;
        }

        command.CommandText = "select id, v from s";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            found[reader.GetInt64(0)] = 1;
            Corrupt += reader.GetInt64(1) == CutContent.Row(reader.GetInt64(0)) ? 0 : 1;
        }

        return found;
    }
}
