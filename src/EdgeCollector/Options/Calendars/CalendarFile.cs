using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using LocalTime = EdgeCollector.Core.Oee.LocalTime;

namespace EdgeCollector.Options.Calendars;

/// <summary>What an iCalendar file takes out of the plan.</summary>
/// <param name="Stops">Timed events, ms UTC, half-open: planned downtime.</param>
/// <param name="Holidays">Dates of all-day events: no shift starts on them.</param>
internal sealed record CalendarEntries(IReadOnlyList<(long Start, long End)> Stops, IReadOnlyList<DateOnly> Holidays)
{
    public static CalendarEntries None { get; } = new([], []);
}

/// <summary>
/// An iCalendar file (RFC 5545) as Google Calendar and Outlook export it. All-day events are holidays whatever their transparency says
/// (exports mark them free); timed events that are free or cancelled count for nothing. Recurrence, exceptions and moved occurrences
/// are the library's; times without a zone are the site's.
/// </summary>
internal static class CalendarFile
{
    /// <summary>Occurrences of one file in the time that is looked at; more are an error, never a silent cut.</summary>
    public const int MaxOccurrences = 20_000;

    private const int MaxBytes = 10 * 1024 * 1024;

    /// <exception cref="InvalidDataException">Says what is wrong with the file.</exception>
    public static CalendarEntries Read(string path, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new InvalidDataException("is larger than 10 MB – export fewer years");
        }

        return Parse(File.ReadAllText(path), zone, from, to);
    }

    /// <exception cref="InvalidDataException">As above.</exception>
    public static CalendarEntries Parse(string text, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var stops = new SortedSet<(long, long)>();
        var holidays = new SortedSet<DateOnly>();
        try
        {
            var calendars = CalendarCollection.Load(text);
            if (calendars.Count == 0)
            {
                throw new InvalidDataException("holds no VCALENDAR – export it as iCalendar (.ics)");
            }

            foreach (var calendar in calendars)
            {
                Collect(calendar, zone, from, to, stops, holidays);
            }
        }
        catch (Exception e) when (e is not InvalidDataException and not OutOfMemoryException)
        {
            // The library throws many kinds at malformed text; each is a fault of the file.
            throw new InvalidDataException($"is not an iCalendar file that can be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }

        return new([.. stops], [.. holidays]);
    }

    private static void Collect(Calendar calendar, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to,
        SortedSet<(long, long)> stops, SortedSet<DateOnly> holidays)
    {
        if (calendar.Events.FirstOrDefault(e => e.DtStart is null) is { } broken)
        {
            throw new InvalidDataException($"has an event without a readable DTSTART: {broken.Summary ?? broken.Uid} – export it anew");
        }

        // Two days earlier: an event that began before and reaches in.
        var start = new CalDateTime(from.UtcDateTime.AddDays(-2));
        var end = new CalDateTime(to.UtcDateTime);
        foreach (var occurrence in calendar.GetOccurrences<CalendarEvent>(start).TakeWhileBefore(end))
        {
            if (occurrence.Source is not CalendarEvent what || IsCancelled(what))
            {
                continue;
            }

            var (begins, ends) = (occurrence.Period.StartTime, occurrence.Period.EffectiveEndTime ?? occurrence.Period.StartTime);
            if (!begins.HasTime)
            {
                AddDates(begins.Date, ends.Date, holidays);
            }
            else if (!IsFree(what) && Instant(begins, zone) is var s && Instant(ends, zone) is var e && e > s)
            {
                stops.Add((s, e));
            }

            if (stops.Count + holidays.Count > MaxOccurrences)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"has more than {MaxOccurrences} occurrences until {to:yyyy-MM-dd} – end its recurrence earlier"));
            }
        }
    }

    private static bool IsCancelled(CalendarEvent what) => string.Equals(what.Status, "CANCELLED", StringComparison.OrdinalIgnoreCase);

    private static bool IsFree(CalendarEvent what) =>
        string.Equals(what.Transparency, "TRANSPARENT", StringComparison.OrdinalIgnoreCase)
        || what.Properties.Any(p => p.Name == "X-MICROSOFT-CDO-BUSYSTATUS"
            && string.Equals(p.Value as string, "FREE", StringComparison.OrdinalIgnoreCase));

    private static void AddDates(DateOnly first, DateOnly end, SortedSet<DateOnly> holidays)
    {
        // DTEND is exclusive; an event without one is its own day.
        for (var date = first; date < end || date == first; date = date.AddDays(1))
        {
            holidays.Add(date);
        }
    }

    private static long Instant(CalDateTime time, TimeZoneInfo zone) => time.IsFloating
        ? LocalTime.ToInstant(zone, time.Date, time.Time!.Value)
        : new DateTimeOffset(time.AsUtc, TimeSpan.Zero).ToUnixTimeMilliseconds();
}
