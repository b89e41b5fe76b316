using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace EdgeCollector.Interop.Tests.Peers;

/// <summary>One row of a query's answer: its measurement, tags (of GROUP BY) and values by column; times are ns since 1970.</summary>
internal sealed record InfluxRow(
    string Measurement, IReadOnlyDictionary<string, string> Tags, IReadOnlyDictionary<string, JsonElement> Values)
{
    public JsonElement this[string column] => Values[column];
}

/// <summary>InfluxDB 1.x on loopback in a directory of its own; it can be stopped or killed and started again on the same port.</summary>
internal sealed class InfluxDb : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _program;
    private readonly TempDirectory _directory = new();
    private readonly HttpClient _http;
    private readonly string? _user;
    private readonly string? _password;
    private ChildProcess? _process;

    private InfluxDb(string program, string? user, string? password)
    {
        _program = program;
        (_user, _password) = (user, password);
        Port = FreePort.Next();
        _http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(20) };
        if (user is not null)
        {
            var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", login);
        }
    }

    public int Port { get; }

    public Uri Url => new($"http://127.0.0.1:{Port}/");

    public string Log => _process?.Log ?? "";

    /// <summary>Starts a server; skips the test where influxd is not installed. With a user, an admin, everybody must log in.</summary>
    public static async Task<InfluxDb> StartNewAsync(string? user = null, string? password = null)
    {
        var influx = new InfluxDb(Programs.Require("influxd", "influxdb"), user, password);
        try
        {
            influx.WriteConfig();
            await influx.StartAsync();
            if (user is not null)
            {
                await influx.QueryAsync("", $"CREATE USER \"{user}\" WITH PASSWORD '{password}' WITH ALL PRIVILEGES");
            }

            return influx;
        }
        catch
        {
            await influx.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        _process = ChildProcess.Start(_program, ["-config", _directory.At("influxdb.conf")], _directory.Path);
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || clock.GetElapsedTime(start) > Patience)
            {
                throw new PeerException($"influxd does not answer {Url}ping within {Patience.TotalSeconds} s", Log);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
        }
    }

    public async Task<int> StopAsync()
    {
        var code = await _process!.StopAsync(Patience);
        await EndAsync();
        return code;
    }

    public void Freeze() => _process!.Freeze();

    public void Thaw() => _process!.Thaw();

    public async Task KillAsync()
    {
        await _process!.KillAsync();
        await EndAsync();
    }

    public Task CreateDatabaseAsync(string name) => QueryAsync("", $"CREATE DATABASE \"{name}\"");

    /// <summary>Writes line protocol (times in ns) and returns the status code: 204 where all was stored.</summary>
    public async Task<HttpStatusCode> WriteAsync(string database, string lines)
    {
        using var answer = await _http.PostAsync($"write?db={Uri.EscapeDataString(database)}&precision=ns", new StringContent(lines));
        return answer.StatusCode;
    }

    /// <summary>Runs InfluxQL and returns the rows of all its series.</summary>
    /// <exception cref="PeerException">The server refused the query.</exception>
    public async Task<IReadOnlyList<InfluxRow>> QueryAsync(string database, string influxql)
    {
        using var form = new FormUrlEncodedContent([new("q", influxql)]);
        using var answer = await _http.PostAsync($"query?db={Uri.EscapeDataString(database)}&epoch=ns", form);
        var text = await answer.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(text);
        var results = json.RootElement.TryGetProperty("results", out var list) ? list.EnumerateArray().ToArray() : [];
        if (!answer.IsSuccessStatusCode || results.Any(r => r.TryGetProperty("error", out _)))
        {
            throw new PeerException($"influxd answers {(int)answer.StatusCode} to \"{influxql}\": {text}", Log);
        }

        return [.. results.SelectMany(Series).SelectMany(Rows)];
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _http.Dispose();
        _directory.Dispose();
    }

    private static IEnumerable<JsonElement> Series(JsonElement result) =>
        result.TryGetProperty("series", out var series) ? series.EnumerateArray() : [];

    private static IEnumerable<InfluxRow> Rows(JsonElement series)
    {
        var name = series.TryGetProperty("name", out var n) ? n.GetString()! : "";
        var tags = series.TryGetProperty("tags", out var t)
            ? t.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!)
            : [];
        var columns = series.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!).ToArray();
        if (!series.TryGetProperty("values", out var values))
        {
            yield break;
        }

        foreach (var row in values.EnumerateArray())
        {
            yield return new InfluxRow(name, tags, columns.Zip(row.EnumerateArray()).ToDictionary(p => p.First, p => p.Second.Clone()));
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await _http.GetAsync("ping");
            return answer.StatusCode == HttpStatusCode.NoContent;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task EndAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    private void WriteConfig()
    {
        string Folder(string name) => JsonSerializer.Serialize(_directory.At(name));
        _directory.Write("influxdb.conf", string.Create(CultureInfo.InvariantCulture, $"""
            reporting-disabled = true
            bind-address = "127.0.0.1:{FreePort.Next()}"
            [meta]
              dir = {Folder("meta")}
            [data]
              dir = {Folder("data")}
              wal-dir = {Folder("wal")}
            [monitor]
              store-enabled = false
            [http]
              bind-address = "127.0.0.1:{Port}"
              auth-enabled = {(_user is null ? "false" : "true")}
              log-enabled = false
            """));
    }
}
