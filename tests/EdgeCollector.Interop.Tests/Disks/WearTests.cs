using System.Globalization;
using EdgeCollector.Interop.Tests.EndToEnd;
using EdgeCollector.Interop.Tests.Peers;
using Xunit;
using static System.FormattableString;

namespace EdgeCollector.Interop.Tests.Disks;

/// <summary>T20 of reliability.md: what the block device under the data folder is given to write, all files and the file system's own journal
/// included. <c>EDGECOLLECTOR_WEAR</c> says over how many seconds; without it, nothing is measured.</summary>
[Trait("Needs", "node-opcua")]
[Trait("Needs", "mosquitto")]
[Trait("Needs", "influxdb")]
[Trait("Needs", "root")]
public sealed class WearTests
{
    private const double MostGigabytesADay = 1.0;
    private const long SegmentBytes = 4 * 1024 * 1024;

    /// <summary>Reserve, database and configuration are written, and the first stops have come.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task A_day_of_100_samples_a_second_writes_at_most_1_GB(int stateChanges)
    {
        var named = int.TryParse(Environment.GetEnvironmentVariable("EDGECOLLECTOR_WEAR"), CultureInfo.InvariantCulture, out var seconds);
        Assert.SkipUnless(named, "a long form: set EDGECOLLECTOR_WEAR to the seconds to measure");
        using var directory = new TempDirectory();
        LoopDisk? disk = null;
        var peer = new OpcUaPeerOptions { Tags = 10, Rate = 10, MachineRate = 20, StateRate = stateChanges };
        try
        {
            var (rig, _, _) = await EndToEndRig.StartAsync(peer, SiteFile.NoSecurity, "3s", tags: 10, prepare: async collector =>
            {
                await LoopDisk.FormatAsync(directory.At("disk.img"), 512);
                disk = await LoopDisk.MountAsync(directory.At("disk.img"), collector.DataDirectory);
            });
            await using (rig)
            {
                // The collector's folder is removed with the rig: the disk leaves before.
                await using var mounted = disk!;
                await Task.Delay(WarmUp);
                var before = await SeenAsync(rig, disk!);
                await Task.Delay(TimeSpan.FromSeconds(seconds));
                var after = await SeenAsync(rig, disk!);
                Assert.Equal(0, await rig.Collector.StopAsync());
                var (line, day) = Judge(before, after, stateChanges);
                TestContext.Current.SendDiagnosticMessage(line);
                Assert.True(day <= MostGigabytesADay, line);
            }
        }
        finally
        {
            await (disk?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    /// <summary>New segments are zeroed once in a card's life, and used again for ever: they are told, and not scaled to a day.</summary>
    private static (string Line, double Day) Judge(Seen before, Seen after, int stateChanges)
    {
        var seconds = TimeProvider.System.GetElapsedTime(before.At, after.At).TotalSeconds;
        var zeroed = (after.Segments - before.Segments) * SegmentBytes;
        double PerDay(long bytes) => bytes / seconds * 86_400 / 1e9;
        var day = PerDay(after.Device - before.Device - zeroed);
        var log = PerDay(after.Log - before.Log - zeroed);
        var line = Invariant($"wear: {(after.Inputs - before.Inputs) / seconds:0.0} inputs/s and {stateChanges} state changes/s over {seconds:0} s: {day:0.00} GB a day to the device")
            + Invariant($" ({log:0.00} of the log; archive grows by {PerDay(after.Archive - before.Archive):0.00}, history by ")
            + Invariant($"{PerDay(after.History - before.History):0.00}; {zeroed / SegmentBytes} segments zeroed besides)");
        return (line, day);
    }

    /// <summary>With everything written that waits in the page cache: what comes later belongs to what comes later.</summary>
    private static async Task<Seen> SeenAsync(EndToEndRig rig, LoopDisk disk)
    {
        await Mount.RequireAsync("sync", "-f", disk.Folder);
        using var http = new HttpClient { BaseAddress = Pages(rig.Collector.Log) };
        var metrics = (await http.GetStringAsync("metrics")).Split('\n');
        long Metric(string name) => (long)metrics.Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        return new Seen(
            TimeProvider.System.GetTimestamp(), disk.Written, Metric("ec_disk_bytes_written_total"), Metric("ec_inputs_total"),
            Directory.GetFiles(Path.Combine(disk.Folder, "journal"), "*.segment").Length,
            Size(disk.Folder, "*.archive"), Size(disk.Folder, "history.db*"));
    }

    private static Uri Pages(string log) =>
        new(log.Split(Environment.NewLine).First(line => line.StartsWith("ready ", StringComparison.Ordinal)).Split(' ')[1]);

    private static long Size(string folder, string pattern) =>
        new DirectoryInfo(folder).GetFiles(pattern, SearchOption.AllDirectories).Sum(file => file.Length);

    private sealed record Seen(long At, long Device, long Log, long Inputs, int Segments, long Archive, long History);
}
