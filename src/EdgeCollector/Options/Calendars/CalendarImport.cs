using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Calendars;

/// <summary>Reads the files of `calendar.ics`: for five weeks back, as far as a record can still be explained, and three years ahead;
/// a service that runs longer than that without a start needs one.</summary>
internal static class CalendarImport
{
    private static readonly TimeSpan Back = TimeSpan.FromDays(35);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(3 * 366);

    public static CalendarEntries Read(CalendarOptions options, TimeZoneInfo zone, string folder, DateTimeOffset now, Place at,
        DiagnosticList problems)
    {
        var all = new List<CalendarEntries>();
        for (var i = 0; i < options.Ics.Length; i++)
        {
            var place = at.Key("calendar").Key("ics") is { Node: SequenceNode } list ? list.Item(i) : at.Key("calendar").Key("ics");
            try
            {
                all.Add(CalendarFile.Read(Path.Combine(folder, options.Ics[i]), zone, now - Back, now + Ahead));
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                problems.Error(place, $"\"{options.Ics[i]}\" {e.Message}");
            }
        }

        return new([.. all.SelectMany(e => e.Stops)], [.. all.SelectMany(e => e.Holidays).Distinct()]);
    }
}
