using EdgeCollector.Options.Calendars;
using Xunit;

namespace EdgeCollector.Tests.Options.Calendars;

public sealed class CalendarFileTests
{
    private static readonly TimeZoneInfo Amsterdam = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>In the form in which Google Calendar exports: IANA zone with its VTIMEZONE, RECURRENCE-ID, all-day events marked
    /// free.</summary>
    private const string Google = """
        BEGIN:VCALENDAR
        PRODID:-//Google Inc//Google Calendar 70.9054//EN
        VERSION:2.0
        CALSCALE:GREGORIAN
        METHOD:PUBLISH
        X-WR-CALNAME:Line 1
        X-WR-TIMEZONE:Europe/Amsterdam
        BEGIN:VTIMEZONE
        TZID:Europe/Amsterdam
        X-LIC-LOCATION:Europe/Amsterdam
        BEGIN:DAYLIGHT
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        TZNAME:CEST
        DTSTART:19700329T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        END:DAYLIGHT
        BEGIN:STANDARD
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        TZNAME:CET
        DTSTART:19701025T030000
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VEVENT
        DTSTART;TZID=Europe/Amsterdam:20260317T090000
        DTEND;TZID=Europe/Amsterdam:20260317T093000
        RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=TU
        EXDATE;TZID=Europe/Amsterdam:20260324T090000
        DTSTAMP:20260101T120000Z
        UID:weekly@google.com
        STATUS:CONFIRMED
        SUMMARY:Team meeting
        TRANSP:OPAQUE
        END:VEVENT
        BEGIN:VEVENT
        DTSTART;TZID=Europe/Amsterdam:20260401T130000
        DTEND;TZID=Europe/Amsterdam:20260401T140000
        RECURRENCE-ID;TZID=Europe/Amsterdam:20260331T090000
        DTSTAMP:20260101T120000Z
        UID:weekly@google.com
        STATUS:CONFIRMED
        SUMMARY:Team meeting\, moved
        TRANSP:OPAQUE
        END:VEVENT
        BEGIN:VEVENT
        DTSTART;VALUE=DATE:20260427
        DTEND;VALUE=DATE:20260428
        DTSTAMP:20260101T120000Z
        UID:kings-day@google.com
        SUMMARY:Koningsdag
        TRANSP:TRANSPARENT
        END:VEVENT
        BEGIN:VEVENT
        DTSTART:20260601T100000Z
        DURATION:PT2H
        DTSTAMP:20260101T120000Z
        UID:free@google.com
        SUMMARY:Visitors
        TRANSP:TRANSPARENT
        END:VEVENT
        END:VCALENDAR

        """;

    /// <summary>In the form in which Outlook exports: a Windows zone name, busy status as a property of its own, folded lines.</summary>
    private const string Outlook = """
        BEGIN:VCALENDAR
        PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
        VERSION:2.0
        METHOD:PUBLISH
        BEGIN:VTIMEZONE
        TZID:W. Europe Standard Time
        BEGIN:STANDARD
        DTSTART:16011028T030000
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010325T020000
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        END:DAYLIGHT
        END:VTIMEZONE
        BEGIN:VEVENT
        CLASS:PUBLIC
        DTEND;TZID="W. Europe Standard Time":20260715T160000
        DTSTAMP:20260102T083000Z
        DTSTART;TZID="W. Europe Standard Time":20260715T080000
        SUMMARY;LANGUAGE=nl:Groot onderhoud van de vullijn met een lange omschrijvin
         g over twee regels
        TRANSP:OPAQUE
        UID:040000008200E00074C5B7101A82E00800000000
        X-MICROSOFT-CDO-BUSYSTATUS:BUSY
        END:VEVENT
        BEGIN:VEVENT
        DTEND;TZID="W. Europe Standard Time":20260716T160000
        DTSTAMP:20260102T083000Z
        DTSTART;TZID="W. Europe Standard Time":20260716T080000
        SUMMARY:Only a note
        TRANSP:OPAQUE
        UID:040000008200E00074C5B7101A82E00800000001
        X-MICROSOFT-CDO-BUSYSTATUS:FREE
        END:VEVENT
        BEGIN:VEVENT
        DTSTART;VALUE=DATE:20261224
        DTEND;VALUE=DATE:20270102
        DTSTAMP:20260102T083000Z
        SUMMARY:Plant closed
        TRANSP:TRANSPARENT
        UID:040000008200E00074C5B7101A82E00800000002
        X-MICROSOFT-CDO-ALLDAYEVENT:TRUE
        X-MICROSOFT-CDO-BUSYSTATUS:OOF
        END:VEVENT
        BEGIN:VEVENT
        DTEND;TZID="W. Europe Standard Time":20260717T160000
        DTSTAMP:20260102T083000Z
        DTSTART;TZID="W. Europe Standard Time":20260717T080000
        STATUS:CANCELLED
        SUMMARY:Canceled: maintenance
        UID:040000008200E00074C5B7101A82E00800000003
        END:VEVENT
        END:VCALENDAR

        """;

