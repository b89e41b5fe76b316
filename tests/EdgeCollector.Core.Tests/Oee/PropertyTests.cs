using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

/// <summary>What must hold for any trace, over seeded random ones.</summary>
public sealed class PropertyTests
{
    private const long Six = 6 * Hour;
    private const long Two = 14 * Hour;
    private static readonly string[] States = ["Running", "Running", "Running", "Down", "Stop", "Starved", "Blocked", "Changeover",
        "PlannedStop", "NoDemand"];

    private delegate void Step(TestSite site);

    [Fact]
    public void Any_order_of_arrival_of_different_times_gives_the_same_records()
    {
        var (telling, all) = (0, 0);
        foreach (var seed in PropertyCases.Seeds("shuffled arrival equals sorted arrival"))
        {
            var trace = Trace(seed, 20 + (seed % 40));
            var random = new Random(seed);
            var sorted = Records(trace);
            Assert.True(sorted == Records([.. trace.OrderBy(_ => random.Next())]), $"seed {seed}");
            telling += Play(trace).Window(Six, Two, Two) is { Total: > 0, Known: > 0 } ? 1 : 0;
            all++;
        }

        Assert.True(telling > all / 2, $"{telling} of {all}");
    }

    [Fact]
    public void Busy_traces_split_pages_and_still_do_not_depend_on_the_order()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var trace = Trace(seed, 3000);
            var random = new Random(seed);
            Assert.Equal(Records(trace), Records([.. trace.OrderBy(s => s.At + random.Next(0, 600_000))]));
        }
    }

    [Fact]
    public void The_rate_of_ticks_changes_no_settled_record()
    {
        foreach (var seed in PropertyCases.Seeds("tick rate changes no settled record"))
        {
            var trace = Trace(seed, 12 + (seed % 20), Hour).Select(s => s with { Receive = s.At + 700 }).ToList();
            var slow = Settled(trace, 600 * Second);
            Assert.NotEmpty(slow);
            Assert.Equal(slow, Settled(trace, 17 * Second));
            if (seed % 10 == 0)
            {
                Assert.Equal(slow, Settled(trace, Second));
            }
        }
    }

    [Fact]
    public void Buckets_add_up_to_calendar_time_and_split_windows_add_up_to_the_whole()
    {
        foreach (var seed in PropertyCases.Seeds("buckets sum to elapsed time, split windows to the whole"))
        {
            var cut = Six + new Random(seed).NextInt64(1, 8 * Hour);
            var site = Play(Trace(seed, 20 + (seed % 40)));
            var whole = site.Window(Six, Two, Two);
            var parts = OeeRecordSum.Of([site.Window(Six, cut, Two), site.Window(cut, Two, Two)]);
            Assert.Equal(8 * Hour, whole.Times.Sum());
            Assert.Equal(whole.Times, parts.Times);
            Assert.Equal((whole.Total, whole.Scrap, whole.Recovered, whole.OutsidePlan, whole.Failures, whole.Repairs, whole.RepairTime),
                (parts.Total, parts.Scrap, parts.Recovered, parts.OutsidePlan, parts.Failures, parts.Repairs, parts.RepairTime));
            Assert.Equal(whole.FullyProductive!.Value, parts.FullyProductive!.Value, 1e-6);
        }
    }

    [Fact]
    public void A_x_P_x_Q_is_Oee_and_neither_depends_on_the_micro_stop_threshold()
    {
        foreach (var seed in PropertyCases.Seeds("A x P x Q equals OEE, whatever the micro-stop threshold"))
        {
            double? first = null;
            foreach (var threshold in (long[])[0, 120 * Second, 10 * Hour])
            {
                var site = Play(Trace(seed, 20 + (seed % 40)), c => c with { Machines = [c.Machines[0] with { MinorStop = threshold }] });
                var record = site.Window(Six, Two, Two);
                var oee = OeeFormula.Oee(record);
                first ??= oee;
                Assert.Equal(first is null, oee is null);
                Assert.Equal(first ?? 0, oee ?? 0, 1e-12);
                if (OeeFormula.Quality(record) is { } q && OeeFormula.Performance(record) is { } p)
                {
                    Assert.Equal(oee!.Value, OeeFormula.Availability(record)!.Value * p * q, 1e-9);
                }
            }
        }
    }

    [Fact]
    public void Every_repeat_is_dropped()
    {
        foreach (var seed in PropertyCases.Seeds("repeats change nothing"))
        {
            var trace = Trace(seed, 20 + (seed % 40));
            Assert.True(Records(trace) == Records([.. trace, .. trace]), $"seed {seed}");
        }
    }

    private static List<(long At, long Receive, Step Apply)> AsSteps(IEnumerable<Event> trace) =>
        [.. trace.Select(e => (e.At, e.Receive, (Step)(site => e.Put(site))))];

    private static string Records(IReadOnlyList<Event> trace) => Text(Play(trace));

    private static string Text(TestSite site)
    {
        var lines = new List<string>();
        for (var hour = Six; hour < Two; hour += Hour)
        {
            lines.Add(Text(site.Window(hour, hour + Hour, Two)));
        }

        var shift = site.Window(Six, Two, Two);
        Assert.Equal(8 * Hour, shift.Times.Sum());
        lines.Add(Text(shift));
        return string.Join("\n", lines);
    }

    private static string Text(OeeRecord r) => FormattableString.Invariant(
        $"{r.Id} {string.Join(',', Enum.GetValues<Category>().Select(category => r.Times[category]))} {r with { Times = default }}");

    private static List<string> Settled(IReadOnlyList<Event> trace, long tick)
    {
        var site = new TestSite(c => c with
        {
            Shifts = [c.Shifts[0] with { End = new TimeOnly(7, 30), Breaks = [new BreakDefinition(new TimeOnly(6, 20), 10)] }],
        });
        var next = Six;
        foreach (var item in trace.OrderBy(e => e.Receive))
        {
            for (; next <= item.Receive; next += tick)
            {
                site.Tick(next);
            }

            item.Put(site);
        }

        var end = Six + (2 * Hour) + (10 * Minute);
        for (; next <= end; next += tick)
        {
            site.Tick(next);
        }

        site.Tick(end);
        return [.. site.Records.Where(r => r.Status == RecordStatus.Final).OrderBy(r => r.Start).ThenBy(r => r.Window).ThenBy(r =>
            r.Rev).Select(Text)];
    }

    private static EngineConfiguration Breaks(EngineConfiguration c) =>
        c with { Shifts = [c.Shifts[0] with { Breaks = [new BreakDefinition(new TimeOnly(9, 0), 30)] }] };

    private static TestSite Play(IReadOnlyList<Event> trace, Func<EngineConfiguration, EngineConfiguration>? change = null)
    {
        var site = new TestSite(c => change is null ? Breaks(c) : change(Breaks(c)), Six);
        foreach (var (_, _, apply) in AsSteps(trace))
        {
            apply(site);
        }

        return site;
    }

    /// <summary>Events at different times: states, a few not Good, outages, counters that wrap, reset and jump, reasons.</summary>
    private static List<Event> Trace(int seed, int count, long length = 8 * Hour)
    {
        var random = new Random(seed);
        var times = new SortedSet<long>();
        while (times.Count < count)
        {
            times.Add(Six + random.NextInt64(0, length));
        }

        long total = 65_000, scrap = 0, last = Six;
        var events = new List<Event>();
        foreach (var at in times)
        {
            var kind = random.Next(20);
            total = random.Next(40) == 0 ? random.Next(5000) : (total + random.NextInt64(0, 1 + ((at - last) / 12_000))) % 65_536;
            scrap += random.Next(3) == 0 ? 1 : 0;
            last = at;
            events.Add(kind switch
            {
                < 8 => new Event(at, 0, 1, 0, States[random.Next(States.Length)], random.Next(15) == 0 ? Quality.Bad : Quality.Good),
                < 15 => new Event(at, 0, 2, total, null, Quality.Good),
                < 18 => new Event(at, 0, 3, scrap, null, Quality.Good),
                18 => new Event(at, 0, -1, Math.Min(1, random.Next(4)), null, Quality.Good),
                _ => new Event(at, 0, -2, at - random.NextInt64(0, Hour), random.Next(2) == 0 ? "jam" : "no_film", Quality.Good),
            });
        }

        return events;
    }

    private sealed record Event(long At, long Receive, int Signal, long Value, string? Text, Quality Quality)
    {
        public void Put(TestSite site)
        {
            var input = Signal switch
            {
                -1 => new Input { Kind = InputKind.Communication, Id = 1, Bits = Value },
                -2 => new Input
                {
                    Kind = InputKind.Entry, Reference = new ReasonEntry($"{At}", "op", "m", Zero + Value, Zero + At, Text, ""),
                },
                _ => Sample(Signal, Text is null ? ValueKind.Integer : ValueKind.Text, Value, Text) with { Quality = Quality },
            };
            site.Put(input, At, Receive == 0 ? null : Receive);
        }
    }
}
