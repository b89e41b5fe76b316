using EdgeCollector.Options;
using Xunit;
using static EdgeCollector.Tests.Options.ConfigurationText;

namespace EdgeCollector.Tests.Options;

public sealed class SecretResolverTests : IDisposable
{
    private readonly DirectoryInfo _credentials = Directory.CreateTempSubdirectory("edgecollector-credentials-");
    private readonly DirectoryInfo _docker = Directory.CreateTempSubdirectory("edgecollector-docker-");

    public void Dispose()
    {
        _credentials.Delete(recursive: true);
        _docker.Delete(recursive: true);
    }

    [Fact]
    public void Systemd_comes_before_docker_before_the_environment()
    {
        var secret = Secret.Reference("mqtt-password");
        Assert.Null(Resolver().Reveal(secret));
        Assert.Equal("environment", Resolver(("EDGECOLLECTOR_SECRET_MQTT_PASSWORD", "environment")).Reveal(secret));
        File.WriteAllText(Path.Combine(_docker.FullName, "mqtt-password"), "docker\n");
        Assert.Equal("docker", Resolver(("EDGECOLLECTOR_SECRET_MQTT_PASSWORD", "environment")).Reveal(secret));
        File.WriteAllText(Path.Combine(_credentials.FullName, "mqtt-password"), "systemd\r\n");
        Assert.Equal("systemd", Resolver(("EDGECOLLECTOR_SECRET_MQTT_PASSWORD", "environment")).Reveal(secret));
    }

    [Fact]
    public void An_unresolved_name_is_an_error_that_names_the_three_places()
    {
        var loaded = ConfigurationLoader.Load(Repository.Sample("bridge.yaml"), NoEnvironment);
        Resolver(("EDGECOLLECTOR_SECRET_INFLUX_TOKEN", "x")).Check(loaded);
        var found = Assert.Single(loaded.Diagnostics);
        Assert.Equal(
            $"mqtt.login.password secret mqtt_password has no value – looked for {_credentials}/mqtt_password, {_docker}/mqtt_password and $EDGECOLLECTOR_SECRET_MQTT_PASSWORD",
            found.Message);
        Assert.True(loaded.Problems.HasErrors);
    }

    [Theory]
    [InlineData("${secret:../etc/passwd}")]
    [InlineData("${secret:a/b}")]
    [InlineData("${secret:.hidden}")]
    [InlineData("${secret:}")]
    [InlineData("${env:a}")]
    public void A_name_cannot_leave_the_folder(string text)
    {
        var loaded = Load(Head + $"smtp: {{ host: h, auth: password, user: u, password: \"{text}\" }}\n" + "lines: [{ name: l, machines: [{ name: m, ideal_cycle: 1s, gpio: { run: { pin: 1 } } }] }]");
        Assert.Contains("is not a reference", Assert.Single(loaded.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_prints_as_stars()
    {
        Assert.Equal("*** ***", $"{Secret.Clear("hunter2")} {Secret.Reference("a")}");
        Assert.DoesNotContain("hunter2", new LoginOptions { Password = Secret.Clear("hunter2") }.ToString(), StringComparison.Ordinal);
    }

    private SecretResolver Resolver(params (string Name, string Value)[] environment) => new(
        environment.Append(("CREDENTIALS_DIRECTORY", _credentials.FullName)).ToDictionary(pair => pair.Item1, pair => pair.Item2),
            _docker.FullName);
}