    [Fact]
    public void A_recurring_event_of_Google_keeps_local_time_over_the_clock_change_and_its_exceptions()
    {
        var entries = Parse(Google);
        Assert.Equal(
            [
                "2026-03-17T08:00Z 30", // 09:00 in winter time; 24 March is an exception
                "2026-04-01T11:00Z 60", // 31 March was moved to 1 April, 13:00 in summer time
                "2026-04-07T07:00Z 30", // 09:00 in summer time
            ], entries.Stops.Select(Text));
    }

    [Fact]
    public void An_all_day_event_is_a_holiday_though_it_is_exported_as_free() =>
        Assert.Equal([new DateOnly(2026, 4, 27)], Parse(Google).Holidays);

    [Fact]
    public void Outlooks_zone_names_are_known_and_free_or_cancelled_events_count_for_nothing()
    {
        var entries = Parse(Outlook);
        Assert.Equal(["2026-07-15T06:00Z 480"], entries.Stops.Select(Text));
        Assert.Equal((9, new DateOnly(2026, 12, 24)), (entries.Holidays.Count, entries.Holidays[0]));
    }

    [Fact]
    public void A_time_without_a_zone_is_the_sites()
    {
        var entries = Parse(Event("DTSTART:20260329T013000\nDTEND:20260329T033000"));
        Assert.Equal(["2026-03-29T00:30Z 60"], entries.Stops.Select(Text));
    }

    [Fact]
    public void An_event_that_began_before_the_time_looked_at_reaches_into_it()
    {
        var entries = Parse(Event("DTSTART:20251231T220000Z\nDTEND:20260101T060000Z"));
        Assert.Equal(["2025-12-31T22:00Z 480"], entries.Stops.Select(Text));
    }

    [Theory]
    [InlineData("", "holds no VCALENDAR")]
    [InlineData("<html>Sign in</html>", "")]
    [InlineData("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:Clean\nDTSTART:tomorrow\nEND:VEVENT\nEND:VCALENDAR\n", "DTSTART: Clean")]
    public void What_is_no_calendar_is_said_in_words(string text, string says) =>
        Assert.Contains(says, Assert.Throws<InvalidDataException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Endless_recurrence_is_bounded_and_said()
    {
        var text = Event("DTSTART:20260101T000000Z\nDTEND:20260101T000030Z\nRRULE:FREQ=MINUTELY");
        Assert.Contains("more than 20000 occurrences", Assert.Throws<InvalidDataException>(() => Parse(text)).Message, StringComparison.Ordinal);
    }

    private static CalendarEntries Parse(string text) => CalendarFile.Parse(text.ReplaceLineEndings("\r\n"), Amsterdam, From, To);

    private static string Event(string times) =>
        $"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//t//EN\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z\n{times}\nEND:VEVENT\nEND:VCALENDAR\n";

    private static string Text((long Start, long End) stop) =>
        FormattableString.Invariant($"{DateTimeOffset.FromUnixTimeMilliseconds(stop.Start):yyyy-MM-ddTHH:mm}Z {(stop.End - stop.Start) / 60_000}");
}
