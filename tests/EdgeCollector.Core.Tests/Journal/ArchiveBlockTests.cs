using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using EdgeCollector.Core.Tests.Oee;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

public sealed class ArchiveBlockTests
{
    [Fact]
    public void Records_with_holes_between_their_ids_come_back_as_they_were()
    {
        var entries = Entries();
        var read = new List<JournalEntry>();
        Assert.True(ArchiveBlock.TryRead(Block(entries), read, out var epoch, out _));
        Assert.Equal(1_795_406_400, epoch);
        Assert.Equal(entries.Select(e => (e.Sequence, e.Fact?.Machine)), read.Select(e => (e.Sequence, e.Fact?.Machine)));
        Assert.Equal(entries.Select(e => (e.Input.Kind, e.Input.Bits, e.Input.SourceTime, e.Input.ReceiveTime)),
            read.Select(e => (e.Input.Kind, e.Input.Bits, e.Input.SourceTime, e.Input.ReceiveTime)));
        var baselines = Assert.IsType<Baselines>(read[0].Input.Reference);
        Assert.Equal([1, 2, 3, 4], baselines.Machines[0].Believed);
        Assert.Equal([new CounterBaseline("good", 65_400, 77)], Assert.IsType<BaselineFact>(read[^1].Fact).Counters);
    }

    [Fact]
    public void A_block_cut_anywhere_is_no_block()
    {
        var block = Block(Entries());
        for (var length = 0; length < block.Length; length++)
        {
            Assert.False(ArchiveBlock.TryRead(block.AsSpan(0, length), [], out _, out _));
        }
    }

    [Fact]
    public void A_block_with_a_bit_turned_is_no_block()
    {
        var block = Block(Entries());
        for (var bit = 0; bit < block.Length * 8; bit++)
        {
            block[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(ArchiveBlock.TryRead(block, [], out _, out _), $"bit {bit}");
            block[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Tags_ticks_and_live_records_leave_and_a_tick_with_a_lasting_fact_stays()
    {
        var filter = new ArchiveFilter();
        var configuration = TestSite.Default() with { Signals = [new Signal(1, 1, "m", "state", SignalRole.State), new Signal(2, 1, "m", "temp", SignalRole.Tag)] };
        Assert.True(filter.Keeps(Input(1, new Input { Kind = InputKind.Configuration, Reference = configuration }), out _));
        Assert.True(filter.Keeps(Input(2, new Input { Kind = InputKind.Sample, Id = 1 }), out _));
        Assert.False(filter.Keeps(Input(3, new Input { Kind = InputKind.Sample, Id = 2 }), out _));
        Assert.False(filter.Keeps(Input(4, new Input { Kind = InputKind.Tick }), out _));
        Assert.False(filter.Keeps(new JournalEntry(4, 1, default, Record(RecordStatus.Live)), out _));
        Assert.True(filter.Keeps(new JournalEntry(4, 2, default, Record(RecordStatus.Final)), out var tick));
        Assert.Equal(4, tick!.Value.Sequence);
        Assert.True(filter.Keeps(new JournalEntry(4, 3, default, Record(RecordStatus.Final)), out var again));
        Assert.Null(again);
    }

    [Fact]
    public void Of_baselines_one_a_minute_stays_and_the_newest_is_held_for_the_end()
    {
        var filter = new ArchiveFilter();
        var kept = Enumerable.Range(0, 13).Count(i => filter.Keeps(new JournalEntry(i + 1, 1, default, Baseline(i * 10_000L)), out _));
        Assert.Equal(3, kept);
        Assert.Empty(filter.Held);
        Assert.False(filter.Keeps(new JournalEntry(14, 1, default, Baseline(130_000)), out _));
        Assert.Equal(130_000, Assert.Single(filter.Held).Fact!.Time);
    }

    private static byte[] Block(IEnumerable<JournalEntry> entries)
    {
        var block = new ArchiveBlock();
        foreach (var entry in entries)
        {
            block.Add(entry);
        }

        return block.Take(1_795_406_400);
    }

    private static List<JournalEntry> Entries() =>
    [
        Input(5, new Input { Kind = InputKind.Epoch, Bits = 1_795_406_400, Reference = new Baselines([Baseline(5)]) }),
        Input(6, new Input { Kind = InputKind.Configuration, Reference = TestSite.Default() }),
        Input(900, new Input { Kind = InputKind.Sample, Id = 2, ValueKind = ValueKind.Integer, Bits = 42 }),
        Input(70_000, new Input { Kind = InputKind.Tick }),
        new JournalEntry(70_000, 1, default, Record(RecordStatus.Final)),
        new JournalEntry(70_000, 2, default, Baseline(6)),
    ];

    private static JournalEntry Input(long sequence, Input input)
    {
        input.SourceTime = 1_795_406_400_000_000_000 + sequence;
        input.ReceiveTime = input.SourceTime + 1_000;
        return new JournalEntry(sequence, 0, input, null);
    }

    private static OeeRecord Record(RecordStatus status) => new("m", 7) { Window = WindowKind.Hour, Start = 1, Status = status };

    private static BaselineFact Baseline(long time) => new("m", time, [1, 2, 3, 4], [new CounterBaseline("good", 65_400, 77)]);
}
