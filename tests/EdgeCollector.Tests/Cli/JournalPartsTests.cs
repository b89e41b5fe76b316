using System.Text.Json;
using EdgeCollector.Cli;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Options;
using EdgeCollector.Site;
using EdgeCollector.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Cli;

/// <summary>The journal's keeping, on a real disk and with a clock of the test's.</summary>
public sealed class JournalPartsTests : IDisposable
{
    private const string Text = """
        version: 1
        node: { name: edge1, timezone: Europe/Amsterdam }
        uns: { enterprise: acme, site: eindhoven, area: packaging }
        journal: { max_size: 64MB, keep_stored: 1h }
        lines:
          - name: line1
            machines:
              - { name: good1, ideal_cycle: 1s, gpio: { chip: none, good: { pin: 1 } } }

        """;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("edgecollector-journal-");
    private readonly FakeTimeProvider _time = new(new(2026, 11, 27, 6, 0, 0, TimeSpan.Zero));
    private readonly RecordBatch _batch = new();
    private Ledger _ledger = new();

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task What_is_stored_leaves_the_journal_once_it_was_kept_for_keep_stored()
    {
        await using var parts = Open();
        await Append(parts.Journal, 50_000);
        parts.Step(50_000);
        Pass(parts, TimeSpan.FromMinutes(59), settled: 50_000);
        Assert.Equal(1, parts.Journal.First);
        Pass(parts, TimeSpan.FromMinutes(2), settled: 50_000);
        Assert.True(parts.Journal.First > 1);
    }

    [Fact]
    public async Task Cursor_and_account_are_saved_every_10_s_and_the_next_run_goes_on_from_them()
    {
        await using (var parts = Open())
        {
            await Append(parts.Journal, 1000);
            _ledger.Stored(Lane.Raw, new(1, 600));
            _ledger.Stored(Lane.Kpi, new(1, 600));
            _ledger.Dropped(Lane.Kpi, new(700, 700), DropReason.Quarantine);
            Pass(parts, TimeSpan.FromSeconds(11), settled: 600);

            // As after a power cut: nothing more is saved.
        }

        _ledger = new();
        await using var again = Open();
        Assert.Equal(600, again.Settled);
        var both = _ledger.Read();
        Assert.Equal((1000, 600, 400, true), (both.In, both.Stored, both.Pending, _ledger.Balanced));
        Assert.Equal(1, _ledger.Read(Lane.Kpi).Dropped[(int)DropReason.Quarantine]);
    }

    [Fact]
    public async Task The_verb_tells_the_account_beside_a_running_collector_and_after_it()
    {
        await using (var parts = Open())
        {
            await Append(parts.Journal, 1000);
            _ledger.Stored(Lane.Raw, new(1, 800), byPuback: true);
            _ledger.Stored(Lane.Kpi, new(1, 600));
            parts.Save(600);
            await Append(parts.Journal, 1000);
            Assert.Equal((2000, 600, 600, 1400), await Verb());
        }

        Assert.Equal((2000, 600, 600, 1400), await Verb());
    }

