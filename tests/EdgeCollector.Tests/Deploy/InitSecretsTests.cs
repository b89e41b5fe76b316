using System.Diagnostics;
using System.Security.Cryptography;
using EdgeCollector.Tests.Architecture;
using Xunit;

namespace EdgeCollector.Tests.Deploy;

/// <summary>deploy/init-secrets: what it writes, on this machine.</summary>
public sealed class InitSecretsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgecollector-").FullName;

    [Fact]
    public async Task Every_secret_of_the_stack_is_made_and_its_own()
    {
        await RunAsync();

        string[] names = ["grafana_password", "influx_password", "influx_token", "mqtt_password"];
        Assert.Equal(
            [.. names[..3], "mosquitto_passwords", names[3]],
            Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var secrets = names.Select(Secret).ToArray();
        Assert.All(secrets, s => Assert.Matches("^[0-9a-f]{48}$", s));
        Assert.Equal(names.Length, secrets.Distinct().Count());
    }

    [Fact]
    public async Task The_broker_s_password_file_holds_the_hash_of_the_collector_s_password()
    {
        await RunAsync();

        var parts = Secret("mosquitto_passwords").TrimEnd().Split('$');
        Assert.Equal(["edge:", "7", "101"], parts[..3]);
        var hash = Rfc2898DeriveBytes.Pbkdf2(
            Secret("mqtt_password"), Convert.FromBase64String(parts[3]), 101, HashAlgorithmName.SHA512, 64);
        Assert.Equal(Convert.ToBase64String(hash), parts[4]);
    }

    [Fact]
    public async Task Secrets_that_are_there_are_kept()
    {
        await RunAsync();
        var before = Secret("influx_token");
        File.Delete(Path.Combine(_folder, "grafana_password"));

        await RunAsync();

        Assert.Equal(before, Secret("influx_token"));
        Assert.NotEmpty(Secret("grafana_password"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Secret(string name) => File.ReadAllText(Path.Combine(_folder, name));

    private async Task RunAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "openssl is not installed: apt-get install openssl");
        var start = new ProcessStartInfo(Path.Combine(SourceTree.Root, "deploy", "init-secrets"), [_folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var script = Process.Start(start)!;
        var output = script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) + await output;
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(script.ExitCode == 0, errors);
    }
}
