using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.GpioMachine;

/// <summary>An emulated board.</summary>
internal enum Guest
{
    /// <summary>As a Raspberry Pi 4: in every test run.</summary>
    Arm64,

    /// <summary>As an industrial PC: by a command.</summary>
    X64,
}

/// <summary>
/// The published collector in the virtual machine of <c>tests/hil</c>: a real kernel, a real GPIO character device, and a scenario
/// played on its lines. Skipped by name where QEMU or the publish is missing.
/// </summary>
internal static class GpioVm
{
    /// <summary>What the guest calls the host's loopback.</summary>
    public const string Host = "10.0.2.2";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <param name="options">Of <c>gpio-vm.sh</c>.</param>
    public static async Task<GpioVmConsole> PlayAsync(string configuration, string scenario, Guest guest = Guest.Arm64, params string[] options)
    {
        using var directory = new TempDirectory();
        var app = directory.At("app");
        Copy(Require(guest), app);
        await File.WriteAllTextAsync(Path.Combine(app, "edgecollector.yaml"), configuration);
        await using var machine = ChildProcess.Start(
            Repository.At("tests", "hil", "gpio-vm.sh"),
            [
                .. options, "--arch", guest == Guest.Arm64 ? "arm64" : "amd64", "--exe", "edgecollector", "--env", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1", "--ready", "^ready", "--timeout", "200",
                "--log", directory.At("console.log"), app, directory.Write("scenario.txt", scenario), "--",
                "run", "--config", "edgecollector.yaml", "--data", options.Contains("--disk") ? "/data/edge" : "/tmp/data",
            ],
            directory.Path);
        var code = await machine.WaitForExitAsync(Patience);
        Assert.True(code == 0, $"exit code {code}: {machine.Log}");
        return new GpioVmConsole(machine.Log);
    }

    private static string Require(Guest guest)
    {
        // Folder of a self-contained publish; tests/run makes that for arm64.
        var (variable, runtime) = guest == Guest.Arm64 ? ("EDGECOLLECTOR_ARM64", "linux-arm64") : ("EDGECOLLECTOR_X64", "linux-x64");
        if (guest == Guest.Arm64)
        {
            Programs.Require("qemu-system-aarch64", "qemu-system-arm");
            Programs.Require("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu libc6-dev-arm64-cross");
        }
        else
        {
            Programs.Require("qemu-system-x86_64", "qemu-system-x86");
        }

        var published = Environment.GetEnvironmentVariable(variable) ?? "";
        Assert.SkipWhen(
            published.Length == 0,
            $"{variable} does not name a publish: dotnet publish src/EdgeCollector -r {runtime} --self-contained -p:PublishAot=false");
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
