using System.Globalization;
using EdgeCollector.Influx;
using EdgeCollector.Options;

namespace EdgeCollector.Cli.Doctor;

/// <summary>Both databases take a write: of a comment, so that nothing is stored.</summary>
internal static class InfluxCheck
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(Installation box, InfluxOptions influx, CancellationToken stop)
    {
        var settings = InfluxWiring.Settings(influx, box.Secrets) with { Timeout = Installation.Patience };
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var writer = new InfluxWriter(http, settings, box.Host.Time);
        var findings = new List<Finding>();
        foreach (var database in (string[])[settings.Kpi, settings.Raw])
        {
            var asked = box.Host.Time.GetTimestamp();
            var answer = await writer.WriteAsync(database, "# edgecollector doctor\n"u8.ToArray(), stop).ConfigureAwait(false);
            var took = box.Host.Time.GetElapsedTime(asked).TotalMilliseconds;
            findings.Add(answer.Class is WriteClass.Accept or WriteClass.Bisect
                ? Finding.Ok("influx", database, string.Create(CultureInfo.InvariantCulture, $"API {writer.Version} takes writes, {took:0} ms"))
                : Finding.FailedOnce("influx", database, $"{settings.Url} {answer.Message}"));
        }

        return findings;
    }
}
