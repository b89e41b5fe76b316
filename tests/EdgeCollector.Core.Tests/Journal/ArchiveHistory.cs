using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Journal;

/// <summary>Random histories of a machine and its line, as the archive keeps them.</summary>
internal static class ArchiveHistory
{
    public const long Epoch = 77;
    /// <summary>How late an input may come.</summary>
    public const long Latest = 90 * Minute;

    private const long Six = 6 * Hour;

    public static List<JournalEntry> Kept(int seed, bool lateCounts = true)
    {
        var random = new Random(seed);
        var filter = new ArchiveFilter();
        var kept = new List<JournalEntry>();
        var engine = new OeeEngine(77);
        var sequence = 0L;
        var configuration = Default() with
        {
            Lines = [new LineDefinition("line", "", ["m"])],
            Signals = [.. Default().Signals, new Signal(9, 1, "m", "temp", SignalRole.Tag)],
        };
        Put(new Input { Kind = InputKind.Epoch, Bits = 77 }, Six, Six);
        Put(new Input { Kind = InputKind.Configuration, Reference = configuration }, Six, Six);
        var (now, total) = (Six, 0L);
        var end = Six + (3 * Hour);
        for (var next = Six + Second; now < end; next += Second)
        {
            while (random.Next(20) == 0 && now < next)
            {
                now += random.NextInt64(1, Second);
                var source = random.Next(5) == 0 ? Math.Max(Six, now - random.NextInt64(0, Latest)) : now - 30;
                switch (random.Next(10))
                {
                    case < 3: Put(Sample(1, ValueKind.Text, 0, ((string[])["Running", "Running", "Stop", "Down", "Starved", "Changeover"])[random.Next(6)]), source, now); break;
                    case < 6: Put(Sample(2, ValueKind.Integer, total += random.Next(20), null), lateCounts ? source : now - 30, now); break;
                    case 6: Put(Sample(9, ValueKind.Integer, random.Next(), null), now, now); break;
                    case 7: Put(new Input { Kind = InputKind.Communication, Id = 1, Bits = random.Next(2) }, now, now); break;
                    case 8: Put(new Input { Kind = InputKind.Entry, Reference = new ReasonEntry($"{sequence}", "op", "m", Zero + source - Hour, Zero + source, "jam", "") }, now, now); break;
                    default: Put(new Input { Kind = InputKind.Order, Reference = new OrderStart($"{sequence}", "erp", "m", Zero + source, null, $"PO-{random.Next(4)}") }, now, now); break;
                }
            }

            now = Math.Max(now, next);
            Put(Sample(9, ValueKind.Integer, now, null), now, now);
            Put(new Input { Kind = InputKind.Tick }, now, now);
        }

        return kept;

        void Put(Input input, long source, long receive)
        {
            input.SourceTime = (Zero + source) * 1_000_000;
            input.ReceiveTime = (Zero + receive) * 1_000_000;
            var facts = new FactList();
            engine.Apply(++sequence, input, facts);
            Keep(new JournalEntry(sequence, 0, input, null));
            for (var i = 0; i < facts.All.Count; i++)
            {
                Keep(new JournalEntry(sequence, i + 1, default, facts.All[i]));
            }
        }

        void Keep(in JournalEntry entry)
        {
            if (filter.Keeps(entry, out var before))
            {
                if (before is { } input)
                {
                    kept.Add(input);
                }

                kept.Add(entry);
            }
        }
    }
}

internal sealed class FactList : IFactSink
{
    public List<Fact> All { get; } = [];

    public void Add(Fact fact) => All.Add(fact);
}
