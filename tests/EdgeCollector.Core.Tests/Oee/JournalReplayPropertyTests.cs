using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

/// <summary>Rule of the path: replaying the journal gives the same records byte for byte.</summary>
public sealed class JournalReplayPropertyTests
{
    private const long Six = 6 * Hour;

    [Fact]
    public async Task Replaying_the_journal_gives_the_same_bytes()
    {
        foreach (var seed in PropertyCases.Seeds("replaying the journal gives the same bytes"))
        {
            await using var journal = new MemoryJournal(77, new MemoryJournalOptions(), new FakeTimeProvider());
            var written = Fold(Inputs(seed), journal);
            var reader = journal.OpenReader(1, ReadScope.Appended, RecordKinds.Inputs);
            var read = new List<Input>();
            while (reader.TryRead(out var entry))
            {
                read.Add(entry.Input);
            }

            Assert.Equal(written, Fold(read, null));
        }
    }

    private static List<string> Fold(IReadOnlyList<Input> inputs, MemoryJournal? journal)
    {
        var engine = new OeeEngine(77);
        var batch = new RecordBatch();
        var bytes = new List<string>();
        for (var i = 0; i < inputs.Count; i++)
        {
            batch.Clear(i + 1);
            batch.Add(inputs[i]);
            engine.Apply(i + 1, inputs[i], batch);
            bytes.Add(Convert.ToHexString(batch.Records.Span));
            journal?.Append(batch, batch.Urgency);
        }

        return bytes;
    }

    private static List<Input> Inputs(int seed)
    {
        var random = new Random(seed);
        var configuration = Default() with { Lines = [new LineDefinition("line", "", ["m"])] };
        List<Input> inputs = [At(new Input { Kind = InputKind.Epoch, Bits = 77 }, Six, Six),
            At(new Input { Kind = InputKind.Configuration, Reference = configuration }, Six, Six)];
        var (now, total) = (Six, 0L);
        for (var i = 0; i < 25; i++)
        {
            now += random.NextInt64(100, 20 * Minute);
            var source = random.Next(4) == 0 ? now - random.NextInt64(0, 30 * Minute) : now - 50;
            inputs.Add(random.Next(8) switch
            {
                0 => At(new Input { Kind = InputKind.Tick }, now, now),
                1 => At(new Input { Kind = InputKind.Communication, Id = 1, Bits = random.Next(2) }, source, now),
                2 => At(new Input { Kind = InputKind.Entry, Reference = new ReasonEntry($"e{i}", "op", "m", Zero + source - Hour, Zero + source, "jam", "") }, now, now),
                3 => At(new Input { Kind = InputKind.Order, Reference = new OrderStart($"o{i}", "erp", "m", Zero + source, "B", $"PO-{random.Next(3)}") }, now, now),
                4 or 5 => At(Sample(2, ValueKind.Integer, total += random.Next(40), null), source, now),
                _ => At(Sample(1, ValueKind.Text, 0, ((string[])["Running", "Stop", "Down", "Starved"])[random.Next(4)]), source, now),
            });
        }

        inputs.Add(At(new Input { Kind = InputKind.Tick }, now + (2 * Hour), now + (2 * Hour)));
        return inputs;
    }

    private static Input At(Input input, long source, long receive)
    {
        input.SourceTime = (Zero + source) * 1_000_000;
        input.ReceiveTime = (Zero + receive) * 1_000_000;
        return input;
    }
}
