using System.Globalization;
using System.Runtime.InteropServices;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Cli.Doctor;

/// <summary>Processor, board and clock.</summary>
internal static class SystemCheck
{
    private const int OldestYear = 2024;
    private static readonly string[] Models = ["/proc/device-tree/model", "/sys/class/dmi/id/product_name"];

    /// <summary>The board's own name for itself; empty where it has none.</summary>
    public static string Model()
    {
        foreach (var file in Models)
        {
            try
            {
                if (File.Exists(file)) return Terminal.Safe(File.ReadAllText(file).TrimEnd('\0', '\n', ' '), most: 80);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A board that keeps its name to itself.
            }
        }

        return "";
    }

    public static Finding System()
    {
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        var text = $"64-bit {architecture}, Linux {Environment.OSVersion.Version.ToString(2)}"
            + (Model() is { Length: > 0 } model ? $", {model}" : "");
        return Environment.Is64BitProcess
            ? Finding.Ok("system", "", text)
            : Finding.Failed("system", "", $"32-bit {architecture} – install a 64-bit system (Raspberry Pi OS 64-bit)");
    }

    public static Finding Clock(SystemClock.State clock, DateTimeOffset now)
    {
        const string Mend = "start one: systemctl enable --now systemd-timesyncd";
        if (now.Year < OldestYear)
        {
            return Finding.Failed("clock", "", string.Create(CultureInfo.InvariantCulture, $"it is said to be {now:yyyy-MM-dd}: no time server yet – {Mend}"));
        }

        return clock.IsSynchronised
            ? Finding.Ok("clock", "", string.Create(
                CultureInfo.InvariantCulture, $"kept by a time server, {clock.Offset.TotalMilliseconds:+0.0;-0.0} ms off"))
            : Finding.Warning("clock", "", $"kept by no time server, so times of this box and of the databases drift apart – {Mend}");
    }
}
