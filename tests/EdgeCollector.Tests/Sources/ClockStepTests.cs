using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using EdgeCollector.Sources;
using Xunit;

namespace EdgeCollector.Tests.Sources;

/// <summary>T13 of reliability.md: the box's clock is set while a machine runs. What was lived keeps its length to a second a step, what was
/// skipped is Unknown, and nothing lasts less than nothing.</summary>
public sealed class ClockStepTests
{
    private const int Seconds = 3 * 3600;
    private const int Cycle = 600;
    private const int Down = 180;
    private static readonly DateTimeOffset Six = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, int, int, int> Scripts => new()
    {
        { "set ahead by an hour", 0, 4000, 3600 },
        { "set back by an hour", 0, 4000, -3600 },
        { "set back by ten seconds every five minutes", 300, 300, -10 },
        { "set ahead by ten seconds every five minutes", 300, 300, 10 },
        { "woken up at the time of the last stop, eight hours ago", 0, 30, 8 * 3600 },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public void What_was_lived_keeps_its_length_and_what_was_skipped_is_unknown(string name, int every, int first, int step)
    {
        var time = new TwoClocks();
        time.Set(Six - time.GetUtcNow());
        var (own, engine, facts, sequence) = (new OwnClock(time), new OeeEngine(1), new Facts(), 0L);
        void Put(Input input, long? at = null)
        {
            var now = own.UtcNow;
            input.SourceTime = at ?? now;
            input.ReceiveTime = now;
            engine.Apply(++sequence, input, facts);
        }

        Put(new() { Kind = InputKind.Epoch, Bits = 1 });
        Put(new() { Kind = InputKind.Configuration, Reference = Configuration });
        Put(State("Down"));
        var (steps, running, down, skippedInAll) = (0, 0, 0, 0L);
        for (var second = 1; second <= Seconds; second++)
        {
            _ = second % Cycle < Down ? down++ : running++;
            time.Advance(TimeSpan.FromSeconds(1));
            if (second == first || (every > 0 && second > first && (second - first) % every == 0))
            {
                time.Set(TimeSpan.FromSeconds(step));
                steps++;
            }

            var skipped = own.Refresh();
            if (skipped > 0)
            {
                skippedInAll += skipped / 1_000_000_000;
                Put(new() { Kind = InputKind.Communication, Id = 1, Bits = 0 }, own.UtcNow - skipped);
                Put(new() { Kind = InputKind.Communication, Id = 1, Bits = 1 });
                Put(State(second % Cycle < Down ? "Down" : "Running"));
            }
            else if (second % Cycle is 0 or Down)
            {
                Put(State(second % Cycle == 0 ? "Down" : "Running"));
            }

            var wall = time.UtcNanoseconds();
            engine.Apply(++sequence, new() { Kind = InputKind.Tick, SourceTime = wall, ReceiveTime = wall }, facts);
        }

        // Whatever the wall clock says: the line is closed when the box's own time is beyond the last hour that was lived in.
        var end = Math.Max(own.UtcNow, time.UtcNanoseconds()) + (7200 * 1_000_000_000L);
        engine.Apply(++sequence, new() { Kind = InputKind.Communication, Id = 1, SourceTime = own.UtcNow, ReceiveTime = own.UtcNow }, facts);
        engine.Apply(++sequence, new() { Kind = InputKind.Tick, SourceTime = end, ReceiveTime = end }, facts);
        var hours = facts.Records.Where(r => r is { Window: WindowKind.Hour, Status: RecordStatus.Final, Machine: "m" })
            .GroupBy(r => r.Start).Select(g => g.MaxBy(r => r.Rev)!).OrderBy(r => r.Start).ToList();

        Assert.All(hours, r => Assert.Equal(r.End!.Value - r.Start, Enumerable.Range(0, CategoryTimes.Count).Sum(c => NotNegative(r.Times[(Category)c]))));
        Assert.All(facts.Stops, s => Assert.True(s.End is null || s.End >= s.Start, $"{s}"));
        Assert.InRange(hours.Sum(r => r.Times[Category.Running]) / 1000.0, running - 1 - steps, running + 1 + steps);
        Assert.InRange(hours.Sum(r => r.Times[Category.Down]) / 1000.0, down - 1 - steps, down + 1 + steps);
        var unknown = hours.Where(r => r.Start <= own.UtcNow / 1_000_000).Sum(r => r.Times[Category.Unknown]) / 1000.0;
        Assert.True(unknown >= skippedInAll - 1 - steps, $"{name}: {unknown} s unknown, {skippedInAll} s skipped");
    }

    private static long NotNegative(long milliseconds)
    {
        Assert.True(milliseconds >= 0, $"{milliseconds} ms");
        return milliseconds;
    }

    private static Input State(string word) =>
        new() { Kind = InputKind.Sample, Id = 1, ValueKind = ValueKind.Text, Reference = word };

    private static EngineConfiguration Configuration => new("c1", "m1", "node", "UTC")
    {
        Machines = [new MachineDefinition(1, "m", "line", 1000, 10_000, 0.75) { Mapping = new StateMapping(StateMappingKind.Neutral) }],
        Signals = [new Signal(1, 1, "m", "state", SignalRole.State)],
        Shifts = [new ShiftDefinition("A", 0x7F, new(0, 0), new(0, 0), [])],
    };

    private sealed class Facts : IFactSink
    {
        private readonly List<Fact> _all = [];

        public IEnumerable<OeeRecord> Records => _all.OfType<OeeRecord>();

        public IEnumerable<StopFact> Stops => _all.OfType<StopFact>();

        public void Add(Fact fact) => _all.Add(fact);
    }
}
