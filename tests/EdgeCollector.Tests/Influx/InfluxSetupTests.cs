using EdgeCollector.Influx;
using Xunit;

namespace EdgeCollector.Tests.Influx;

/// <summary>v2 and v3 answers are those of their public API descriptions; the real servers are not at hand.</summary>
public sealed class InfluxSetupTests
{
    [Fact]
    public async Task V1_makes_what_is_missing_and_leaves_what_is_there()
    {
        await using var server = await FakeInflux.StartAsync();
        server.Answer = r => r.Body.Contains("SHOW")
            ? (200, """{"results":[{"statement_id":0,"series":[{"name":"databases","columns":["name"],"values":[["_internal"],["edge_raw"]]}]}]}""")
            : (200, """{"results":[{"statement_id":0}]}""");

        var results = await RunAsync(server, new(server.Url) { Version = InfluxVersion.V1 });

        Assert.Equal(
            [("edge_kpi", true, "made, kept for 730 days"), ("edge_raw", true, "is there already; its retention stays as it is")], results);
        var create = Assert.Single(server.Requests, r => r.Body.Contains("CREATE"));
        Assert.Equal(
            "q=CREATE DATABASE \"edge_kpi\" WITH DURATION 17520h REPLICATION 1 NAME \"edgecollector\"", Uri.UnescapeDataString(create.Body.Replace('+', ' ')));
    }

    [Fact]
    public async Task V1_errors_within_a_200_are_errors()
    {
        await using var server = await FakeInflux.StartAsync();
        server.Answer = r => (200, """{"results":[{"error":"error authorizing query: u not authorized to execute statement 'SHOW DATABASES', requires admin privilege"}]}""");

        var results = await RunAsync(server, new(server.Url) { Version = InfluxVersion.V1 });

        Assert.All(results, r => Assert.False(r.Ok));
        Assert.Contains("must be an administrator's", results[0].Message);
    }

    [Fact]
    public async Task V2_finds_the_organisation_and_makes_buckets_with_retention()
    {
        await using var server = await FakeInflux.StartAsync();
        server.Answer = r => (r.Method, r.Target) switch
        {
            ("GET", "/api/v2/orgs?org=acme") => (200, """{"orgs":[{"id":"0badc0de","name":"acme"}]}"""),
            ("GET", "/api/v2/buckets?orgID=0badc0de&name=edge_kpi") => (200, """{"buckets":[{"name":"edge_kpi"}]}"""),
            ("GET", _) => (200, """{"buckets":[]}"""),
            _ => (201, "{}"),
        };

        var results = await RunAsync(server, new(server.Url) { Version = InfluxVersion.V2, Organisation = "acme", Token = "t" });

        Assert.Equal([true, true], results.Select(r => r.Ok));
        Assert.Equal(
            """{"orgID":"0badc0de","name":"edge_raw","retentionRules":[{"type":"expire","everySeconds":2592000}]}""",
            Assert.Single(server.Requests, r => r.Method == "POST").Body);
    }

    [Fact]
    public async Task V2_without_the_organisation_names_the_key()
    {
        await using var server = await FakeInflux.StartAsync();
        server.Answer = _ => (404, """{"code":"not found","message":"organization name \"acme\" not found"}""");

        var results = await RunAsync(server, new(server.Url) { Version = InfluxVersion.V2, Organisation = "acme", Token = "t" });

        Assert.Contains("has no organisation 'acme': set influx.org", results[0].Message);
    }

    [Theory]
    [InlineData(200, true, "made, kept for 730 days")]
    [InlineData(409, true, "is there already")]
    [InlineData(401, false, "check user, password or token")]
    [InlineData(500, false, "create 'edge_kpi' by hand")]
    public async Task V3_creates_with_retention(int status, bool ok, string message)
    {
        await using var server = await FakeInflux.StartAsync();
        server.Answer = _ => (status, "{}");

        var results = await RunAsync(server, new(server.Url) { Version = InfluxVersion.V3, Token = "t" });

        Assert.Equal(ok, results[0].Ok);
        Assert.Contains(message, results[0].Message);
        Assert.Equal("""{"db":"edge_kpi","retention_period":"730d"}""", server.Requests.First().Body);
    }

    [Fact]
    public async Task No_server_is_said_in_one_line()
    {
        using var http = new HttpClient();
        var setup = new InfluxSetup(http, new(new Uri("http://127.0.0.1:1/")), TimeProvider.System);
        var results = await setup.RunAsync(CancellationToken.None);

        Assert.All(results, r => Assert.Contains("check influx.url", r.Message));
    }

    private static async Task<List<(string Database, bool Ok, string Message)>> RunAsync(FakeInflux server, InfluxSettings settings)
    {
        using var http = new HttpClient();
        var results = await new InfluxSetup(http, settings, TimeProvider.System).RunAsync(CancellationToken.None);
        Assert.NotEmpty(server.Requests);
        return [.. results.Select(r => (r.Database, r.Ok, r.Message))];
    }
}
