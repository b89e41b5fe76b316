using System.Diagnostics;
using EdgeCollector.Interop.Tests.Peers;
using Microsoft.Data.Sqlite;

namespace EdgeCollector.Interop.Tests.Disks;

/// <summary>
/// Lives of one data folder, each ended by a power cut: the writer is killed, and the next life begins on what its block device had been given
/// by then. What a card does that lies about its cache or tears a sector is not in this model; SimDisk has it.
/// </summary>
internal sealed class PowerCut(string kind, Random random) : IDisposable
{
    private const int Mebibytes = 48;

    /// <summary>ms; of one life in four from the start of the process on, so that some cuts come while segments are made, else from the first
    /// acknowledgement on.</summary>
    private const int LongestLife = 700;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempDirectory _directory = new();
    private readonly CutLedger _ledger = new();
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
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var heard = HearAsync(writer.StandardOutput, first);
        if (random.Next(4) > 0)
        {
            await first.Task.WaitAsync(Patience);
        }

        await Task.Delay(random.Next(LongestLife));
        writer.Kill();
        await writer.WaitForExitAsync();
        await heard;
    }

    /// <summary>To the end: the pipe keeps what was said before the kill, and a line is written to it whole or not at all.</summary>
    private async Task HearAsync(StreamReader output, TaskCompletionSource first)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            _ledger.Hear(line);
            if (line.StartsWith("ack", StringComparison.Ordinal))
            {
                first.TrySetResult();
            }
        }
    }

    private async Task<IReadOnlyDictionary<long, long>> BatchesAsync(string folder)
    {
        var found = await FoundBatches.ReadAsync(Path.Combine(folder, "journal"), CutWriter.Options);
        Corrupt += found.Corrupt;
        PutAside += found.PutAside;
        return found.Epochs;
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
