using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

public sealed class ShiftCalendarTests
{
    private static readonly TimeZoneInfo Amsterdam = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    public static TheoryData<int> Years => [.. Enumerable.Range(2020, 18)];

    [Theory]
    [MemberData(nameof(Years))]
    public void On_the_nights_of_a_clock_change_days_and_night_shifts_are_as_long_as_the_clock_says(int year)
    {
        var spring = LastSunday(year, 3);
        var autumn = LastSunday(year, 10);
        Assert.Equal((23 * Hour, 25 * Hour), (Length(LocalTime.Day(Amsterdam, spring)), Length(LocalTime.Day(Amsterdam, autumn))));
        var calendar = new ShiftCalendar("Europe/Amsterdam", [new ShiftDefinition("N", 0x7F, new(22, 0), new(6, 0), [])], []);
        Assert.Equal(7 * Hour, Length(calendar.Find("N", spring.AddDays(-1))!));
        Assert.Equal(9 * Hour, Length(calendar.Find("N", autumn.AddDays(-1))!));
        Assert.Equal(8 * Hour, Length(calendar.Find("N", spring)!));
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void A_time_that_does_not_exist_moves_forward_and_one_that_exists_twice_is_the_first(int year)
    {
        var spring = LastSunday(year, 3);
        Assert.Equal(Utc(spring, 1, 15), LocalTime.ToInstant(Amsterdam, spring, new TimeOnly(2, 15)));
        Assert.Equal(new TimeOnly(3, 15), TimeOnly.FromDateTime(LocalTime.FromInstant(Amsterdam, Utc(spring, 1, 15))));
        var autumn = LastSunday(year, 10);
        Assert.Equal(Utc(autumn, 0, 15), LocalTime.ToInstant(Amsterdam, autumn, new TimeOnly(2, 15)));
        Assert.Equal(Utc(autumn, 0, 59), LocalTime.ToInstant(Amsterdam, autumn, new TimeOnly(2, 59)));
        Assert.Equal(Utc(autumn, 2, 0), LocalTime.ToInstant(Amsterdam, autumn, new TimeOnly(3, 0)));
    }

    [Theory]
    [InlineData("Europe/Amsterdam")]
    [InlineData("Asia/Kolkata")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("UTC")]
    public void Stretches_cover_a_year_without_gap_or_overlap(string zone)
    {
        var calendar = new ShiftCalendar(zone,
        [
            new ShiftDefinition("early", 0b0111110, new(6, 0), new(14, 0), [new(new(9, 0), 15), new(new(12, 0), 30)]),
            new ShiftDefinition("night", 0x7F, new(22, 0), new(6, 0), [new(new(2, 0), 30)]),
        ], [new PlannedStop(Zero + (30 * 24 * Hour), Zero + (30 * 24 * Hour) + (3 * Hour))]);
        var stretches = calendar.Stretches(Zero, Zero + (365 * 24 * Hour));
        Assert.Equal((Zero, Zero + (365 * 24 * Hour)), (stretches[0].Start, stretches[^1].End));
        Assert.All(stretches.Zip(stretches.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        Assert.All(stretches, s => Assert.True(s.End > s.Start));
    }

    [Fact]
    public void Borders_of_hours_and_shifts_enclose_every_moment_exactly_once()
    {
        var timeline = new CalendarTimeline(new ShiftCalendar("Europe/Amsterdam",
            [new ShiftDefinition("odd", 0x7F, new(6, 10), new(14, 50), [new(new(9, 0), 15)])], []));
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            var time = Zero + random.NextInt64(0, 400 * 24 * Hour);
            var (before, after) = (timeline.BoundaryBefore(time), timeline.BoundaryAtOrAfter(time));
            Assert.True(before < time && time <= after && after - before <= Hour);
            Assert.Equal(after, timeline.BoundaryAtOrAfter(before + 1));
            Assert.Equal(before, timeline.BoundaryBefore(after));
        }
    }

    [Fact]
    public void Weekdays_are_those_of_the_start()
    {
        var calendar = new ShiftCalendar("UTC", [new ShiftDefinition("N", 1 << (int)DayOfWeek.Friday, new(22, 0), new(6, 0), [])], []);
        Assert.NotNull(calendar.Find("N", new DateOnly(2026, 1, 9)));
        Assert.Null(calendar.Find("N", new DateOnly(2026, 1, 10)));
        Assert.True(calendar.Stretches(Zero + (125 * Hour), Zero + (126 * Hour)).TrueForAll(s => s.IsPlanned));
    }

    private static long Length((long Start, long End) day) => day.End - day.Start;

    private static long Length(ShiftInstance shift) => shift.End - shift.Start;

    private static long Utc(DateOnly date, int hour, int minute) =>
        new DateTimeOffset(date.ToDateTime(new TimeOnly(hour, minute)), TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static DateOnly LastSunday(int year, int month)
    {
        var day = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        return day.AddDays(-(int)day.DayOfWeek);
    }
}
