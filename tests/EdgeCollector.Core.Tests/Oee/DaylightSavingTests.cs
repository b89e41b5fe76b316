using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

/// <summary>oee-reference.md 5: night shifts over a change of the clock last 7 h or 9 h, and their breaks as long as ever.</summary>
public sealed class DaylightSavingTests
{
    private const int FirstYear = 2020;
    private const int Years = 18;
    private static readonly ShiftDefinition Night =
        new("N", 0x7F, new(22, 0), new(6, 0), [new(new(23, 30), 15), new(new(2, 15), 30), new(new(4, 0), 15)]);

    /// <summary>Both changes of every year from 2020 to 2037 in three zones of Europe, and in one of the south.</summary>
    public static TheoryData<string, int> Zones
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var zone in (string[])["Europe/Amsterdam", "Europe/London", "Europe/Helsinki", "Australia/Sydney"])
            {
                foreach (var year in Enumerable.Range(FirstYear, Years))
                {
                    data.Add(zone, year);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_night_shift_is_planned_for_7_h_or_9_h_minus_its_breaks(string zone, int year)
    {
        var changes = 0;
        for (var date = new DateOnly(year, 1, 1); date.Year == year; date = date.AddDays(1))
        {
            var hours = Hours(zone, date.AddDays(1));
            if (hours == 24)
            {
                continue;
            }

            changes++;
            var record = Shift(zone, date);
            Assert.Equal((8 - (24 - hours)) * Hour, record.Times.Sum());
            Assert.Equal(Hour, record.Times[Category.Break]);
            Assert.Equal(((8 - (24 - hours)) * Hour) - Hour, record.Planned);
        }

        Assert.Equal(2, changes);
    }

    [Fact]
    public void A_night_without_a_change_is_planned_for_8_h_minus_its_breaks() =>
        Assert.Equal(7 * Hour, Shift("Europe/Amsterdam", new DateOnly(2026, 1, 5)).Planned);

    /// <summary>From the zone alone: how many hours of UTC a local day has.</summary>
    private static int Hours(string zone, DateOnly date)
    {
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var before = info.GetUtcOffset(new DateTime(date, new TimeOnly(0, 0), DateTimeKind.Unspecified));
        var after = info.GetUtcOffset(new DateTime(date.AddDays(1), new TimeOnly(0, 0), DateTimeKind.Unspecified));
        return 24 - (int)(after - before).TotalHours;
    }

    /// <summary>The final record of the night shift that starts on <paramref name="date"/>, as the live engine settles it.</summary>
    private static OeeRecord Shift(string zone, DateOnly date)
    {
        var instance = new ShiftCalendar(zone, [Night], []).Find("N", date)!;
        var (start, end) = (instance.Start - Zero, instance.End - Zero);
        var site = new TestSite(c => c with { TimeZone = zone, Shifts = [Night] }, start - Hour);
        site.State(start - Minute, "Running");
        site.Run(start, end + (2 * Minute), 10 * Minute);
        site.Tick(end + (5 * Minute));
        return site.Final(WindowKind.Shift, start);
    }
}
