using EdgeCollector.Influx;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Influx;

public sealed class InfluxWriterTests
{
    private static readonly byte[] Lines = "# edgecollector/1 n 1 1 1\nm v=1 1\n"u8.ToArray();

    [Theory]
    [InlineData("1.6.7", "/write?db=edge_kpi&precision=ns", "Basic dTpw")]
    [InlineData("v2.7.1", "/api/v2/write?org=acme&bucket=edge_kpi&precision=ns", "Token t")]
    [InlineData("3.0.1", "/api/v3/write_lp?db=edge_kpi&precision=nanosecond&accept_partial=true", "Bearer t")]
    public async Task Auto_asks_ping_and_speaks_that_version(string version, string target, string authorization)
    {
        await using var server = await FakeInflux.StartAsync();
        server.Version = version;
        using var http = new HttpClient();
        var writer = new InfluxWriter(
            http, new InfluxSettings(server.Url) { Organisation = "acme", User = "u", Password = "p", Token = "t" }, TimeProvider.System);

        var answer = await writer.WriteAsync("edge_kpi", Lines, CancellationToken.None);
        await writer.WriteAsync("edge_kpi", Lines, CancellationToken.None);

        Assert.Equal(WriteClass.Accept, answer.Class);
        Assert.Equal(["/ping", target, target], server.Requests.Select(r => r.Target));
        Assert.Equal(authorization, server.Requests.Last().Authorization);
        Assert.Equal("# edgecollector/1 n 1 1 1\nm v=1 1\n", server.Requests.Last().Body);
    }

    [Fact]
    public async Task A_path_of_the_address_is_kept_and_names_are_escaped()
    {
        await using var server = await FakeInflux.StartAsync();
        using var http = new HttpClient();
        var settings = new InfluxSettings(new Uri(server.Url, "proxy/db")) { Version = InfluxVersion.V1, Gzip = false };
        var writer = new InfluxWriter(http, settings, TimeProvider.System);

        await writer.WriteAsync("a b&c", Lines, CancellationToken.None);

        Assert.Equal("/proxy/db/write?db=a%20b%26c&precision=ns", Assert.Single(server.Requests).Target);
    }

    [Theory]
    [InlineData(204, "", WriteClass.Accept, "")]
    [InlineData(400, """{"error":"partial write: unable to parse 'x'\n dropped=0"}""", WriteClass.Bisect, "unable to parse 'x' dropped=0")]
    [InlineData(400, """{"error":"database is required"}""", WriteClass.Stop, "influx init")]
    [InlineData(422, """{"code":"unprocessable entity","message":"failure writing points"}""", WriteClass.Bisect, "failure writing points")]
    [InlineData(401, """{"error":"authorization failed"}""", WriteClass.Stop, "check user, password or token")]
    [InlineData(403, """{"error":"user is required"}""", WriteClass.Stop, "influx init")]
    [InlineData(404, """{"error":"database not found: \"nope\""}""", WriteClass.Stop, "run `edgecollector influx init`")]
    [InlineData(413, "", WriteClass.Halve, "")]
    [InlineData(429, "slow down", WriteClass.Keep, "answered 429: slow down")]
    [InlineData(500, """{"error":"engine: cache-max-memory-size exceeded"}""", WriteClass.Keep, "cache-max-memory-size")]
    [InlineData(503, "<html>", WriteClass.Keep, "answered 503")]
    [InlineData(302, "", WriteClass.Keep, "answered 302")]
    public void Each_answer_has_its_class(int status, string body, object expected, string message)
    {
        var answer = InfluxAnswers.Classify(status, body, "nope", null);

        Assert.Equal(expected, answer.Class);
        Assert.Contains(message, answer.Message);
        Assert.DoesNotContain('\n', answer.Message);
    }

    [Fact]
    public void A_server_cannot_make_the_bridge_sleep_for_ever()
    {
        Assert.Equal(WriteAnswer.LongestWait, InfluxAnswers.Classify(503, "", "d", TimeSpan.FromDays(9)).RetryAfter);
        Assert.Equal(TimeSpan.Zero, InfluxAnswers.Classify(503, "", "d", TimeSpan.FromDays(-9)).RetryAfter);
    }

    [Fact]
    public async Task No_server_is_a_reason_to_wait()
    {
        using var http = new HttpClient();
        var writer = new InfluxWriter(http, new InfluxSettings(new Uri("http://127.0.0.1:1/")), TimeProvider.System);

        var answer = await writer.WriteAsync("d", Lines, CancellationToken.None);

        Assert.Equal((WriteClass.Keep, 0), (answer.Class, answer.Status));
        Assert.Contains("cannot be reached", answer.Message);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_after_the_timeout()
    {
        await using var server = await FakeInflux.StartAsync();
        using var release = new ManualResetEventSlim();
        server.Answer = _ =>
        {
            release.Wait();
            return null;
        };
        var time = new FakeTimeProvider();
        using var http = new HttpClient();
        var writer = new InfluxWriter(http, new InfluxSettings(server.Url) { Version = InfluxVersion.V1 }, time);

        var write = writer.WriteAsync("d", Lines, CancellationToken.None);
        await Patience.UntilAsync(() => !server.Requests.IsEmpty, "the request arrived");
        time.Advance(TimeSpan.FromSeconds(31));
        var answer = await write;
        release.Set();

        Assert.Equal(WriteClass.Keep, answer.Class);
        Assert.Contains("no answer within 30 s", answer.Message);
    }

    [Fact]
    public async Task The_callers_cancellation_is_the_callers()
    {
        using var http = new HttpClient();
        var writer = new InfluxWriter(http, new InfluxSettings(new Uri("http://127.0.0.1:1/")), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.WriteAsync("d", Lines, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Settings_never_print_a_secret() =>
        Assert.DoesNotContain("hunter2", new InfluxSettings(new Uri("http://h/")) { Password = "hunter2", Token = "hunter2" }.ToString());
}
