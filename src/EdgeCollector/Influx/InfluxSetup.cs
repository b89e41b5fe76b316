using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeCollector.Influx;

/// <param name="Database">Database or bucket.</param>
/// <param name="Ok">It is there now.</param>
/// <param name="Message">What was done, or what is in the way and how to mend it.</param>
internal sealed record SetupResult(string Database, bool Ok, string Message);

/// <summary>
/// Makes databases or buckets with their retention (verb <c>influx init</c>). Run twice it changes nothing: what is there stays as it is,
/// since a shorter retention would delete.
/// </summary>
internal sealed class InfluxSetup(HttpClient http, InfluxSettings settings, TimeProvider time)
{
    /// <summary>Lane kpi: two years. Lane raw: 30 days (ux.md 1.4).</summary>
    public static readonly TimeSpan KpiRetention = TimeSpan.FromDays(730);

    public static readonly TimeSpan RawRetention = TimeSpan.FromDays(30);

    private readonly InfluxWriter _writer = new(http, settings, time);

    /// <summary>Makes both. Never throws for what a server or network can do.</summary>
    public async Task<IReadOnlyList<SetupResult>> RunAsync(CancellationToken cancellationToken)
    {
        List<SetupResult> results = [];
        foreach (var (name, retention) in new[] { (settings.Kpi, KpiRetention), (settings.Raw, RawRetention) })
        {
            results.Add(await MakeAsync(name, retention, cancellationToken).ConfigureAwait(false));
        }

        return results;
    }

    private async Task<SetupResult> MakeAsync(string name, TimeSpan retention, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            if (_writer.Version == InfluxVersion.Auto && await _writer.DetectAsync(linked.Token).ConfigureAwait(false) is { } failure)
            {
                return new(name, false, $"{settings.Url} {failure.Message}");
            }

            return _writer.Version switch
            {
                InfluxVersion.V3 => await MakeV3Async(name, retention, linked.Token).ConfigureAwait(false),
                InfluxVersion.V2 => await MakeV2Async(name, retention, linked.Token).ConfigureAwait(false),
                _ => await MakeV1Async(name, retention, linked.Token).ConfigureAwait(false),
            };
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new(name, false, $"{settings.Url} gave no answer within {settings.Timeout.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var cause = e.GetBaseException().Message;
            return new(name, false, $"{settings.Url} cannot be reached ({cause}): check influx.url, and that the server runs");
        }
    }

    private async Task<SetupResult> MakeV1Async(string name, TimeSpan retention, CancellationToken cancellationToken)
    {
        var (status, body) = await QueryAsync("SHOW DATABASES", cancellationToken).ConfigureAwait(false);
        if (Refusal(name, status, body) is { } refusal)
        {
            return refusal;
        }

        if (body?["results"]?[0]?["series"]?[0]?["values"] is JsonArray rows && rows.Any(r => r?[0]?.GetValue<string>() == name))
        {
            return new(name, true, "is there already; its retention stays as it is");
        }

        var hours = ((long)retention.TotalHours).ToString(CultureInfo.InvariantCulture);
        var create = $"CREATE DATABASE \"{Quoted(name)}\" WITH DURATION {hours}h REPLICATION 1 NAME \"edgecollector\"";
        (status, body) = await QueryAsync(create, cancellationToken).ConfigureAwait(false);
        return Refusal(name, status, body) ?? new(name, true, Made(retention));
    }

    private async Task<(int Status, JsonNode? Body)> QueryAsync(string query, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent([new("q", query)]);
        return await SendAsync(HttpMethod.Post, "query", content, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SetupResult> MakeV2Async(string name, TimeSpan retention, CancellationToken cancellationToken)
    {
        var wantedOrganisation = Uri.EscapeDataString(settings.Organisation);
        var (status, body) = await SendAsync(
            HttpMethod.Get, $"api/v2/orgs?org={wantedOrganisation}", null, cancellationToken).ConfigureAwait(false);
        if (status != 404 && Refusal(name, status, body) is { } refusal)
        {
            return refusal;
        }

        if (body?["orgs"]?[0]?["id"]?.GetValue<string>() is not { Length: > 0 } organisation)
        {
            var missing = $"{settings.Url} has no organisation '{settings.Organisation}'";
            return new(name, false, missing + ": set influx.org to one that the token may write to");
        }

        var bucket = Uri.EscapeDataString(name);
        (status, body) = await SendAsync(
            HttpMethod.Get, $"api/v2/buckets?orgID={organisation}&name={bucket}", null, cancellationToken).ConfigureAwait(false);
        if (status == 200 && body?["buckets"] is JsonArray { Count: > 0 })
        {
            return new(name, true, "is there already; its retention stays as it is");
        }

        var wanted = new JsonObject
        {
            ["orgID"] = organisation,
            ["name"] = name,
            ["retentionRules"] = new JsonArray(new JsonObject { ["type"] = "expire", ["everySeconds"] = (long)retention.TotalSeconds }),
        };
        using var content = Json(wanted);
        (status, body) = await SendAsync(HttpMethod.Post, "api/v2/buckets", content, cancellationToken).ConfigureAwait(false);
        return Refusal(name, status, body) ?? new(name, true, Made(retention));
    }

    private async Task<SetupResult> MakeV3Async(string name, TimeSpan retention, CancellationToken cancellationToken)
    {
        using var content = Json(new JsonObject { ["db"] = name, ["retention_period"] = $"{(long)retention.TotalDays}d" });
        var (status, body) = await SendAsync(
            HttpMethod.Post, "api/v3/configure/database", content, cancellationToken).ConfigureAwait(false);
        return status == 409
            ? new(name, true, "is there already; its retention stays as it is")
            : Refusal(name, status, body) ?? new(name, true, Made(retention));
    }

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private async Task<(int Status, JsonNode? Body)> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, settings.At(path)) { Content = content };
        _writer.Authorize(request);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        var text = await InfluxWriter.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        try
        {
            return ((int)response.StatusCode, JsonNode.Parse(text));
        }
        catch (JsonException)
        {
            return ((int)response.StatusCode, null);
        }
    }

    private SetupResult? Refusal(string name, int status, JsonNode? body)
    {
        var said = (body?["results"]?[0]?["error"] ?? body?["error"] ?? body?["message"])?.ToString() ?? "";
        if (status is >= 200 and < 300 && said.Length == 0)
        {
            return null;
        }

        var hint = status is 401 or 403 || said.Contains("not authorized", StringComparison.OrdinalIgnoreCase)
            ? $"check user, password or token under influx:; to create '{name}' they must be an administrator's"
            : $"create '{name}' by hand and start again";
        return new(name, false, $"{settings.Url} refused ({status} {said}): {hint}");
    }

    private static string Made(TimeSpan retention) => $"made, kept for {retention.TotalDays:0} days";

    private static string Quoted(string name) =>
        name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
