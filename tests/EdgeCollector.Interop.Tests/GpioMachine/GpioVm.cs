using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.GpioMachine;

/// <summary>
/// The published arm64 collector in the virtual machine of <c>tests/hil</c>: a real kernel, a real GPIO character device, and a scenario
/// played on its lines. Skipped by name where QEMU or the publish is missing.
/// </summary>
internal static class GpioVm
{
    /// <summary>What the guest calls the host's loopback.</summary>
    public const string Host = "10.0.2.2";

    /// <summary>Folder of a self-contained publish for linux-arm64; <c>tests/run</c> makes it.</summary>
    private const string Publish = "EDGECOLLECTOR_ARM64";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <returns>The guest's console.</returns>
    public static async Task<string> PlayAsync(string configuration, string scenario)
    {
        using var directory = new TempDirectory();
        var app = directory.At("app");
        Copy(Require(), app);
        await File.WriteAllTextAsync(Path.Combine(app, "edgecollector.yaml"), configuration);
        await using var guest = ChildProcess.Start(
            Repository.At("tests", "hil", "gpio-vm.sh"),
            [
                "--exe", "edgecollector", "--env", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1", "--ready", "^ready", "--timeout", "200",
                "--log", directory.At("console.log"), app, directory.Write("scenario.txt", scenario), "--",
                "run", "--config", "edgecollector.yaml", "--data", "/tmp/data",
            ],
            directory.Path);
        var code = await guest.WaitForExitAsync(Patience);
        Assert.True(code == 0, $"exit code {code}: {guest.Log}");
        return guest.Log;
    }

    private static string Require()
    {
        Programs.Require("qemu-system-aarch64", "qemu-system-arm");
        Programs.Require("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu libc6-dev-arm64-cross");
        var published = Environment.GetEnvironmentVariable(Publish) ?? "";
        Assert.SkipWhen(
            published.Length == 0,
            $"{Publish} does not name a publish: dotnet publish src/EdgeCollector -r linux-arm64 --self-contained -p:PublishAot=false");
        return published;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
