using System.Net;
using Xunit;

namespace EdgeCollector.Interop.Tests.Peers;

[Trait("Needs", "influxdb")]
public sealed class InfluxDbTests
{
    private const string Lines =
        "oee,machine=filler1 good=10252i,oee=0.5 1795410000000000000\noee,machine=packer1 good=3i 1795410000000000000";

    [Fact]
    public async Task What_was_written_is_read_back_and_survives_stop_and_start()
    {
        await using var influx = await InfluxDb.StartNewAsync();
        await influx.CreateDatabaseAsync("edge");
        Assert.Equal(HttpStatusCode.NoContent, await influx.WriteAsync("edge", Lines));
        await AssertStoredAsync(influx);

        Assert.Equal(0, await influx.StopAsync());
        await influx.StartAsync();

        await AssertStoredAsync(influx);
    }

    [Fact]
    public async Task Without_the_right_password_nothing_is_written()
    {
        await using var influx = await InfluxDb.StartNewAsync("admin", "s3cret");
        await influx.CreateDatabaseAsync("edge");
        using var stranger = new HttpClient();

        using var answer = await stranger.PostAsync(
            new Uri(influx.Url, "write?db=edge"), new StringContent(Lines), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, await influx.WriteAsync("edge", Lines));
    }

    [Fact]
    public async Task A_refused_query_fails_with_the_server_s_words()
    {
        await using var influx = await InfluxDb.StartNewAsync();

        var error = await Assert.ThrowsAsync<PeerException>(() => influx.QueryAsync("nope", "SELECT * FROM oee"));

        Assert.Contains("database not found", error.Message, StringComparison.Ordinal);
    }

    private static async Task AssertStoredAsync(InfluxDb influx)
    {
        var rows = await influx.QueryAsync("edge", "SELECT good, oee FROM oee GROUP BY machine");
        Assert.Equal(["filler1", "packer1"], rows.Select(r => r.Tags["machine"]));
        Assert.Equal(10252, rows[0]["good"].GetInt64());
        Assert.Equal(0.5, rows[0]["oee"].GetDouble());
        Assert.Equal(1795410000000000000, rows[0]["time"].GetInt64());
    }
}
