using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Live;
using EdgeCollector.Core.Oee;
using EdgeCollector.Core.Tests.Ring;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Core.Tests;

public sealed class CoreLoopTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly EngineConfiguration Configuration = new("c1", "m1", "edge", "UTC");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 6, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Epoch_and_configuration_are_the_first_two_inputs()
    {
        await using var journal = Journal();
        await using var core = new CoreLoop(new Recorder(), journal, Configuration, new CoreLoopOptions(), _time);
        Assert.Throws<InvalidOperationException>(() => core.Submit(RingBufferTests.Numbered(1, 1)));
        core.Start();
        Assert.Equal(3, core.Submit(RingBufferTests.Numbered(1, 1)));
        await core.StopAsync(Token).WaitAsync(Soon, Token);

        var reader = journal.OpenReader(1, ReadScope.Committed, RecordKinds.Inputs);
        Assert.True(reader.TryRead(out var epoch));
        Assert.Equal((1, InputKind.Epoch, 1000), (epoch.Sequence, epoch.Input.Kind, epoch.Input.Bits));
        Assert.Equal(_time.GetUtcNow().UtcNanoseconds(), epoch.Input.SourceTime);
        Assert.True(reader.TryRead(out var configuration));
        Assert.Equivalent(Configuration, configuration.Input.Reference, strict: true);
        Assert.True(reader.TryRead(out var sample));
        Assert.Equal((3, InputKind.Sample), (sample.Sequence, sample.Input.Kind));
    }

    [Fact]
    public async Task Stop_commits_everything_that_was_submitted_and_a_replay_gives_the_same_facts()
    {
        await using var journal = Journal();
        var live = new Recorder();
        await using var core = new CoreLoop(live, journal, Configuration, new CoreLoopOptions { RingCapacity = 256 }, _time);
        core.Start();
        var producers = Enumerable.Range(1, 4).Select(p => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(p);
                for (var sent = 0; sent < 5_000;)
                {
                    // Few source times, so that the tie-breaker has work whose result must lie in the journal.
                    var batch = Enumerable.Range(sent, random.Next(1, 100)).Select(i => new Input
                    {
                        Kind = InputKind.Sample, ValueKind = ValueKind.Integer, Id = p, Bits = i, SourceTime = i / 7 * 1000,
                    }).ToArray();
                    core.Submit(batch);
                    sent += batch.Length;
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        await Task.WhenAll(producers).WaitAsync(Soon, Token);
        await core.StopAsync(Token).WaitAsync(Soon, Token);

        Assert.Equal(core.Submitted, journal.Committed);
        Assert.Equal(core.Submitted, live.Applied);
        Assert.InRange(core.Submitted, 20_002, 21_000);

        var replayed = new Recorder();
        var sink = new FactList();
        var facts = new List<Fact>();
        var reader = journal.OpenReader(1, ReadScope.Committed);
        var last = new Dictionary<(int, long), int>();
        while (reader.TryRead(out var entry))
        {
            if (entry.IsInput)
            {
                replayed.Apply(entry.Sequence, entry.Input, sink);
                if (entry.Input.Kind == InputKind.Sample)
                {
                    Assert.True(last.TryAdd((entry.Input.Id, entry.Input.SourceTime), 0), "a point would be overwritten");
                }
            }
            else
            {
                facts.Add(entry.Fact!);
            }
        }

        Assert.Equal(live.Hash, replayed.Hash);
        Assert.Equal(facts, sink.Facts);
        Assert.NotEmpty(facts);
        Assert.Equal(facts.Count, core.Facts);
    }

    [Fact]
    public async Task Ticks_carry_the_engine_clock_which_may_be_another_than_real_time()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var journal = Journal();
        await using var core = new CoreLoop(new Recorder(), journal, Configuration, new CoreLoopOptions(), _time, clock);
        core.Start();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, core.Submitted);
        for (var i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        await core.StopAsync(Token).WaitAsync(Soon, Token);
        var reader = journal.OpenReader(1, ReadScope.Committed, RecordKinds.Ticks);
        for (var i = 1; i <= 3; i++)
        {
            Assert.True(reader.TryRead(out var tick));
            Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, i, TimeSpan.Zero).UtcNanoseconds(), tick.Input.SourceTime);
        }

        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public async Task An_exception_of_the_engine_ends_the_core_for_all_to_see()
    {
        await using var journal = Journal();
        await using var core = new CoreLoop(new Recorder { FailAt = 5 }, journal, Configuration, new CoreLoopOptions(), _time);
        core.Start();
        core.Submit(RingBufferTests.Numbered(1, 4));
        var end = await Assert.ThrowsAsync<InvalidDataException>(() => core.Completion.WaitAsync(Soon, Token));
        Assert.Equal("at 5", end.Message);
        var closed = Assert.Throws<ObjectDisposedException>(() => core.Submit(RingBufferTests.Numbered(5, 1)));
        Assert.Same(end, closed.InnerException);
        await Assert.ThrowsAsync<InvalidDataException>(() => core.StopAsync(Token));
    }

    [Fact]
    public async Task A_snapshot_is_built_only_while_somebody_watches_and_at_most_every_250_ms()
    {
        await using var journal = Journal();
        var engine = new Recorder();
        await using var core = new CoreLoop(engine, journal, Configuration, new CoreLoopOptions(), _time);
        core.Start();
        Submit(core, 10);
        await RingBufferTests.Until(() => core.Processed == core.Submitted && core.IsParked);
        Assert.Equal(0, engine.Snapshots);
        Assert.Null(core.Live);

        var watch = core.Watch();
        await RingBufferTests.Until(() => core.Live?.Sequence == core.Submitted);
        Submit(core, 20);
        await RingBufferTests.Until(() => core.Processed == core.Submitted && core.IsParked);
        Assert.Equal(1, engine.Snapshots);
        _time.Advance(TimeSpan.FromMilliseconds(249));
        Assert.True(await RingBufferTests.Holds(() => engine.Snapshots == 1));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await RingBufferTests.Until(() => core.Live?.Sequence == core.Submitted);
        Assert.Equal(2, engine.Snapshots);

        watch.Dispose();
        watch.Dispose();
        await RingBufferTests.Until(() => core.Live is null && core.IsParked);
        Submit(core, 5);
        await RingBufferTests.Until(() => core.Processed == core.Submitted && core.IsParked);
        Assert.Equal(2, engine.Snapshots);
    }

    [Fact]
    public async Task An_idle_core_sleeps()
    {
        await using var journal = Journal();
        await using var core = new CoreLoop(new Recorder(), journal, Configuration, new CoreLoopOptions(), _time);
        core.Start();
        await RingBufferTests.Until(() => core.Processed == 2 && core.IsParked);
        var parks = core.Parks;
        Assert.True(await RingBufferTests.Holds(() => core.IsParked && core.Parks == parks));
        _time.Advance(TimeSpan.FromSeconds(1));
        await RingBufferTests.Until(() => core.Processed == 3);
    }

    [Fact]
    public async Task A_text_beyond_the_limit_is_cut_before_journal_and_engine_see_it()
    {
        await using var journal = Journal();
        await using var core = new CoreLoop(new Recorder(), journal, Configuration, new CoreLoopOptions { MaxText = 10 }, _time);
        core.Start();
        core.Submit([new Input { Kind = InputKind.Sample, ValueKind = ValueKind.Text, Id = 1, Reference = new string('x', 11) }]);
        await core.StopAsync(Token).WaitAsync(Soon, Token);
        var reader = journal.OpenReader(1, ReadScope.Committed, RecordKinds.Samples);
        Assert.True(reader.TryRead(out var entry));
        Assert.Equal("xxxxxxxxxx", entry.Input.Text);
        Assert.Equal(1, core.TextsCut);
    }

    private static void Submit(CoreLoop core, int count) => core.Submit(RingBufferTests.Numbered(1, count));

    private MemoryJournal Journal() => new(1000, new MemoryJournalOptions(), _time);

    private sealed class FactList : IFactSink
    {
        public List<Fact> Facts { get; } = [];

        public void Add(Fact fact) => Facts.Add(fact);
    }

    // An engine whose facts depend on every input before, in order.
    private sealed class Recorder : IEngine
    {
        public long Applied { get; private set; }

        public ulong Hash { get; private set; } = 14695981039346656037;

        public int Snapshots { get; private set; }

        public long FailAt { get; init; } = -1;

        public long LastSeen => 0;

        public long NeededFrom => 0;

        public void Apply(long sequence, in Input input, IFactSink facts)
        {
            if (sequence == FailAt)
            {
                throw new InvalidDataException($"at {sequence}");
            }

            Assert.Equal(Applied + 1, sequence);
            Applied = sequence;
            foreach (var part in (long[])[sequence, (long)input.Kind, input.Id, input.SourceTime, input.Bits])
            {
                Hash = (Hash ^ (ulong)part) * 1099511628211;
            }

            if (Hash % 10 == 0)
            {
                facts.Add(new GapFact("m", (long)(Hash >> 1), sequence, 0, "recorded"));
            }
        }

        public void Export(RecordWriter writer) => writer.Int(Applied);

        public LiveSnapshot Snapshot()
        {
            Snapshots++;
            return new LiveSnapshot(0, Applied, []);
        }
    }
}
