using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using Xunit;

namespace EdgeCollector.Core.Tests.Oee;

/// <summary>What a restart without a checkpoint, and <c>explain</c>, begin with.</summary>
public sealed class ResumeTests
{
    /// <summary>A signal that has no value between its pulses.</summary>
    private const int Pulses = 20;

    /// <summary>What a restart writes down as the beginning, and <c>explain</c> folds from.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_folds_from_the_place_of_what_is_needed_settles_the_same_records_and_stops(bool archived)
    {
        var compared = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            var inputs = AsACoreWrites(CheckpointHistory.Inputs(seed, 600));
            var random = new Random(seed);
            var (engine, marks, whole) = (new OeeEngine(77), new EngineMarks(), new Settled());
            var cut = random.Next(300, 550);
            var needed = 0L;
            var point = default(ArchivePoint?);
            var blocks = new List<(long Epoch, IReadOnlyList<JournalEntry> Entries)>();
            var filter = new ArchiveFilter();
            var epoch = 0L;
            for (var i = 0; i < inputs.Count; i++)
            {
                if (i == cut)
                {
                    point = marks.Before(engine.NeededFrom);
                    whole.From(needed = engine.NeededFrom);
                }

                epoch = inputs[i].Kind == InputKind.Epoch ? inputs[i].Bits : epoch;
                marks.Pass(inputs[i].ReceiveTime / 1_000_000, new(epoch, i + 1));
                if (inputs[i].Kind == InputKind.Epoch) inputs[i] = Resumed(inputs[i], engine.LastSeen);
                var said = new Said(whole);
                engine.Apply(i + 1, inputs[i], said);
                List<JournalEntry> entries = [new(i + 1, 0, inputs[i], null), .. said.Facts.Select((fact, at) => new JournalEntry(i + 1, at + 1, default, fact))];
                blocks.Add((epoch, archived ? [.. entries.SelectMany(entry => Kept(filter, entry))] : entries));
            }

            var (late, part) = (new OeeEngine(77), new Settled());
            part.From(needed);
            foreach (var (_, entry) in PastInputs.From(blocks.SkipWhile(b => b.Epoch < point!.Value.Epoch), point!.Value))
            {
                if (entry.IsInput) late.Apply(entry.Sequence, entry.Input, entry.Sequence > cut ? part : new Settled());
            }

            compared += whole.Facts.Count;
            Assert.True(whole.Facts.Count == part.Facts.Count && !whole.Facts.Except(part.Facts).Any(), $"seed {seed}, cut {cut}, from {point}:\n{Difference(whole.Facts, part.Facts)}");
        }

        Assert.True(compared > 1000, $"{compared}");
    }

    /// <summary>Each epoch begins with the configuration in force and with what every signal says then.</summary>
    private static List<Input> AsACoreWrites(IEnumerable<Input> inputs)
    {
        var (written, configuration, last) = (new List<Input>(), default(Input), new SortedDictionary<int, Input>());
        foreach (var input in inputs)
        {
            configuration = input.Kind == InputKind.Configuration ? input : configuration;
            if (input.Kind == InputKind.Sample && input.Id != Pulses) last[input.Id] = input;
            written.Add(input);
            if (input.Kind == InputKind.Epoch && configuration.Reference is not null)
            {
                written.Add(configuration with { SourceTime = input.SourceTime, ReceiveTime = input.ReceiveTime });
                written.AddRange(last.Values.Select(sample => sample with
                {
                    SourceTime = input.SourceTime,
                    ReceiveTime = input.ReceiveTime,
                    Flags = InputFlags.Initial,
                }));
            }
        }

        return written;
    }

    private static string Difference(List<Fact> expected, List<Fact> actual) =>
        string.Join('\n', expected.Except(actual).Take(3)) + "\n-- but --\n" + string.Join('\n', actual.Except(expected).Take(3));

    private static Input Resumed(Input epoch, long lastSeen)
    {
        epoch.Reference = new Baselines([]) { ResumedEpoch = 1, LastSeen = lastSeen };
        return epoch;
    }

    private static IEnumerable<JournalEntry> Kept(ArchiveFilter filter, JournalEntry entry)
    {
        if (!filter.Keeps(entry, out var before)) yield break;

        if (before is { } input) yield return input;
        yield return entry;
    }

    private sealed class Said(IFactSink also) : IFactSink
    {
        public List<Fact> Facts { get; } = [];

        public void Add(Fact fact)
        {
            Facts.Add(fact);
            also.Add(fact);
        }
    }

    private sealed class Settled : IFactSink
    {
        private long _needed;

        public List<Fact> Facts { get; } = [];

        /// <summary>What began earlier is nobody's to say any more.</summary>
        public void From(long needed)
        {
            _needed = needed;
            Facts.Clear();
        }

        /// <summary>An order's window that was moved again may now begin where counters were not followed yet: those are left out.</summary>
        public void Add(Fact fact)
        {
            if (fact is StopFact stop ? stop.Start >= _needed
                : fact is OeeRecord { Status: not RecordStatus.Live } record && record.Start >= _needed
                    && record is { Window: not WindowKind.Order } or { Rev: 0 })
            {
                Facts.Add(fact);
            }
        }
    }
}
