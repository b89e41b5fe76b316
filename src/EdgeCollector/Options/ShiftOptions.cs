using System.Collections.Immutable;
using System.Globalization;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>A break: local start and elapsed length, written <c>09:00/15m</c>.</summary>
internal readonly record struct Break(TimeOnly Start, TimeSpan Length)
{
    public static readonly ValueKind<Break> Kind = Values.Parsed<Break>(
        "a break", "is not a break like \"09:00/15m\" (start / length of whole minutes, 1m to 8h)", Read,
        value => string.Create(CultureInfo.InvariantCulture, $"{value.Start:HH:mm}/{Durations.Format(value.Length)}"),
            "^[0-2][0-9]:[0-5][0-9]/[0-9.]+(s|m|h)$");

    private static Break? Read(string text) =>
        text.Split('/') is [var start, var length]
        && TimeOnly.TryParseExact(start, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        && Durations.TryParse(length, out var span) && span >= TimeSpan.FromMinutes(1) && span <= TimeSpan.FromHours(8)
        && span.Ticks % TimeSpan.TicksPerMinute == 0
            ? new Break(time, span) : null;
}

/// <summary>
/// An item of `shifts`: local hours in `node.timezone`. An end at or before the start lies on the next day; equal means 24 hours.
/// </summary>
internal sealed record ShiftOptions
{
    public static readonly Section<ShiftOptions> Section = new Section<ShiftOptions>("shift", "A shift: local hours in node.timezone.",
        new())
        .Key("name", Values.Name, o => o.Name, (o, v) => o with { Name = v }, "Unique name; it stands in every record of the shift.",
            Need.Required)
        .Key("days", WeekDays.Kind, o => o.Days, (o, v) => o with { Days = v }, "Days on which it starts: mon-fri, or mon,wed,sat.")
        .Key("start", Values.TimeOfDay, o => o.Start, (o, v) => o with { Start = v }, "Local start, \"06:00\".", Need.Required)
        .Key("end", Values.TimeOfDay, o => o.End, (o, v) => o with { End = v }, "Local end, \"14:00\".", Need.Required)
        .Key("breaks", new ListKind<Break>(Break.Kind, most: 50), o => o.Breaks, (o, v) => o with { Breaks = v },
            "Breaks as \"start/length\": out of planned time.");

    public string Name { get; init; } = "";

    public ImmutableSortedSet<DayOfWeek> Days { get; init; } = WeekDays.All;

    public TimeOnly Start { get; init; }

    public TimeOnly End { get; init; }

    public ImmutableArray<Break> Breaks { get; init; } = [];

    /// <summary>By the clock on a day without a change of it: more than 0, at most 24 hours.</summary>
    public TimeSpan NominalLength => End > Start ? End - Start : End - Start is { Ticks: 0 } ? TimeSpan.FromDays(1) : End - Start;
}
