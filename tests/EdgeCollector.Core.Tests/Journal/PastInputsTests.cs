using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Journal;

/// <summary>An engine that is given only what <see cref="PastInputs"/> gives says from there on what one says that has seen
/// everything.</summary>
public sealed class PastInputsTests
{
    [Fact]
    public void A_restart_in_the_midst_of_an_hour_changes_no_figure_of_it()
    {
        var compared = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            var history = ArchiveHistory.Kept(seed, lateCounts: false);
            var random = new Random(seed);
            var inputs = history.Where(entry => entry.IsInput).ToList();
            var cut = inputs[random.Next(inputs.Count / 2, inputs.Count)].Sequence;
            var past = history.Where(entry => entry.Sequence <= cut).ToList();
            var now = past[^1].IsInput ? past[^1].Input.ReceiveTime : past.Last(e => e.IsInput).Input.ReceiveTime;
            var hour = now - (now % (Hour * 1_000_000));
            (long, IReadOnlyList<JournalEntry>)[] blocks = [(ArchiveHistory.Epoch, past)];
            var point = PastInputs.Find(blocks, hour - (ArchiveHistory.Latest * 1_000_000))!.Value;

            var whole = Continue(past, history, cut, now, 0);
            var resumed = Continue([.. PastInputs.From(blocks, point).Select(entry => entry.Entry)], history, cut, now, point.Sequence);

            var expected = whole.Where(fact => IsFrom(fact, hour / 1_000_000)).ToList();
            var actual = resumed.Where(fact => IsFrom(fact, hour / 1_000_000)).ToList();
            Assert.True(expected.SequenceEqual(actual), $"seed {seed}, cut {cut}:\n{First(expected, actual)}");
            compared += expected.Count;
        }

        Assert.True(compared > 500, $"{compared}");
    }

    [Fact]
    public void From_the_beginning_of_an_epoch_nothing_is_made_up()
    {
        var history = ArchiveHistory.Kept(1);
        (long, IReadOnlyList<JournalEntry>)[] blocks = [(ArchiveHistory.Epoch, history)];

        Assert.Equal(history, PastInputs.From(blocks, new(ArchiveHistory.Epoch, 1)).Select(entry => entry.Entry));
        Assert.Equal(history, PastInputs.From(blocks, new(ArchiveHistory.Epoch, 0)).Select(entry => entry.Entry));
    }

    [Fact]
    public void A_value_that_came_late_does_not_stand_for_the_one_that_is_newer()
    {
        List<JournalEntry> entries =
        [
            Entry(1, new Input { Kind = InputKind.Epoch, Bits = 7 }, 0), Entry(2, new Input { Kind = InputKind.Configuration, Reference = Default() }, 0),
            Entry(3, Sample(1, ValueKind.Text, 0, "Running"), 10), Entry(4, Sample(1, ValueKind.Text, 0, "Down"), 5), Entry(5, new Input { Kind = InputKind.Tick }, 20),
        ];
        var carried = PastInputs.From([(7, entries)], new(7, 5)).Select(past => past.Entry).Single(entry => entry.Input.Kind == InputKind.Sample);

        Assert.Equal("Running", carried.Input.Text);

        static JournalEntry Entry(long sequence, Input input, long at) =>
            new(sequence, 0, input with { SourceTime = (Zero + (at * Second)) * 1_000_000, ReceiveTime = (Zero + (sequence * 20 * Second)) * 1_000_000 }, null);
    }

    [Fact]
    public void Behind_the_end_there_is_no_point() =>
        Assert.Null(PastInputs.Find([(ArchiveHistory.Epoch, ArchiveHistory.Kept(1))], long.MaxValue));

    /// <summary>Everything lasting that an engine says after the restart.</summary>
    private static List<Fact> Continue(IReadOnlyList<JournalEntry> past, List<JournalEntry> history, long cut, long now, long from)
    {
        var engine = new OeeEngine(ArchiveHistory.Epoch);
        var sink = new FactList();
        foreach (var entry in past.Where(entry => entry.IsInput))
        {
            engine.Apply(entry.Sequence, entry.Input, sink);
        }

        sink.All.Clear();
        var configuration = history.First(entry => entry.Input.Reference is EngineConfiguration).Input.Reference;
        var stamp = new Input { Kind = InputKind.Epoch, Bits = 78, SourceTime = now, ReceiveTime = now };
        engine.Apply(cut + 1, stamp, sink);
        engine.Apply(cut + 2, stamp with { Kind = InputKind.Configuration, Bits = 0, Reference = configuration }, sink);
        foreach (var entry in history.Where(entry => entry.IsInput && entry.Sequence > cut))
        {
            engine.Apply(entry.Sequence + 2, entry.Input, sink);
        }

        return sink.All;
    }

    private static bool IsFrom(Fact fact, long hour) => fact switch
    {
        OeeRecord record => record.Status != RecordStatus.Live && record.Window == WindowKind.Hour && record.Start >= hour,
        StopFact stop => stop.Start >= hour,
        CountFact => true,
        _ => false,
    };

    private static string First(List<Fact> expected, List<Fact> actual)
    {
        var at = Enumerable.Range(0, Math.Min(expected.Count, actual.Count)).FirstOrDefault(i => expected[i] != actual[i], -1);
        return at < 0 ? $"{expected.Count} and {actual.Count} facts" : $"{expected[at]}\n{actual[at]}";
    }
}
