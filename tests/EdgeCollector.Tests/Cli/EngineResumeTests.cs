using EdgeCollector.Cli;
using EdgeCollector.Core;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using EdgeCollector.Options;
using EdgeCollector.Site;
using EdgeCollector.Storage;
using EdgeCollector.Storage.Archive;
using EdgeCollector.Storage.Checkpoints;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Cli;

/// <summary>A core on a disk journal that ends without a word, and the one that is started after it.</summary>
public sealed class EngineResumeTests : IDisposable
{
    private const int Length = 3_000;

    /// <summary>Three inputs a second, an epoch and a configuration.</summary>
    private const int All = (3 * Length) + 2;
    private const long Minute = 60_000_000_000;
    private static readonly TimeSpan MayTake = TimeSpan.FromSeconds(30);
    private static readonly long Six = new DateTimeOffset(2026, 1, 5, 6, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1_000_000;
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("edgecollector-resume-");
    private readonly SiteModel _model;

    public EngineResumeTests()
    {
        var loaded = ConfigurationLoader.Parse("test", """
            version: 1
            node: { name: edge1, timezone: Europe/Amsterdam }
            uns: { enterprise: acme, site: eindhoven, area: packaging }
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

            """, new Dictionary<string, string>());
        _model = new SiteModelBuilder(loaded.Options!, new SignalTable()).Build([]);
    }

    public void Dispose() => _data.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_engine_that_goes_on_is_the_one_that_went_on_without_an_end(bool checkpoints)
    {
        var uninterrupted = await RunAsync(checkpoints ? 700 : int.MaxValue, Length);
        await using var journal = Open();
        var past = Find(journal)!;
        Assert.Equal(checkpoints, past.Checkpoint is not null);
        var engine = past.Checkpoint?.Engine ?? new OeeEngine(journal.Epoch);
        await using var core = Core(journal, past, engine);
        var resumed = core.Resume(past.Entries, past.IsWhole);

        Assert.Equal(0, resumed.Differences);
        Assert.InRange(resumed.Inputs, checkpoints ? 1 : All, checkpoints ? All - 700 : All);
        Assert.Equal(Bytes(uninterrupted), Bytes(engine));
    }

    [Fact]
    public async Task What_the_fold_gives_otherwise_than_it_was_said_is_counted()
    {
        await RunAsync(int.MaxValue, Length);
        await using var journal = Open();
        var state = new RecordWriter();
        Checkpoint.Write(state, new(journal.PreviousEpoch, 1000), new EngineMarks(), new TieBreaker(), new OeeEngine(1));
        new CheckpointFile(_data.FullName).Write(state.Written);
        var past = Find(journal)!;
        await using var core = Core(journal, past, past.Checkpoint!.Engine);

        Assert.True(core.Resume(past.Entries, past.IsWhole).Differences > 10);
    }

    [Theory]
    [InlineData(0, 1_000_000)]
    [InlineData(1, 10)]
    public async Task A_checkpoint_of_another_time_is_none(int epochs, long sequence)
    {
        await RunAsync(int.MaxValue, Length);
        await using var journal = Open();
        var state = new RecordWriter();
        Checkpoint.Write(state, new(journal.PreviousEpoch + epochs, sequence), new EngineMarks(), new TieBreaker(), new OeeEngine(1));
        new CheckpointFile(_data.FullName).Write(state.Written);

        Assert.Null(Find(journal)!.Checkpoint);
    }

    private SegmentJournal Open() => new(
        new FileBlockFolder(JournalFolder.In(_data.FullName)), last => Math.Max(last + 1, 100), new(), TimeProvider.System);

    private EnginePast? Find(SegmentJournal journal) =>
        new EngineResume(new ArchiveFiles(ArchiveFiles.In(_data.FullName)), journal, new CheckpointFile(_data.FullName)).Find();

    private CoreLoop Core(SegmentJournal journal, EnginePast past, OeeEngine engine) => new(
        engine, journal, _model.Engine, new CoreLoopOptions(), TimeProvider.System, tieBreaker: past.Checkpoint?.Ties, marks: past.Marks);

    /// <summary>An hour and more of a machine; its core goes away without a last checkpoint.</summary>
    /// <returns>The engine as it stood at the end.</returns>
    private async Task<OeeEngine> RunAsync(long inputsACheckpoint, int seconds)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Six / 1_000_000));
        await using var journal = Open();
        var engine = new OeeEngine(journal.Epoch);
        using var desk = new CheckpointDesk(new() { Inputs = inputsACheckpoint, Every = TimeSpan.MaxValue }, TimeProvider.System);
        var (file, kept) = (new CheckpointFile(_data.FullName), Path.Combine(_data.FullName, "kept"));
        using var stop = new CancellationTokenSource();
        var writing = new CheckpointWriter(desk, journal, file, NullLogger<CheckpointWriter>.Instance).RunAsync(stop.Token);
        await using var core = new CoreLoop(engine, journal, _model.Engine, new CoreLoopOptions(), clock, checkpoints: desk);
        core.Start();
        var signals = _model.Machines[0];
        for (var second = 0; second < seconds; second++)
        {
            var at = Six + (second * Minute / 60);
            core.Submit([
                At(at) with { Kind = InputKind.Sample, Id = signals["state"].Id, ValueKind = ValueKind.Integer, Bits = second % 700 < 500 ? 6 : 9 },
                At(at) with { Kind = InputKind.Sample, Id = signals["good"].Id, ValueKind = ValueKind.Integer, Bits = second },
                At(at) with { Kind = InputKind.Tick },
            ]);
            if (second == seconds / 2)
            {
                // What is on the disk in the middle of the run is what a power cut would leave.
                await Patience.UntilAsync(() => core.Processed == core.Submitted, "all folded");
                await journal.FlushAsync(CancellationToken.None);
                await Patience.UntilAsync(() => !desk.IsTaken, "the checkpoint on the disk");
                if (inputsACheckpoint < int.MaxValue) File.Copy(Path.Combine(_data.FullName, "checkpoint"), kept);
            }
        }

        await core.StopAsync(CancellationToken.None).WaitAsync(MayTake);
        await stop.CancelAsync();
        await writing;
        File.Delete(Path.Combine(_data.FullName, "checkpoint"));
        if (File.Exists(kept)) File.Move(kept, Path.Combine(_data.FullName, "checkpoint"));
        return engine;
    }

    private static Input At(long time) => new() { SourceTime = time, ReceiveTime = time };

    private static byte[] Bytes(OeeEngine engine)
    {
        var writer = new RecordWriter();
        engine.Export(writer);
        return writer.Written.ToArray();
    }
}
