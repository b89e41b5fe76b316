using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

public sealed class RotationTests
{
    private static readonly DateOnly Anchor = new(2026, 1, 5);
    private static readonly RotationDefinition FiveTeams = new(
        Anchor, [new("A", 0), new("B", 2), new("C", 4), new("D", 6), new("E", 8)],
        ["early", "early", "late", "late", "night", "night", "", "", "", ""]);

    [Fact]
    public void Five_teams_cover_every_shift_of_every_day_once()
    {
        var calendar = Calendar(FiveTeams);
        for (var date = Anchor.AddDays(-400); date < Anchor.AddDays(400); date = date.AddDays(1))
        {
            var shifts = calendar.Between(date, date);
            Assert.Equal(["early", "late", "night"], shifts.Select(s => s.Name));
            Assert.All(shifts, s => Assert.Single(s.Team));
        }
    }

    [Fact]
    public void On_the_anchor_a_team_is_as_far_into_the_pattern_as_its_offset_says()
    {
        var shifts = Calendar(FiveTeams).Between(Anchor, Anchor);
        Assert.Equal([("early", "A"), ("late", "B"), ("night", "C")], shifts.Select(s => (s.Name, s.Team)));
        Assert.Equal("A", Calendar(FiveTeams).Find("late", Anchor.AddDays(2))!.Team);
        Assert.Equal("A", Calendar(FiveTeams).Find("late", Anchor.AddDays(-8))!.Team);
    }

    [Fact]
    public void A_shift_that_no_team_has_does_not_take_place_and_two_teams_share_one()
    {
        var calendar = Calendar(new RotationDefinition(Anchor, [new("A", 0), new("B", 2)], ["early", "", "early", "", ""]));
        Assert.Equal("A+B", calendar.Find("early", Anchor)!.Team);
        Assert.Null(calendar.Find("early", Anchor.AddDays(1)));
        Assert.Null(calendar.Find("late", Anchor));
    }

    [Fact]
    public void On_a_holiday_no_shift_starts_and_the_one_of_the_day_before_runs_on()
    {
        var site = new TestSite(c => c with
        {
            Shifts = [new ShiftDefinition("N", 0x7F, new(22, 0), new(6, 0), [])],
            Holidays = [new DateOnly(2026, 1, 6)],
        });
        var record = site.Window(22 * Hour, 60 * Hour, 60 * Hour);
        Assert.Equal(8 * Hour, record.Planned);
        Assert.Equal(14 * Hour, site.Window(46 * Hour, 60 * Hour, 60 * Hour).Times[Category.NotScheduled]);
    }

    [Fact]
    public void Planned_downtime_of_one_machine_leaves_the_others_planned()
    {
        var site = new TestSite(c => c with
        {
            Machines = [c.Machines[0], c.Machines[0] with { Id = 2, Name = "n" }],
            PlannedStops = [new PlannedStop(Zero + (8 * Hour), Zero + (9 * Hour)) { Machines = ["n"] }],
        });
        Assert.Equal(0, site.Window(6 * Hour, 14 * Hour, 14 * Hour).Times[Category.PlannedDowntime]);
        Assert.Equal(Hour, site.Engine.Evaluate("n", Zero + (6 * Hour), Zero + (14 * Hour), Zero + (14 * Hour)).Times[Category.PlannedDowntime]);
    }

    private static ShiftCalendar Calendar(RotationDefinition rotation) => new(
        Default() with
        {
            Shifts =
            [
                new ShiftDefinition("early", 0x7F, new(6, 0), new(14, 0), []), new ShiftDefinition("late", 0x7F, new(14, 0), new(22, 0), []),
                new ShiftDefinition("night", 0x7F, new(22, 0), new(6, 0), []),
            ],
            Rotation = rotation,
        }, "m");
}
