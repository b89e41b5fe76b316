using EdgeCollector.Core.Live;
using EdgeCollector.Core.Oee;
using EdgeCollector.Dashboard;
using EdgeCollector.Dashboard.Charts;
using EdgeCollector.Dashboard.Pages;
using EdgeCollector.Resources;
using Xunit;

namespace EdgeCollector.Tests.Dashboard;

public sealed class OverviewPageTests
{
    private const string Hostile = "\"><script>alert(1)</script>'&<img src=x onerror=a>";

    [Fact]
    public void The_example_of_the_wireframe_shows_its_figures()
    {
        var page = Render("nl");

        Assert.Contains("acme / eindhoven / packaging", page, StringComparison.Ordinal);
        Assert.Contains("Vroege ploeg 06:00–14:00", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"big\">10\u202f252</span>", page, StringComparison.Ordinal);
        Assert.Contains("van 10\u202f800 gepland tot nu", page, StringComparison.Ordinal);
        Assert.Contains("−548 st", page, StringComparison.Ordinal);
        Assert.Contains("−14 min", page, StringComparison.Ordinal);
        Assert.Contains("71<span class=\"unit\">%</span>", page, StringComparison.Ordinal);
        Assert.Contains("84\u202f%", page, StringComparison.Ordinal);
        Assert.Contains("89\u202f%", page, StringComparison.Ordinal);
        Assert.Contains("95\u202f%", page, StringComparison.Ordinal);
        Assert.Contains("2 stops zonder reden", page, StringComparison.Ordinal);
        Assert.Contains("Vastloper", page, StringComparison.Ordinal);
        Assert.Contains("14:05", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_quality_reads_A_times_P_and_never_a_quality()
    {
        var figures = LineFigures.Oee(SamplePictures.Labeller, 0.8, Texts.For("en")).Html;
        var factors = LineFigures.Factors(SamplePictures.Labeller, Texts.For("en")).Html;

        Assert.Contains("A × P", figures, StringComparison.Ordinal);
        Assert.DoesNotContain(">OEE<", figures, StringComparison.Ordinal);
        Assert.Contains("82<span", figures, StringComparison.Ordinal);
        Assert.Contains("not measured", factors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_600, true)]
    [InlineData(11_200, false)]
    public void Below_half_coverage_there_is_no_figure(int unknownSeconds, bool shown)
    {
        var record = SamplePictures.Shift with
        {
            Times = SamplePictures.Times((Category.Running, 21_600 - unknownSeconds), (Category.Unknown, unknownSeconds)),
        };

        Assert.Equal(shown, LineFigures.Oee(record, null, Texts.For("en")).Html.Contains("class=\"big\"", StringComparison.Ordinal));
        Assert.Equal(!shown, LineFigures.Oee(record, null, Texts.For("en")).Html.Contains("not available", StringComparison.Ordinal));
        Assert.Equal(shown, Plain(LineFigures.Factors(record, Texts.For("en"))).Contains("\u202f%", StringComparison.Ordinal));
    }

    [Fact]
    public void With_nothing_planned_there_is_no_figure()
    {
        var record = SamplePictures.Shift with { Times = SamplePictures.Times((Category.Break, 600)) };

        Assert.Contains("No production planned yet", LineFigures.Oee(record, 0.75, Texts.For("en")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Partial_data_is_said_beside_the_figure() =>
        Assert.Contains("data for 90 % of the time", LineFigures.Oee(
            SamplePictures.Shift with { Times = SamplePictures.Times((Category.Running, 900), (Category.Unknown, 100)) }, null,
                Texts.For("en")).Html,
            StringComparison.Ordinal);

    [Fact]
    public void Hostile_names_are_text_in_every_place()
    {
        var line = new DashboardLine(Hostile, SamplePictures.Named(Hostile, Hostile, Hostile), Hostile, 0.75,
            [new DashboardMachine(Hostile, SamplePictures.Named(Hostile, Hostile, Hostile))]);
        var machine = SamplePictures.Snapshot.Machines[0] with
        {
            Machine = Hostile,
            StateName = Hostile,
            Category = Category.Down,
            Shift = SamplePictures.Shift with { Shift = "2026-11-23/" + Hostile },
            Losses = [new LiveLoss(Hostile, 60_000)],
            OpenStop = new StopFact(Hostile, 0, Hostile, StopEvent.Start, 0, null, Hostile, "", Category.Down, false, "", null, "", "",
                default, 0, default),
        };
        var context = new PageContext(
            Texts.For("en"), SamplePictures.Site with { Enterprise = Hostile, Site = Hostile, Area = Hostile, Lines = [line] },
            new LiveSnapshot(SamplePictures.Now, 1, [machine]), [new ConnectionBadge(Hostile, BadgeState.Failed, Hostile, true)]);

        var page = OverviewPage.Render(context, new StaticAssets(), stale: false).Html;

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.True(page.Split("&quot;&gt;&lt;script&gt;").Length > 12);
    }

    [Fact]
    public void Nothing_stands_inline_that_the_policy_would_refuse()
    {
        var page = Render("en");

        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" onclick", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_first_picture_the_page_waits()
    {
        var context = new PageContext(Texts.For("en"), SamplePictures.Site, null, []);

        Assert.Contains("Waiting for the first data", OverviewPage.Render(context, new StaticAssets(), stale: true).Html,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_insecure_connection_is_marked() =>
        Assert.Contains("badge good insecure\" title=\"security None", Render("en"), StringComparison.Ordinal);

    [Fact]
    public void A_shift_over_the_end_of_summer_time_is_nine_hours_long()
    {
        var zone = SamplePictures.Site.Zone;
        var start = new DateTimeOffset(2026, 10, 24, 22, 0, 0, TimeSpan.FromHours(2)).ToUnixTimeMilliseconds();
        var site = SamplePictures.Site with { Shifts = [new("night", 0x7F, new TimeOnly(22, 0), new TimeOnly(6, 0), [])] };
        var machine = SamplePictures.Snapshot.Machines[0] with
        {
            Shift = SamplePictures.Shift with
            {
                Start = start,
                Shift = "2026-10-24/night"
            }
        };

        var window = ShiftWindow.Of(machine, start + 1000, site);

        Assert.Equal(9 * 3_600_000, window.To - window.From);
        Assert.Equal("Night shift 22:00–06:00", window.Title(Texts.For("en"), site));
        Assert.Equal(2, TimeAxis.Svg(window.From, window.To, zone).Html.Split(">02<").Length - 1);
    }

    [Fact]
    public void Ten_thousand_intervals_become_a_bounded_strip_that_covers_the_same_time()
    {
        var random = new Random(5);
        var intervals = new List<StripInterval>();
        for (var t = SamplePictures.Start; t < SamplePictures.Now;)
        {
            var end = Math.Min(SamplePictures.Now, t + random.Next(500, 4000));
            intervals.Add(new StripInterval(t, end, (Category)random.Next(4, 14), random.Next(2) == 0 ? "" : "jam", false));
            t = end;
        }

        var segments = Strip.Segments(intervals, SamplePictures.Start, SamplePictures.Start + 8 * 3_600_000, SamplePictures.Now);

        Assert.InRange(segments.Count, 2, Strip.MaxSegments);
        Assert.Equal(SamplePictures.Now - SamplePictures.Start, segments.Sum(s => s.End - s.Start));
    }

    private static string Render(string language) => Plain(OverviewPage.Render(
        new PageContext(Texts.For(language), SamplePictures.Site, SamplePictures.Snapshot, SamplePictures.Badges), new StaticAssets(),
            stale: false));

    private static string Plain(Markup markup) => System.Net.WebUtility.HtmlDecode(markup.Html);
}
