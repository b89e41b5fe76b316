using System.Globalization;
using EdgeCollector.Options.Binding;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Rules;

/// <summary>Zone, shifts, breaks, rotation and calendar files.</summary>
internal static class CalendarRules
{
    private const int Day = 24 * 60;

    public static void Check(CollectorOptions options, Place root, DiagnosticList problems, string folder)
    {
        CheckZone(options, root, problems);
        var shifts = root.Key("shifts");
        var names = new Unique("shift names", problems);
        for (var i = 0; i < options.Shifts.Length; i++)
        {
            names.Add(options.Shifts[i].Name, shifts.Item(i).Key("name"));
            CheckBreaks(options.Shifts[i], shifts.Item(i), problems);
        }

        CheckOverlaps(options.Shifts, shifts, problems);
        if (options.Rotation is not null)
        {
            CheckRotation(options.Rotation, options.Shifts, root.Key("rotation"), problems);
        }

        var calendar = root.Key("calendar");
        for (var i = 0; i < options.Calendar.Planned.Length; i++)
        {
            var (planned, at) = (options.Calendar.Planned[i], calendar.Key("planned").Item(i));
            if (planned.End <= planned.Start && at.Key("start").Exists && at.Key("end").Exists && !problems.HasFailed(at.Key("start")))
            {
                problems.Error(at.Key("end"), "is not after start");
            }
        }

        for (var i = 0; i < options.Calendar.Ics.Length; i++)
        {
            var at = calendar.Key("ics").Node is SequenceNode ? calendar.Key("ics").Item(i) : calendar.Key("ics");
            if (options.Calendar.Ics[i].Length > 0 && !File.Exists(Path.Combine(folder, options.Calendar.Ics[i])))
            {
                problems.Error(at,
                    $"\"{options.Calendar.Ics[i]}\" is not there – the path is taken from the folder of the configuration file");
            }
        }
    }

    private static void CheckZone(CollectorOptions options, Place root, DiagnosticList problems)
    {
        var (zone, at) = (options.Node.TimeZone, root.Key("node").Key("timezone"));
        if (zone.Length > 0)
        {
            var isWindows = zone != "UTC" && TimeZoneInfo.TryConvertWindowsIdToIanaId(zone, out _);
            if (isWindows || zone.Contains("..", StringComparison.Ordinal) || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            {
                var near = Suggestion.For(zone, TimeZoneInfo.GetSystemTimeZones().Select(known => known.Id));
                problems.Error(at, $"\"{zone}\" is not an IANA time zone like Europe/Amsterdam{near}");
            }
        }
        else if ((root.Key("shifts").Exists || root.Key("rotation").Exists || root.Key("calendar").Exists) && root.Key("node").Exists)
        {
            problems.Error(at, "is missing: shifts and calendar are local time – an IANA zone like Europe/Amsterdam");
        }
    }

    private static void CheckBreaks(ShiftOptions shift, Place at, DiagnosticList problems)
    {
        if (problems.HasFailed(at.Key("start")) || problems.HasFailed(at.Key("end")))
        {
            return;
        }

        var free = TimeSpan.Zero;
        foreach (var (one, i) in shift.Breaks.Select((one, i) => (one, i)).OrderBy(pair => pair.one.Start - shift.Start))
        {
            var breaks = at.Key("breaks");
            var place = breaks.Node is SequenceNode ? breaks.Item(i) : breaks;
            var begin = one.Start - shift.Start;
            if (one.Length == TimeSpan.Zero || problems.HasFailed(place))
            {
                continue;
            }

            if (begin + one.Length > shift.NominalLength)
            {
                problems.Error(place, string.Create(CultureInfo.InvariantCulture,
                    $"\"{one.Start:HH:mm}/{Durations.Format(one.Length)}\" is not inside {shift.Start:HH:mm}-{shift.End:HH:mm}"));
            }
            else if (begin < free)
            {
                problems.Error(place, string.Create(CultureInfo.InvariantCulture,
                    $"\"{one.Start:HH:mm}/{Durations.Format(one.Length)}\" overlaps the break before it"));
            }

            free = begin + one.Length;
        }
    }

    private static void CheckOverlaps(IReadOnlyList<ShiftOptions> shifts, Place at, DiagnosticList problems)
    {
        var spans = new List<(int Start, int End, int Shift)>();
        for (var i = 0; i < shifts.Count; i++)
        {
            var item = at.Item(i);
            if (problems.HasFailed(item.Key("start")) || problems.HasFailed(item.Key("end")) || problems.HasFailed(item.Key("days")))
            {
                continue;
            }

            foreach (var day in shifts[i].Days)
            {
                var start = (((int)day + 6) % 7 * Day) + (int)shifts[i].Start.ToTimeSpan().TotalMinutes;
                spans.Add((start, start + (int)shifts[i].NominalLength.TotalMinutes, i));
            }
        }

        spans.Sort();
        for (var i = 0; i < spans.Count; i++)
        {
            // The week is a ring: after the last shift of Sunday comes the first of Monday.
            var (start, end, shift) = spans[(i + 1) % spans.Count];
            var before = spans[i];
            if (spans.Count > 1 && before.End > (i + 1 < spans.Count ? start : start + (7 * Day)))
            {
                var later = shift > before.Shift ? shift : before.Shift;
                var other = later == shift ? before.Shift : shift;
                var (day, hour, minute) = ((DayOfWeek)((start / Day + 1) % 7), start % Day / 60, start % 60);
                problems.Error(
                    at.Item(later).Key("start"),
                    FormattableString.Invariant($"overlaps shift {shifts[other].Name} on {day} {hour:00}:{minute:00}"));
            }
        }
    }

    private static void CheckRotation(RotationOptions rotation, IReadOnlyList<ShiftOptions> given, Place at, DiagnosticList problems)
    {
        var shifts = given.Count == 0 ? RotationOptions.StandardShifts : given;
        var pattern = at.Key("pattern");
        foreach (var letter in rotation.Pattern.Where(letter => letter != '-').Distinct())
        {
            var named = shifts.Where(shift => shift.Name.Length > 0 && char.ToUpperInvariant(shift.Name[0]) == letter)
                .Select(shift => shift.Name).ToList();
            if (named.Count != 1)
            {
                problems.Error(pattern, named.Count == 0
                    ? $"letter {letter} begins no shift's name – there are {string.Join(", ", shifts.Select(shift => shift.Name))}"
                    : $"letter {letter} begins more than one shift's name: {string.Join(", ", named)}");
            }
        }

        foreach (var (team, offset) in rotation.Teams)
        {
            if (!rotation.Pattern.IsEmpty && offset >= rotation.Pattern.Length)
            {
                var last = rotation.Pattern.Length - 1;
                problems.Error(
                    at.Key("teams").Key(team),
                    FormattableString.Invariant($"{offset} is past the pattern's {last + 1} days – from 0 to {last}"));
            }
        }
    }
}
