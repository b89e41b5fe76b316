using System.Collections.Immutable;
using EdgeCollector.Options.Binding;
using EdgeCollector.Options.Calendars;

namespace EdgeCollector.Options;

/// <summary>`calendar`: what takes time out of the plan beforehand.</summary>
internal sealed record CalendarOptions
{
    public static readonly Section<CalendarOptions> Section = new Section<CalendarOptions>("calendar",
        "What takes time out of the plan beforehand.", new())
        .Key("holidays", new ListKind<DateOnly>(Values.Date), o => o.Holidays, (o, v) => o with { Holidays = v },
            "Dates on which no shift starts.")
        .Key("planned", new ListKind<PlannedDowntime>(PlannedDowntime.Section), o => o.Planned, (o, v) => o with { Planned = v },
            "Planned downtime agreed beforehand.")
        .Key("ics", new ListKind<string>(Values.Text, most: 100), o => o.Ics, (o, v) => o with { Ics = v },
            "iCalendar files: timed events are planned downtime, all-day events holidays. Paths from the configuration file's folder.");

    public ImmutableArray<DateOnly> Holidays { get; init; } = [];

    public ImmutableArray<PlannedDowntime> Planned { get; init; } = [];

    /// <summary>Paths as written; relative ones are relative to the folder of the configuration file.</summary>
    public ImmutableArray<string> Ics { get; init; } = [];

    /// <summary>What the files of <see cref="Ics"/> say; no key of its own.</summary>
    public CalendarEntries Imported { get; init; } = CalendarEntries.None;
}

/// <summary>An item of `calendar.planned`: local times in `node.timezone`, half-open.</summary>
internal sealed record PlannedDowntime
{
    public static readonly Section<PlannedDowntime> Section = new Section<PlannedDowntime>("planned",
        "Planned downtime: out of planned time.", new())
        .Key("start", Values.LocalTime, o => o.Start, (o, v) => o with { Start = v }, "Local start, 2026-12-24T14:00.", Need.Required)
        .Key("end", Values.LocalTime, o => o.End, (o, v) => o with { End = v }, "Local end.", Need.Required)
        .Key("note", Values.Text, o => o.Note, (o, v) => o with { Note = v }, "What it is for.")
        .Key("machines", new ListKind<string>(Values.Name, most: 1000), o => o.Machines, (o, v) => o with { Machines = v },
            "Only these machines; unset, all.");

    public DateTime Start { get; init; }

    public DateTime End { get; init; }

    public string? Note { get; init; }

    public ImmutableArray<string> Machines { get; init; } = [];
}
