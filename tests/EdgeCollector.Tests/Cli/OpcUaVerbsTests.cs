using EdgeCollector.Cli;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Server;
using EdgeCollector.OpcUa.Types;
using EdgeCollector.Security;
using EdgeCollector.Tests.Options;
using Xunit;

namespace EdgeCollector.Tests.Cli;

/// <summary>cert, browse and test against a server over loopback.</summary>
public sealed class OpcUaVerbsTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgecollector-verbs-");
    private readonly UaServer _server;
    private readonly UaNode _good;

    public OpcUaVerbsTests()
    {
        var space = new AddressSpace("urn:test:machine", TimeProvider.System);
        var machine = space.AddObject(space.Objects, "Machine");
        space.AddVariable(machine, "StateCurrent", Variant.Of(6));
        _good = space.AddVariable(machine, "GoodCount", Variant.Of(10u));
        space.AddVariable(machine, "Temp", Variant.Of(71.5));
        var filler = space.AddObject(space.Objects, "Filler'1\e[31m");
        space.AddVariable(space.AddObject(filler, "Status"), "StateCurrent", Variant.Of(6));
        space.AddVariable(space.AddObject(filler, "Admin"), "ProdProcessedCount", Variant.Of(5));
        _server = new UaServer(space, "test", TimeProvider.System);
        _server.Start(0);
    }

    private string Endpoint => _server.EndpointUrl;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Browse_writes_configuration_that_validate_accepts()
    {
        var (exit, output, _) = await Run("browse", Endpoint, "--security", "None", "--out", "edgecollector.yaml");
        Assert.Equal(ExitCodes.Ok, exit);
        Assert.Contains("GoodCount = 10   nsu=urn:test:machine;s=Machine.GoodCount", output, StringComparison.Ordinal);
        Assert.Contains("✓ Machine: state, good; 1 tags", output, StringComparison.Ordinal);
        Assert.Contains("✓ Filler'1?[31m: PackML; 0 tags", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', output);
        var (valid, said, _) = await Run("validate", "--config", Path.Combine(_folder.FullName, "edgecollector.yaml"));
        Assert.True(valid == ExitCodes.Ok, said);
        var yaml = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "edgecollector.yaml"), TestContext.Current.CancellationToken);
        Assert.Contains("good: { node: 'nsu=urn:test:machine;s=Machine.GoodCount' }", yaml, StringComparison.Ordinal);
        Assert.Contains("allow_insecure: true", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browse_overwrites_no_file()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "mine.yaml"), "mine", TestContext.Current.CancellationToken);
        var (exit, _, error) = await Run("browse", Endpoint, "--security", "None", "--out", "mine.yaml");
        Assert.Equal((ExitCodes.Failed, "edgecollector: mine.yaml exists; choose another name, or remove it first\n"), (exit, error));
    }

    [Fact]
    public async Task A_part_for_conf_d_leaves_the_head_to_the_main_file()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "conf.d"));
        Assert.Equal(ExitCodes.Ok, (await Run("browse", Endpoint, "--security", "None", "--out", "conf.d/m.yaml")).Exit);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "edgecollector.yaml"), ConfigurationText.Head,
            TestContext.Current.CancellationToken);
        var (valid, said, _) = await Run("validate", "--config", Path.Combine(_folder.FullName, "edgecollector.yaml"));
        Assert.True(valid == ExitCodes.Ok, said);
    }

    [Fact]
    public async Task Browse_never_weakens_security_but_says_how_to_choose_none()
    {
        var (exit, _, error) = await Run("browse", Endpoint);
        Assert.Equal(ExitCodes.Failed, exit);
        Assert.EndsWith($"edgecollector browse {Endpoint} --security None\n", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("browse http://plc", "is not the address of an OPC UA server")]
    [InlineData("browse opc.tcp://plc --depth 0", "is not a number from 1 to 20")]
    [InlineData("browse opc.tcp://plc --security None --user x", "sends a password without security")]
    [InlineData("browse opc.tcp://plc --user x", "set $EDGECOLLECTOR_SECRET_OPCUA_PASSWORD")]
    [InlineData("cert trust opc.tcp://plc --allow hostnam", "\"hostnam\" is not one of hostname, expired")]
    [InlineData("cert reject 12", "40 hex digits are expected")]
    [InlineData("test m1 --for 0s", "is not a time from 1s to 1h")]
    public async Task A_usage_error_ends_with_2_and_says_why(string arguments, string expected)
    {
        var (exit, _, error) = await Run(arguments.Split(' '));
        Assert.Equal(ExitCodes.Usage, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cert_trust_of_a_server_without_security_has_nothing_to_trust()
    {
        var (exit, _, error) = await Run("cert", "trust", Endpoint, "--yes");
        Assert.Equal(ExitCodes.Failed, exit);
        Assert.Contains("there is no certificate to trust; switch security on at the server", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_certificate_is_made_by_export_shown_and_its_key_stays()
    {
        Assert.StartsWith("own       none yet", (await Run("cert", "show")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, (await Run("cert", "export", "--der", "own.der")).Exit);
        var der = await File.ReadAllBytesAsync(Path.Combine(_folder.FullName, "own.der"), TestContext.Current.CancellationToken);
        var details = CertificateDetails.Read(der, null, null, TimeProvider.System.GetUtcNow())!;
        Assert.StartsWith($"own       {details.Thumbprint}  until ", (await Run("cert", "show")).Output, StringComparison.Ordinal);
        Assert.Equal(["own.der"], Directory.GetFiles(_folder.FullName).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public async Task A_trusted_certificate_is_shown_and_taken_back_once()
    {
        using var server = new OpcUaPki(Path.Combine(_folder.FullName, "server"), TimeProvider.System);
        using var pki = new OpcUaPki(Path.Combine(_folder.FullName, "data"), TimeProvider.System);
        pki.Trust.Trust(server.Own.Certificate.RawData, CertificateFaults.Hostname);
        var thumbprint = server.Own.Thumbprint;
        Assert.Contains($"trusted   {thumbprint}  until ", (await Run("cert", "show")).Output, StringComparison.Ordinal);
        Assert.Contains("  allowed: hostname\n", (await Run("cert", "show")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, (await Run("cert", "reject", thumbprint.ToLowerInvariant())).Exit);
        Assert.Contains($"rejected  {thumbprint}", (await Run("cert", "show")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failed, (await Run("cert", "reject", thumbprint)).Exit);
    }

    [Fact]
    public async Task Test_shows_values_intervals_and_publishes_nothing()
    {
        await Run("browse", Endpoint, "--security", "None", "--out", "edgecollector.yaml");
        var count = 10u;
        using var counting = new Timer(_ => _good.Set(Variant.Of(++count), DateTime.UtcNow), null, 100, 100);
        var (exit, output, error) = await Run("test", "machine", "--for", "2s", "--config",
            Path.Combine(_folder.FullName, "edgecollector.yaml"));
        Assert.True(exit == ExitCodes.Ok, output + error);
        Assert.Matches(@"state +6 \(Execute\) +Good .* queue asked 100, got 100\n", output);
        Assert.Matches(@"good +[0-9]+ \(\+[1-9][0-9]*\) +Good .*sampling asked 0 ms, got ", output);
        Assert.EndsWith("nothing was published\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_names_the_machines_there_are()
    {
        await Run("browse", Endpoint, "--security", "None", "--out", "edgecollector.yaml");
        var (exit, _, error) = await Run("test", "nobody", "--config", Path.Combine(_folder.FullName, "edgecollector.yaml"));
        Assert.Equal((ExitCodes.Usage, "edgecollector: there is no machine nobody; there are machine, filler131m\n"),
            (exit, error));
    }

    private async Task<(int Exit, string Output, string Error)> Run(params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var host = new CliHost
        {
            Out = output, Error = error, Environment = ConfigurationText.NoEnvironment, WorkingDirectory = _folder.FullName,
        };
        var data = arguments[0] is "cert" or "browse" or "test" && arguments.Length > 1
            ? (string[])["--data", Path.Combine(_folder.FullName, "data")] : [];
        var exit = await CommandLine.RunAsync([.. arguments, .. data], host);
        return (exit, output.ToString(), error.ToString());
    }
}
