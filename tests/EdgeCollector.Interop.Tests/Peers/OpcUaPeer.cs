using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace EdgeCollector.Interop.Tests.Peers;

/// <summary>A state that the peer's machine entered (PackML number).</summary>
internal sealed record PeerState(DateTimeOffset T, int State);

/// <summary>What was really made, whatever the counters show, over all starts of the server.</summary>
internal sealed record PeerMade(long GoodMade, long RejectMade, int Starts, IReadOnlyList<PeerState> States);

/// <summary>The truth beside the counters' values and the state now.</summary>
internal sealed record PeerTruth(PeerMade Truth, uint GoodCount, uint RejectCount, int State);

/// <summary>
/// The third-party OPC UA server of tests/peers/opcua on loopback. It can be killed and started again on the same port, with the
/// same certificate; what it really made survives in its truth file.
/// </summary>
internal sealed class OpcUaPeer : IAsyncDisposable
{
    public const string Namespace = "urn:opcua-peer:machine";
    public const string User = "operator";
    public const string Password = "packml-1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly string _node;
    private readonly string _folder;
    private readonly OpcUaPeerOptions _options;
    private readonly TempDirectory _directory = new();
    private readonly int _control = FreePort.Next();
    private readonly HttpClient _http;
    private ChildProcess? _process;

    private OpcUaPeer(string node, string folder, OpcUaPeerOptions options)
    {
        (_node, _folder, _options) = (node, folder, options);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_control}/"), Timeout = TimeSpan.FromSeconds(20) };
    }

    public int Port { get; } = FreePort.Next();

    public string Endpoint => $"opc.tcp://127.0.0.1:{Port}/peer";

    /// <summary>Where the server looks for trusted client certificates (DER).</summary>
    public string TrustedFolder => Path.Combine(_directory.Path, "pki", "trusted", "certs");

    public string Log => _process?.Log ?? "";

    /// <summary>Starts a peer; skips the test where node or its packages are not installed.</summary>
    public static async Task<OpcUaPeer> StartNewAsync(OpcUaPeerOptions? options = null)
    {
        var node = Programs.Require("node", "nodejs");
        var peer = new OpcUaPeer(node, Programs.RequireOpcUaPeer(), options ?? new OpcUaPeerOptions());
        try
        {
            await peer.StartAsync();
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts again after <see cref="KillAsync"/> or <see cref="StopAsync"/>.</summary>
    public async Task StartAsync()
    {
        string[] own =
        [
            "server.js", "--port", $"{Port}", "--control", $"{_control}",
            "--pki", _directory.At("pki"), "--truth", _directory.At("truth.json"),
        ];
        _process = ChildProcess.Start(_node, [.. own, .. _options.Arguments()], _folder);
        await _process.WaitForLineAsync(
            line => line.StartsWith("READY ", StringComparison.Ordinal), "'READY'", Patience, outputOnly: true);
    }

    public async Task<int> StopAsync()
    {
        var code = await _process!.StopAsync(Patience);
        await EndAsync();
        return code;
    }

    /// <summary>The process stands still with its connections open, as a server that hangs; <paramref name="frozen"/> false lets it go on.</summary>
    public async Task FreezeAsync(bool frozen)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [frozen ? "-STOP" : "-CONT", $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async Task KillAsync()
    {
        await _process!.KillAsync();
        await EndAsync();
    }

    public async Task<PeerTruth> TruthAsync() =>
        (await _http.GetFromJsonAsync<PeerTruth>("truth", Json))!;

    /// <summary>Sessions, subscriptions, load changes, processor time.</summary>
    public Task<JsonElement> StatsAsync() => ControlAsync("stats");

    /// <summary>Both counters back to 0, as a PLC program's reset; clients see it at the next part.</summary>
    public Task ResetAsync() => ControlAsync("reset");

    /// <summary>Freezes the simulation.</summary>
    public Task PauseAsync() => ControlAsync("pause");

    public Task ResumeAsync() => ControlAsync("resume");

    /// <summary>Cuts every client's TCP connection; returns how many.</summary>
    public async Task<int> DropAsync() => (await ControlAsync("drop")).GetProperty("dropped").GetInt32();

    /// <summary>Sets a node (<c>Machine.GoodCount</c>) to a value, a status (<c>BadCommunicationError</c>) and a source time.</summary>
    public Task SetAsync(string node, IFormattable? value = null, string status = "Good", DateTimeOffset? time = null)
    {
        var query = $"set?node={Uri.EscapeDataString(node)}&status={Uri.EscapeDataString(status)}";
        if (value is not null)
        {
            query += $"&value={Uri.EscapeDataString(value.ToString(null, CultureInfo.InvariantCulture))}";
        }

        if (time is { } at)
        {
            query += $"&time={Uri.EscapeDataString(at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))}";
        }

        return ControlAsync(query);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _http.Dispose();
        _directory.Dispose();
    }

    private async Task<JsonElement> ControlAsync(string query)
    {
        using var answer = await _http.GetAsync(query);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
        {
            throw new PeerException($"the peer answers {(int)answer.StatusCode} to /{query}: {text}", Log);
        }

        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    private async Task EndAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }
}
