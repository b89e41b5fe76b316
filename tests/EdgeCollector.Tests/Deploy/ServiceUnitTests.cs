using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using EdgeCollector.Tests.Architecture;
using Xunit;

namespace EdgeCollector.Tests.Deploy;

/// <summary>deploy/systemd/edgecollector.service: its structure, and what systemd-analyze says of it where that is installed.</summary>
public sealed partial class ServiceUnitTests
{
    private static readonly string File = Path.Combine(SourceTree.Root, "deploy", "systemd", "edgecollector.service");
    private static readonly ILookup<string, string> Service = Read("Service");

    [Theory]
    [InlineData("Type", "notify")]
    [InlineData("WatchdogSec", "30")]
    [InlineData("Restart", "always")]
    [InlineData("User", "edgecollector")]
    [InlineData("StateDirectory", "edgecollector")]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("ProtectSystem", "strict")]
    [InlineData("ProtectHome", "yes")]
    [InlineData("PrivateTmp", "yes")]
    [InlineData("ProtectKernelTunables", "yes")]
    [InlineData("ProtectKernelModules", "yes")]
    [InlineData("ProtectKernelLogs", "yes")]
    [InlineData("ProtectControlGroups", "yes")]
    [InlineData("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX")]
    [InlineData("RestrictNamespaces", "yes")]
    [InlineData("LockPersonality", "yes")]
    [InlineData("CapabilityBoundingSet", "")]
    [InlineData("DevicePolicy", "closed")]
    [InlineData("DeviceAllow", "char-gpiochip rw")]
    [InlineData("MemoryHigh", "256M")]
    public void A_setting_stands_as_decided(string name, string value) => Assert.Equal([value], Service[name]);

    [Fact]
    public void System_calls_are_those_of_a_service() => Assert.Contains("@system-service", Service["SystemCallFilter"]);

    [Fact]
    public void Writable_memory_may_be_executed_as_the_packaged_build_has_a_JIT() => Assert.Empty(Service["MemoryDenyWriteExecute"]);

    [Fact]
    public void A_clean_stop_has_more_time_than_the_10_s_it_may_take() =>
        Assert.InRange(int.Parse(Service["TimeoutStopSec"].Single(), CultureInfo.InvariantCulture), 11, 60);

    [Fact]
    public void Credentials_are_taken_from_the_credential_store_where_each_may_be_missing()
    {
        Assert.NotEmpty(Service["LoadCredential"]);
        // With a path of its own a missing credential would keep the service from starting.
        Assert.All(Service["LoadCredential"], c => Assert.Matches("^[a-z_]+$", c));
    }

    [Fact]
    public async Task Systemd_rates_the_exposure_at_2_or_less()
    {
        Assert.SkipUnless(System.IO.File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze is not installed: apt-get install systemd");
        var start = new ProcessStartInfo("/usr/bin/systemd-analyze", ["security", "--offline=true", "--no-pager", File])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var analyze = Process.Start(start)!;
        var errors = analyze.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = await analyze.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await errors;
        await analyze.WaitForExitAsync(TestContext.Current.CancellationToken);

        var exposure = Exposure().Match(text);
        Assert.True(exposure.Success, text);
        Assert.InRange(double.Parse(exposure.Groups[1].Value, CultureInfo.InvariantCulture), 0, 2.0);
    }

    private static ILookup<string, string> Read(string wanted)
    {
        var section = "";
        var settings = new List<(string Name, string Value)>();
        foreach (var line in System.IO.File.ReadLines(File).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line[0] == '[')
            {
                section = line.Trim('[', ']');
                continue;
            }

            Assert.Contains('=', line);
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (section == wanted)
            {
                settings.Add((line[..equals], line[(equals + 1)..]));
            }
        }

        return settings.ToLookup(s => s.Name, s => s.Value);
    }

    [GeneratedRegex(@"Overall exposure level[^:]*: ([0-9.]+)")]
    private static partial Regex Exposure();
}
