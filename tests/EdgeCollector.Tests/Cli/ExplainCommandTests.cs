using System.Text.Json;
using EdgeCollector.Cli;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Options;
using EdgeCollector.Site;
using EdgeCollector.Storage.Archive;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Cli;

/// <summary>The wired service writes its archive; <c>explain</c> reads it as another process would.</summary>
public sealed class ExplainCommandTests : IDisposable
{
    private const string Text = """
        version: 1
        node: { name: edge1, timezone: Europe/Amsterdam }
        uns: { enterprise: acme, site: eindhoven, area: packaging }
        dashboard: { listen: "127.0.0.1:0" }
        lines:
          - name: line1
            machines:
              - name: m1
                ideal_cycle: 1s
                opcua:
                  endpoint: opc.tcp://127.0.0.1:1
                  state: { node: "nsu=urn:t;s=S", map: packml }
                  good: { node: "nsu=urn:t;s=G" }
                  scrap: { node: "nsu=urn:t;s=R" }
                  tags: [{ name: temp, node: "nsu=urn:t;s=T" }]

        """;

    private static readonly DateTimeOffset Six = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("edgecollector-explain-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Records_and_stops_are_recomputed_from_the_archive_to_the_last_digit()
    {
        await RecordAsync();
        var hour = $"m1-hour-{Six.ToUnixTimeMilliseconds()}";
        var (code, text, _) = await ExplainAsync(hour);
        Assert.Contains("recomputed: equal to the last digit", text, StringComparison.Ordinal);
        Assert.Contains("3000 ÷ ", text.Replace(" s", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, code);

        var (jsonCode, json, _) = await ExplainAsync(hour, "--json");
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        Assert.Equal((0, true), (jsonCode, root.GetProperty("equal").GetBoolean()));
        Assert.Equal(2400, root.GetProperty("record").GetProperty("good").GetInt32());
        Assert.Equal(root.GetProperty("record").GetProperty("calendar_s").GetDouble(),
            root.GetProperty("intervals").EnumerateArray().Sum(i => i.GetProperty("end").GetInt64() - i.GetProperty("start").GetInt64()) / 1000.0);

        // The stop that the machine made is in the history under the id that its opening input gave it.
        var stop = new ArchiveFiles(Path.Combine(_data.FullName, "archive")).Read().SelectMany(b => b.Entries)
            .Select(e => e.Fact).OfType<EdgeCollector.Core.Oee.StopFact>().Last();
        var (stopCode, stopText, _) = await ExplainAsync(stop.Id);
        Assert.Contains("stop of m1, Down", stopText, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, stopCode);

        var (lineCode, lineText, _) = await ExplainAsync($"line1-hour-{Six.ToUnixTimeMilliseconds()}");
        Assert.Contains("part: m1", lineText, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, lineCode);
    }

    [Fact]
    public async Task Another_run_recovers_what_was_made_while_the_service_was_down_and_explains_it()
    {
        await RecordAsync();
        await RecordAsync(Six + TimeSpan.FromMinutes(125), made: 5_000);
        var hour = $"m1-hour-{(Six + TimeSpan.FromHours(2)).ToUnixTimeMilliseconds()}";
        var (code, json, error) = await ExplainAsync(hour, "--json");
        Assert.True(code == ExitCodes.Ok, json + error);
        using var document = JsonDocument.Parse(json);
        var record = document.RootElement.GetProperty("record");

        // The first run left good at 2,448 (06:00 to 07:01, ten minutes standing); the second begins at 5,000.
        Assert.Equal(5_000 - 2_448 + (5_000 / 4) - 612, record.GetProperty("recovered").GetInt32());
    }

    [Fact]
    public async Task A_damaged_archive_is_read_as_far_as_it_is_whole_and_never_gives_a_wrong_figure()
    {
        await RecordAsync();
        var file = Directory.GetFiles(Path.Combine(_data.FullName, "archive")).Single();
        var bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, [.. bytes[..(bytes.Length / 3)], 0, 1, 2, .. bytes[(bytes.Length / 3)..]]);
        var (code, text, errors) = await ExplainAsync($"m1-hour-{Six.ToUnixTimeMilliseconds()}");
        Assert.True(code == ExitCodes.Failed && (errors.Length > 0 || text.Contains("NOT equal", StringComparison.Ordinal)), text + errors);
    }

    [Theory]
    [InlineData("m1", ExitCodes.Usage, "no id of a record")]
    [InlineData("m2-hour-1000", ExitCodes.Failed, "m2 is no machine or line of the archive (line1, m1)")]
    [InlineData("m1-hour-1000", ExitCodes.Failed, "no such window was stated or runs")]
    [InlineData("m1-hour-1000.r3", ExitCodes.Failed, "where the archive begins; the last ones are m1-hour-")]
    [InlineData("edge1.1.1", ExitCodes.Failed, "no such record since")]
    public async Task What_cannot_be_explained_is_said(string id, int code, string message)
    {
        await RecordAsync();
        var (exit, _, errors) = await ExplainAsync(id);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Equal(code, exit);
    }

    [Fact]
    public async Task Without_an_archive_it_says_so()
    {
        var (exit, _, errors) = await ExplainAsync("m1-hour-1000");
        Assert.Contains("there is no archive here yet", errors, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failed, exit);
    }

    private async Task<(int Code, string Out, string Error)> ExplainAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CliHost { Out = output, Error = error, WorkingDirectory = _data.FullName, Environment = new Dictionary<string, string>() };
        var code = await CommandLine.RunAsync(["explain", .. arguments, "--data", _data.FullName], host);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>06:00 to 07:01: runs at 1 piece/s, stands from 06:20 to 06:30 aborted, 2,400 good and 600 scrap pieces within the hour.</summary>
    private Task RecordAsync() => RecordAsync(Six, made: 0);

    /// <param name="start">Of the run.</param>
    /// <param name="made">Good pieces before it.</param>
    private async Task RecordAsync(DateTimeOffset start, int made)
    {
        var clock = new FakeTimeProvider(start);
        var loaded = ConfigurationLoader.Parse("test", Text, new Dictionary<string, string>());
        Assert.Empty(loaded.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Message));
        var model = new SiteModelBuilder(loaded.Options!, new SignalTable()).Build([]);
        var signals = model.Machines[0];
        var source = new Script();
        var plan = new CollectorPlan(loaded.Options!, model, new SecretResolver(new Dictionary<string, string>()), _data.FullName, Roles.All)
        {
            Clock = clock, Sources = (_, _) => [source],
        };
        await using var host = new CollectorHost(plan, NullLoggerFactory.Instance);
        await host.StartAsync(CancellationToken.None).WaitAsync(Patience);
        for (var second = 0; second <= 3660; second += 10)
        {
            var stands = second is >= 1200 and < 1800;
            source.Put(clock, signals["state"].Id, stands ? 9 : 6);
            source.Put(clock, signals["good"].Id, made + ((second - Math.Clamp(second - 1200, 0, 600)) * 4 / 5));
            source.Put(clock, signals["scrap"].Id, (made / 4) + ((second - Math.Clamp(second - 1200, 0, 600)) / 5));
            source.Put(clock, signals["temp"].Id, second);
            clock.Advance(TimeSpan.FromSeconds(10));
        }
    }

    private sealed class Script : IMachineSource
    {
        private IInputs? _inputs;

        public string Machine => "m1";

        public Task FirstAttempt => _first.Task;

        private readonly TaskCompletionSource _first = new();

        public void Put(FakeTimeProvider clock, int signal, long value)
        {
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;
            _inputs!.Submit([new Input { Kind = InputKind.Sample, Id = signal, ValueKind = ValueKind.Integer, Bits = value, SourceTime = now, ReceiveTime = now }]);
        }

        public async Task RunAsync(IInputs inputs, ICommitted committed, CancellationToken cancellationToken)
        {
            _inputs = inputs;
            _first.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
