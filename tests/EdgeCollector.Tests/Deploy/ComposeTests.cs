using EdgeCollector.Tests.Architecture;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace EdgeCollector.Tests.Deploy;

/// <summary>deploy/compose.yaml: its structure. Merge keys are resolved here as compose does.</summary>
public sealed class ComposeTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "deploy");
    private static readonly YamlMappingNode Compose = Load("compose.yaml");

    public static TheoryData<string> Services => [.. Map(Compose, "services").Children.Keys.Select(k => k.ToString())];

    [Fact]
    public void The_stack_is_broker_database_dashboards_and_collector() =>
        Assert.Equal(["edgecollector", "grafana", "influxdb", "mosquitto"], Services.Select(s => s.Data).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void Each_service_is_read_only_without_capabilities_and_not_root(string name)
    {
        Assert.Equal("true", Get(name, "read_only")!.ToString());
        Assert.Equal(["ALL"], Texts(Get(name, "cap_drop")));
        Assert.Contains("no-new-privileges:true", Texts(Get(name, "security_opt")));
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", Get(name, "user")!.ToString());
        Assert.NotNull(Get(name, "mem_limit"));
        Assert.NotNull(Get(name, "pids_limit"));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Each_image_has_a_version(string name) => Assert.Matches(@":\d[\w.]*$", Get(name, "image")!.ToString());

    [Theory]
    [MemberData(nameof(Services))]
    public void Ports_are_open_to_the_host_itself_only(string name) =>
        Assert.All(Texts(Get(name, "ports")), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void No_password_or_token_stands_in_the_environment(string name)
    {
        foreach (var (key, value) in Get(name, "environment") is YamlMappingNode map ? map.Children.ToArray() : [])
        {
            if (key.ToString().Contains("PASSWORD", StringComparison.Ordinal) || key.ToString().Contains("TOKEN", StringComparison.Ordinal))
            {
                Assert.EndsWith("_FILE", key.ToString(), StringComparison.Ordinal);
                Assert.StartsWith("/run/secrets/", value.ToString(), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Secrets_volumes_and_files_that_are_used_exist(string name)
    {
        var secrets = Map(Compose, "secrets").Children.Keys.Select(k => k.ToString()).ToArray();
        var volumes = Map(Compose, "volumes").Children.Keys.Select(k => k.ToString()).ToArray();
        Assert.All(Texts(Get(name, "secrets")), s => Assert.Contains(s, secrets));
        foreach (var volume in Texts(Get(name, "volumes")))
        {
            var source = volume.Split(':')[0];
            if (source.StartsWith("./", StringComparison.Ordinal))
            {
                Assert.True(File.Exists(Path.Combine(Folder, source)), $"{source} is mounted but not there");
                Assert.EndsWith(":ro", volume, StringComparison.Ordinal);
            }
            else
            {
                Assert.Contains(source, volumes);
            }
        }
    }

    [Fact]
    public void The_broker_lets_nobody_in_without_a_password() =>
        Assert.Contains("allow_anonymous false", File.ReadAllLines(Path.Combine(Folder, "stack", "mosquitto.conf")));

    [Theory]
    [InlineData("stack/edgecollector.yaml")]
    [InlineData("stack/grafana-datasource.yaml")]
    public void The_stack_s_files_are_YAML_without_a_password_in_clear(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));
        Assert.NotEmpty(Load(file).Children);
        Assert.DoesNotMatch("""(password|token): *"?[^"$ ]""", text);
    }

    private static YamlMappingNode Load(string file)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(Path.Combine(Folder, file));
        stream.Load(reader);
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    private static YamlMappingNode Map(YamlMappingNode node, string key) => (YamlMappingNode)node[new YamlScalarNode(key)];

    private static YamlNode? Get(string service, string key)
    {
        var node = Map(Map(Compose, "services"), service);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var own) ? own
            : node.Children.TryGetValue(new YamlScalarNode("<<"), out var merged)
                && ((YamlMappingNode)merged).Children.TryGetValue(new YamlScalarNode(key), out var shared) ? shared
            : null;
    }

    private static IEnumerable<string> Texts(YamlNode? node) => node is YamlSequenceNode list ? list.Select(n => n.ToString()) : [];
}
