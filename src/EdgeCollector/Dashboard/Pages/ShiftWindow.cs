using System.Globalization;
using EdgeCollector.Core.Live;
using EdgeCollector.Core.Oee;
using EdgeCollector.Resources;

namespace EdgeCollector.Dashboard.Pages;

/// <summary>The window that a line's strips cover: the whole running shift, so that what is still to come is seen as room; outside
/// shifts whatever the machine's strip holds.</summary>
/// <param name="Name">Shift's own name; empty outside shifts.</param>
internal readonly record struct ShiftWindow(long From, long To, string Name)
{
    private const long Usual = 8 * 3_600_000L;

    public static ShiftWindow Of(LiveMachine machine, long now, DashboardSite site)
    {
        if (machine.Shift is not { } shift)
        {
            return new(machine.Strip.Count > 0 ? machine.Strip[0].Start : now - Usual, now, "");
        }

        var slash = shift.Shift.IndexOf('/', StringComparison.Ordinal);
        var name = shift.Shift[(slash + 1)..];
        var end = site.Shifts.FirstOrDefault(s => s.Name == name) is { } definition
            ? End(shift.Start, definition, site.Zone)
            : shift.Start + Usual;
        return new(shift.Start, Math.Max(end, now), name);
    }

    /// <summary>The shift as people call it: <c>Early 06:00–14:00</c>.</summary>
    public string Title(Texts texts, DashboardSite site) => Name.Length == 0
        ? texts["shift.none"]
        : $"{Word(Name, texts)} {LocalFormat.Clock(From, site.Zone)}–{LocalFormat.Clock(To, site.Zone)}";

    /// <summary>Usual names in the reader's language, a site's own names as they are.</summary>
    private static string Word(string name, Texts texts) => name.ToLowerInvariant() switch
    {
        "early" => texts["shift.early"],
        "late" => texts["shift.late"],
        "night" => texts["shift.night"],
        "day" => texts["shift.day"],
        _ => string.Create(CultureInfo.InvariantCulture, $"{texts["shift.word"]} {name}"),
    };

    /// <summary>A wall-clock end, so that a shift over a change of the clock is an hour longer or shorter.</summary>
    private static long End(long start, ShiftDefinition shift, TimeZoneInfo zone)
    {
        var local = LocalFormat.Local(start, zone).DateTime;
        var end = local.Date + shift.End.ToTimeSpan();
        if (end <= local)
        {
            end = end.AddDays(1);
        }

        while (zone.IsInvalidTime(end))
        {
            end = end.AddMinutes(30);
        }

        return new DateTimeOffset(end, zone.GetUtcOffset(end)).ToUnixTimeMilliseconds();
    }
}