    [Fact]
    public async Task The_verb_says_where_no_journal_is()
    {
        var (code, _, error) = await Run();
        Assert.Equal(1, code);
        Assert.Contains("holds no journal – give the data folder of a collector with --data", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_stalls_for_10_s_or_refuses_is_said_on_the_board_until_it_works_again()
    {
        var status = new StatusBoard(_time);
        var disk = new Disk();
        await using var journal = new MemoryJournal(1, new(), _time, disk);
        var alarm = new JournalAlarm(journal, status, NullLogger.Instance, _time);
        alarm.Look();
        Assert.Equal(StatusState.Ok, status.Get("journal")!.State);

        disk.Stall();
        Add(journal, 10);
        _ = journal.FlushAsync(CancellationToken.None);
        alarm.Look();
        _time.Advance(TimeSpan.FromSeconds(9));
        alarm.Look();
        Assert.Equal(StatusState.Ok, status.Get("journal")!.State);
        _time.Advance(TimeSpan.FromSeconds(2));
        alarm.Look();
        Assert.StartsWith("the disk has taken nothing for 10 s", status.Get("journal")!.Message, StringComparison.Ordinal);

        disk.Fault = new IOException("Input/output error");
        disk.Go();
        await Patience.UntilAsync(() => journal.Fault is not null, "a fault");
        alarm.Look();
        Assert.Contains("(Input/output error)", status.Get("journal")!.Message, StringComparison.Ordinal);

        disk.Fault = null;
        await journal.FlushAsync(CancellationToken.None);
        alarm.Look();
        Assert.Equal(StatusState.Ok, status.Get("journal")!.State);
    }

    [Fact]
    public async Task Where_nobody_says_that_it_is_stored_the_replay_window_is_kept()
    {
        await using var parts = Open(Text + "mqtt: { broker: mqtt://127.0.0.1 }\n");
        await Append(parts.Journal, 50_000);
        parts.Step(50_000);
        Pass(parts, TimeSpan.FromHours(23), settled: 50_000);
        Assert.Equal(1, parts.Journal.First);
        Pass(parts, TimeSpan.FromHours(2), settled: 50_000);
        Assert.True(parts.Journal.First > 1);
    }

    private async Task<(long In, long Stored, long ByPuback, long Pending)> Verb()
    {
        var (code, text, _) = await Run("--json");
        Assert.Equal(0, code);
        var json = JsonDocument.Parse(text).RootElement;
        Assert.True(json.GetProperty("balanced").GetBoolean());
        Assert.Equal(0, json.GetProperty("dropped").GetProperty("space").GetInt64());
        Assert.Equal(800, json.GetProperty("lanes").GetProperty("raw").GetProperty("stored").GetInt64());
        long Of(string name) => json.GetProperty(name).GetInt64();
        return (Of("in"), Of("stored"), Of("by_puback"), Of("pending"));
    }

    private async Task<(int Code, string Out, string Error)> Run(params string[] options)
    {
        using StringWriter output = new(), error = new();
        var host = new CliHost { Out = output, Error = error, WorkingDirectory = _data.FullName, Environment = new Dictionary<string, string>() };
        var code = await CommandLine.RunAsync(["ledger", "--data", _data.FullName, .. options], host);
        return (code, output.ToString(), error.ToString());
    }

    private void Pass(JournalParts parts, TimeSpan time, long settled)
    {
        _time.Advance(time);
        parts.Step(settled);
    }

    private async Task Append(IJournal journal, int count)
    {
        Add(journal, count);
        await journal.FlushAsync(CancellationToken.None).AsTask().WaitAsync(Soon);
    }

    private void Add(IJournal journal, int count)
    {
        for (var done = 0; done < count;)
        {
            _batch.Clear(journal.Appended + 1);
            for (; done < count && !_batch.IsFull; done++)
            {
                // Of rising size: the compact form would keep a segment for very long.
                _batch.Add(new Input { Kind = InputKind.Sample, Id = 1, ValueKind = ValueKind.Text, Reference = $"{done:D200}" });
            }

            journal.Append(_batch, CommitUrgency.Normal);
        }
    }

    private JournalParts Open(string text = Text)
    {
        var options = ConfigurationLoader.Parse("test", text, new Dictionary<string, string>()).Options!;
        var model = new SiteModelBuilder(options, new SignalTable()).Build([]);
        var plan = new CollectorPlan(options, model, new SecretResolver(new Dictionary<string, string>()), _data.FullName, Roles.All)
        {
            Sources = (_, _) => [],
        };
        return JournalParts.Open(plan, _ledger, new StatusBoard(_time), NullLogger<JournalParts>.Instance, _time);
    }

    private sealed class Disk : ICommitTarget
    {
        private readonly ManualResetEventSlim _go = new(true);

        public Exception? Fault { get; set; }

        public void Stall() => _go.Reset();

        public void Go() => _go.Set();

        public int WriteSome(ReadOnlySpan<StoredBatch> batches)
        {
            _go.Wait();
            return Fault is { } fault ? throw fault : batches.Length;
        }
    }
}
