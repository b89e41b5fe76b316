using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using EdgeCollector.Core.Oee;
using EdgeCollector.Dashboard;
using EdgeCollector.Storage.History;
using EdgeCollector.Tests.Storage.History;
using Xunit;

namespace EdgeCollector.Tests.Dashboard;

public sealed class DashboardHostTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/api/v1/live", 200)]
    [InlineData("/api/v1/shifts", 503)]
    [InlineData("/api/v1/stops", 503)]
    [InlineData("/health/live", 200)]
    [InlineData("/health/ready", 200)]
    [InlineData("/metrics", 200)]
    [InlineData("/assets/none.css", 404)]
    [InlineData("/nowhere", 404)]
    public async Task Every_route_carries_the_policy_and_the_headers(string path, int status)
    {
        await using var host = await SampleHost.StartAsync();
        using var client = Client(host);

        using var answer = await client.GetAsync(path, Cancel);

        Assert.Equal(status, (int)answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task The_first_load_is_at_most_60_kB_compressed_and_its_files_stay_for_a_year()
    {
        await using var host = await SampleHost.StartAsync();
        using var client = Client(host, gzip: true);
        var page = await client.GetByteArrayAsync("/", Cancel);
        var text = System.Text.Encoding.UTF8.GetString(Unzip(page));
        var sum = page.Length;
        foreach (var path in text.Split('"').Where(p => p.StartsWith("/assets/", StringComparison.Ordinal)).Distinct())
        {
            using var answer = await client.GetAsync(path, Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            sum += (await answer.Content.ReadAsByteArrayAsync(Cancel)).Length;
        }

        Assert.InRange(sum, 2_000, 60 * 1024);
    }

    [Theory]
    [InlineData("?lang=de", "lang=en", "nl", "de")]
    [InlineData("", "lang=en", "nl", "en")]
    [InlineData("", "", "fr;q=0.9, de;q=0.8, en;q=0.3", "de")]
    [InlineData("?lang=fr", "", "pl", "nl")]
    public async Task The_language_is_asked_then_chosen_then_accepted_then_the_nodes(
        string query, string cookie, string accept, string expected)
    {
        await using var host = await SampleHost.StartAsync();
        using var client = Client(host);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", accept);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", cookie);

        using var answer = await client.GetAsync("/" + query, Cancel);

        Assert.Contains($"<html lang=\"{expected}\"", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(query == "?lang=de", answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_core_that_stands_still_is_shown_as_stale_from_the_first_byte()
    {
        await using var host = await SampleHost.StartAsync();
        host.Moving = false;
        using var client = Client(host);

        Assert.Contains("class=\"stale\"", await client.GetStringAsync("/", Cancel), StringComparison.Ordinal);
        using var live = await client.GetAsync("/api/v1/live", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, live.StatusCode);
        Assert.Equal(0, host.Watchers);
    }

    [Fact]
    public async Task A_foreign_name_on_loopback_is_refused()
    {
        await using var host = await SampleHost.StartAsync();
        using var client = Client(host);
        client.DefaultRequestHeaders.Host = "evil.example";

        using var answer = await client.GetAsync("/", Cancel);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Health_follows_the_core()
    {
        await using var host = await SampleHost.StartAsync();
        using var client = Client(host);
        host.Alive = false;
        host.Ready = false;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health/live", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health/ready", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Shifts_and_stops_come_from_history_as_records()
    {
        await using var facts = new HistoryFacts();
        await facts.AppendAsync(
            HistoryFacts.Record(SamplePictures.Start), HistoryFacts.Stop("n.1.1", SamplePictures.Start, SamplePictures.Start + 60_000,
                "jam"));
        using var database = facts.Open();
        await facts.ProjectAsync(database);
        await using var host = await SampleHost.StartAsync(new HistoryQueries(database));
        using var client = Client(host);

        const string Day = "/api/v1/shifts?from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z";
        using var shifts = JsonDocument.Parse(await client.GetStringAsync(Day, Cancel));
        using var stops = JsonDocument.Parse(await client.GetStringAsync("/api/v1/stops?machine=filler1&since=1795410000000", Cancel));
        using var wrong = await client.GetAsync("/api/v1/stops?from=yesterday", Cancel);

        var shift = Assert.Single(shifts.RootElement.EnumerateArray());
        Assert.Equal("filler1-shift-1795410000000", shift.GetProperty("id").GetString());
        Assert.Equal(OeeFormula.Oee(HistoryFacts.Record(SamplePictures.Start)), shift.GetProperty("oee").GetDouble());
        Assert.Equal("jam", Assert.Single(stops.RootElement.EnumerateArray()).GetProperty("reason").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.StartsWith("from: expected a time", await wrong.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_sum_counters_keep_gauges_and_escape_labels()
    {
        using var meter = new Meter("EdgeCollector.PagesTest");
        using var text = new MetricsText("EdgeCollector.PagesTest");
        var counter = meter.CreateCounter<long>("dropped.total");
        meter.CreateObservableGauge("lag_ms", () => 12.5);
        counter.Add(2, new KeyValuePair<string, object?>("reason", "a\"b"));
        counter.Add(3, new KeyValuePair<string, object?>("reason", "a\"b"));

        Assert.Equal(
            "# TYPE dropped_total counter\ndropped_total{reason=\"a\\\"b\"} 5\n# TYPE lag_ms gauge\nlag_ms 12.5\n", text.Render());
    }

    internal static HttpClient Client(SampleHost host, bool gzip = false)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = host.Address,
            Timeout = TimeSpan.FromSeconds(20)
        };
        if (gzip)
        {
            client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        }

        return client;
    }

    private static byte[] Unzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using var gzip = new System.IO.Compression.GZipStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress);
        gzip.CopyTo(target);
        return target.ToArray();
    }
}
