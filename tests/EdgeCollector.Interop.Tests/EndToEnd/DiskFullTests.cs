using System.Diagnostics;
using EdgeCollector.Interop.Tests.Disks;
using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.EndToEnd;

/// <summary>T5 of reliability.md with the whole collector: the data folder on a small disk of its own that fills up, once, or a tenth of
/// <c>EDGECOLLECTOR_FILLS</c> times.</summary>
[Trait("Needs", "node-opcua")]
[Trait("Needs", "mosquitto")]
[Trait("Needs", "influxdb")]
[Trait("Needs", "root")]
public sealed class DiskFullTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task On_a_full_disk_measuring_goes_on_over_a_restart_and_nothing_is_missing_afterwards()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "not root: a file system of its own cannot be mounted");
        var mounted = "";
        var (rig, before, _) = await EndToEndRig.StartAsync(new OpcUaPeerOptions(), SiteFile.NoSecurity, "3s", prepare: async collector =>
        {
            mounted = collector.DataDirectory;
            Directory.CreateDirectory(mounted);
            var code = await RunAsync("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", mounted);
            Assert.SkipWhen(code != 0, "a file system of its own cannot be mounted here");
        });
        try
        {
            var fill = Path.Combine(mounted, "fill");
            for (var left = Math.Max(FullDiskTests.Fills / 10, 1); left > 0; left--)
            {
                await ProducesAsync(rig, 30);
                Fill(fill);
                await ProducesAsync(rig, 60);
                await rig.Collector.KillAsync();
                await rig.Collector.RunAsync();
                await ProducesAsync(rig, 30);
                File.Delete(fill);
                await ProducesAsync(rig, 30);
            }

            await rig.FreezeAndCompareCountsAsync(before);
            Assert.Equal(0, await rig.Collector.StopAsync());
        }
        finally
        {
            Assert.Equal(0, await RunAsync("umount", "-l", mounted));
            await rig.DisposeAsync();
        }
    }

    private static async Task ProducesAsync(EndToEndRig rig, int more)
    {
        var first = (await rig.Peer.TruthAsync()).Truth.GoodMade;
        await Until.HoldsAsync(
            async () => (await rig.Peer.TruthAsync()).Truth.GoodMade, made => made >= first + more, $"{more} pieces made", Patience);
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var error = Assert.Throws<IOException>(() =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                file.Write(new byte[4096]);
            }
        });
        Assert.Contains("No space", error.Message, StringComparison.Ordinal);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
