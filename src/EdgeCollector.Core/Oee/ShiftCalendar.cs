namespace EdgeCollector.Core.Oee;

/// <summary>One shift of one date: it belongs to the date on which it starts.</summary>
/// <param name="Start">ms UTC.</param>
/// <param name="End">ms UTC.</param>
public sealed record ShiftInstance(string Name, DateOnly Date, long Start, long End)
{
    /// <summary><c>2026-11-23/early</c>.</summary>
    public string Label => FormattableString.Invariant($"{Date:yyyy-MM-dd}/{Name}");

    /// <summary>The team or teams of a rotation, joined by +; empty without one.</summary>
    public string Team { get; init; } = "";
}

/// <summary>A stretch of one kind of calendar time. <see cref="Category.Running"/> stands for time that is planned for
/// production.</summary>
internal readonly record struct CalendarStretch(long Start, long End, Category Kind, ShiftInstance? Shift)
{
    public bool IsPlanned => Kind == Category.Running;

    public bool InShift => Kind != Category.NotScheduled;
}

/// <summary>
/// Shifts, breaks and planned downtime of one machine in one configuration, resolved date by date. Where the days come from is one
/// method (<see cref="OnDate"/>): weekday, rotation and holidays decide there and nowhere else.
/// </summary>
public sealed class ShiftCalendar
{
    private readonly IReadOnlyList<ShiftDefinition> _shifts;
    private readonly IReadOnlyList<PlannedStop> _planned;

    private readonly RotationDefinition? _rotation;
    private readonly HashSet<DateOnly> _holidays = [];

    /// <param name="configuration">As above.</param>
    /// <param name="machine">Whose planned downtime holds, beside that of all machines.</param>
    /// <exception cref="TimeZoneNotFoundException">The zone is not in the system's tz data.</exception>
    public ShiftCalendar(EngineConfiguration configuration, string machine)
        : this(configuration.TimeZone, configuration.Shifts,
            [.. configuration.PlannedStops.Where(p => p.Machines.Count == 0 || p.Machines.Contains(machine))])
    {
        _rotation = configuration.Rotation;
        _holidays.UnionWith(configuration.Holidays);
    }

    /// <exception cref="TimeZoneNotFoundException">The zone is not in the system's tz data.</exception>
    public ShiftCalendar(string timeZone, IReadOnlyList<ShiftDefinition> shifts, IReadOnlyList<PlannedStop> planned)
    {
        Zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        _shifts = shifts;
        _planned = planned;
    }

    public TimeZoneInfo Zone { get; }

    /// <summary>The instance of a shift that starts on <paramref name="date"/>; null when it has none.</summary>
    public ShiftInstance? Find(string shift, DateOnly date)
    {
        foreach (var definition in OnDate(date))
        {
            if (definition.Name == shift)
            {
                return Resolve(definition, date);
            }
        }

        return null;
    }

    /// <summary>All shifts that start on dates from <paramref name="first"/> to <paramref name="last"/>, by start.</summary>
    public IReadOnlyList<ShiftInstance> Between(DateOnly first, DateOnly last)
    {
        var instances = new List<ShiftInstance>();
        for (var date = first; date <= last; date = date.AddDays(1))
        {
            foreach (var definition in OnDate(date))
            {
                instances.Add(Resolve(definition, date));
            }
        }

        return [.. instances.OrderBy(i => i.Start)];
    }

    /// <summary>Contiguous stretches that cover [from, to) exactly; where shifts overlap, the one that started first holds.</summary>
    internal List<CalendarStretch> Stretches(long from, long to)
    {
        var first = DateOnly.FromDateTime(LocalTime.FromInstant(Zone, from)).AddDays(-2);
        var last = DateOnly.FromDateTime(LocalTime.FromInstant(Zone, to)).AddDays(1);
        var shifts = new List<(ShiftInstance Shift, List<(long Start, long End)> Breaks)>();
        for (var date = first; date <= last; date = date.AddDays(1))
        {
            foreach (var definition in OnDate(date))
            {
                var shift = Resolve(definition, date);
                shifts.Add((shift, Breaks(definition, date, shift)));
            }
        }

        shifts.Sort((a, b) => a.Shift.Start.CompareTo(b.Shift.Start));
        var cuts = new SortedSet<long> { from, to };
        foreach (var (shift, breaks) in shifts)
        {
            AddCut(shift.Start, shift.End);
            breaks.ForEach(b => AddCut(b.Start, b.End));
        }

        var planned = _planned.Where(p => p.Start < to && p.End > from).ToList();
        planned.ForEach(p => AddCut(p.Start, p.End));

        var stretches = new List<CalendarStretch>();
        var start = from;
        foreach (var cut in cuts)
        {
            if (cut > start)
            {
                var stretch = Classify(start, cut, shifts, planned);
                if (stretches.Count > 0 && stretches[^1] is var before && before.Kind == stretch.Kind && before.Shift == stretch.Shift)
                {
                    stretches[^1] = before with { End = cut };
                }
                else
                {
                    stretches.Add(stretch);
                }

                start = cut;
            }
        }

        return stretches;

        void AddCut(long a, long b)
        {
            cuts.Add(Math.Clamp(a, from, to));
            cuts.Add(Math.Clamp(b, from, to));
        }
    }

    private IEnumerable<ShiftDefinition> OnDate(DateOnly date) => _holidays.Contains(date) ? []
        : _shifts.Where(s => (s.Days & (1 << (int)date.DayOfWeek)) != 0
            && (_rotation is null || _rotation.TeamsOn(date, s.Name).Length > 0));

    private ShiftInstance Resolve(ShiftDefinition shift, DateOnly date) =>
        new(shift.Name, date, LocalTime.ToInstant(Zone, date, shift.Start),
            LocalTime.ToInstant(Zone, shift.End <= shift.Start ? date.AddDays(1) : date, shift.End))
        {
            Team = _rotation?.TeamsOn(date, shift.Name) ?? "",
        };

    private List<(long Start, long End)> Breaks(ShiftDefinition definition, DateOnly date, ShiftInstance shift)
    {
        var breaks = new List<(long, long)>();
        foreach (var pause in definition.Breaks)
        {
            var start = LocalTime.ToInstant(Zone, pause.Start < definition.Start ? date.AddDays(1) : date, pause.Start);
            var end = start + (pause.Minutes * 60_000L);
            if (start < shift.End && end > shift.Start)
            {
                breaks.Add((Math.Max(start, shift.Start), Math.Min(end, shift.End)));
            }
        }

        return breaks;
    }

    private static CalendarStretch Classify(long start, long end,
        List<(ShiftInstance Shift, List<(long Start, long End)> Breaks)> shifts, List<PlannedStop> planned)
    {
        foreach (var (shift, breaks) in shifts)
        {
            if (shift.Start <= start && start < shift.End)
            {
                var kind = breaks.Exists(b => b.Start <= start && start < b.End) ? Category.Break
                    : planned.Exists(p => p.Start <= start && start < p.End) ? Category.PlannedDowntime
                    : Category.Running;
                return new CalendarStretch(start, end, kind, shift);
            }
        }

        return new CalendarStretch(start, end, Category.NotScheduled, null);
    }
}
