using System.Diagnostics;
using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.Disks;

/// <summary>A file system of its own at a folder, for as long as the object lives; a test that may not mount skips and says why.</summary>
internal sealed class Mount : IAsyncDisposable
{
    private bool _gone;

    private Mount(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>A file system in memory.</summary>
    public static Task<Mount> MemoryAsync(string folder, int mebibytes) =>
        MountAsync(folder, "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs");

    public static async Task<Mount> MountAsync(string folder, params string[] arguments)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "not root: a file system of its own cannot be mounted");
        Directory.CreateDirectory(folder);
        var (code, said) = await RunAsync("mount", [.. arguments, folder]);
        Assert.SkipWhen(code != 0, $"a file system of its own cannot be mounted here: {said}");
        return new Mount(folder);
    }

    /// <summary><c>ro</c>, <c>rw</c>, <c>abort</c>.</summary>
    public Task RemountAsync(string how) => RequireAsync("mount", "-o", $"remount,{how}", Folder);

    public static async Task<string> RequireAsync(string program, params string[] arguments)
    {
        var (code, said) = await RunAsync(program, arguments);
        return code == 0 ? said : throw new PeerException($"{program} {string.Join(' ', arguments)}: exit code {code}", said);
    }

    /// <summary>Of a busy one it goes with the last process that uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_gone)
        {
            return;
        }

        _gone = true;
        if ((await RunAsync("umount", Folder)).Code != 0)
        {
            await RequireAsync("umount", "-l", Folder);
        }
    }

    private static async Task<(int Code, string Said)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Programs.Find(program) ?? program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said).Trim());
    }
}
