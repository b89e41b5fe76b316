using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

public sealed class ExplanationTests
{
    private const long Six = 6 * Hour;
    private const long Two = 14 * Hour;

    [Fact]
    public void Recomputing_from_what_is_shown_gives_every_stated_figure_to_the_last_digit()
    {
        var explained = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var site = RandomDay(seed);
            foreach (var stated in site.Records.Where(r => r.Status == RecordStatus.Final).GroupBy(r => (r.Machine, r.Window, r.Start)).Select(g => g.Last()))
            {
                var explanation = site.Engine.Explain(stated.Machine, stated.Window, stated.Start, stated)!;
                Assert.Equal(stated, explanation.Record with { Status = RecordStatus.Final });
                Assert.Empty(explanation.Differences());
                Assert.Equal((stated.Start, stated.End!.Value), (explanation.Intervals[0].Start, explanation.Intervals[^1].End));
                Assert.All(explanation.Intervals.Zip(explanation.Intervals.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
                explained++;
            }
        }

        Assert.True(explained > 1500, $"{explained}");
    }

    [Fact]
    public void A_wrong_part_is_named()
    {
        var site = RandomDay(1);
        var stated = site.Final(WindowKind.Shift, Six);
        var explanation = site.Engine.Explain("m", WindowKind.Shift, stated.Start, stated)!;
        var first = explanation.Intervals[0];
        var wrong = explanation with { Intervals = [first with { End = first.End - 1 }, .. explanation.Intervals.Skip(1)] };
        Assert.Contains($"{first.Category}, ms", Assert.Single(wrong.Differences()), StringComparison.Ordinal);
        var step = explanation.Steps.First(s => s.Micro > 0 && s.Bucket == "counted");
        Assert.NotEmpty((explanation with { Steps = [.. explanation.Steps.Where(s => s != step)] }).Differences());
    }

    [Fact]
    public void Steps_say_what_a_reading_was_taken_for_and_edits_who_moved_the_time()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.Total(Six, 65_500);
        site.Total(7 * Hour, 100);
        site.Total((7 * Hour) + Second, 60_000);
        site.State(8 * Hour, "Stop");
        site.State(9 * Hour, "Running");
        site.Reason(10 * Hour, 8 * Hour, 9 * Hour, "jam");
        site.Run(Two, Two + Minute);
        var explanation = site.Engine.Explain("m", WindowKind.Shift, Zero + Six, site.Final(WindowKind.Shift, Six))!;
        Assert.Equal([("wrap", 136_000_000L, (long?)65_500), ("held", 0, 100)], explanation.Steps.Select(s => (s.What, s.Micro, s.Before)));
        Assert.Contains(explanation.Intervals, i => (i.Category, i.Raw, i.Reason, i.Source) == (Category.Down, Category.Stop, "jam", "operator"));
        Assert.Equal("jam", Assert.Single(explanation.Edits).Code);
        Assert.Contains(explanation.Facts, f => (f.What, f.Value) == ("state", "Stop"));
    }

    [Fact]
    public void What_runs_is_explained_as_far_as_it_has_come_and_what_never_was_is_null()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.Total(Six, 0);
        site.Total(7 * Hour, 300);
        site.Run(7 * Hour, 7 * Hour + Minute);
        var explanation = site.Engine.Explain("m", WindowKind.Shift, Zero + Six, null)!;
        Assert.Equal((300L, Hour + Minute), (explanation.Record.Total, explanation.Record.Times.Sum()));
        Assert.Empty(explanation.Differences());
        Assert.Null(site.Engine.Explain("m", WindowKind.Shift, Zero + (5 * Hour), null));
        Assert.Null(site.Engine.Explain("nobody", WindowKind.Shift, Zero + Six, null));
    }

    private static TestSite RandomDay(int seed)
    {
        var random = new Random(seed);
        var site = new TestSite(c => c with
        {
            Shifts = [c.Shifts[0] with { Breaks = [new BreakDefinition(new TimeOnly(9, 0), 30)] }],
            Machines = [c.Machines[0] with { Cycles = [new ProductCycle("B", long.MinValue, 7_123.25), new ProductCycle("C", long.MinValue, 3.7)], ListedProducts = new HashSet<string> { "B", "C" } }],
        });
        site.State(Six, "Running");
        var (total, scrap) = (65_000L, 0L);
        var next = Six;
        for (var at = Six + Second; at < Two; at += random.NextInt64(Second, 10 * Minute))
        {
            for (; next < at; next += 10 * Second)
            {
                site.Tick(next);
            }

            total = random.Next(30) == 0 ? random.Next(9000) : (total + random.Next(60)) % 65_536;
            var late = random.Next(6) == 0 ? at - random.NextInt64(0, Hour) : at;
            switch (random.Next(9))
            {
                case < 3:
                    site.State(Math.Max(Six, late), ((string[])["Running", "Running", "Stop", "Down", "Starved", "Changeover", "NoDemand"])[random.Next(7)],
                        random.Next(12) == 0 ? Quality.Bad : Quality.Good, receive: at);
                    break;
                case < 6:
                    site.Total(Math.Max(Six, late), total, receive: at);
                    break;
                case 6:
                    site.Value(3, at, scrap += random.Next(3));
                    break;
                case 7:
                    site.Put(Sample(8, ValueKind.Text, 0, ((string[])["", "B", "C"])[random.Next(3)]), at, at);
                    break;
                default:
                    site.Reason(at, at - random.NextInt64(0, Hour), at, random.Next(2) == 0 ? "jam" : "no_film");
                    break;
            }
        }

        site.Run(Math.Max(next, Two), Two + Minute);
        return site;
    }
}
