namespace EdgeCollector.Core.Oee;

/// <summary>
/// The stretches of all calendars that were in force for a machine, one after the other: a new configuration rules from its own moment
/// on and never alters what lay before. Grows by days in both directions on demand.
/// </summary>
/// <param name="first">Rules the time before it too.</param>
internal sealed class CalendarTimeline(ShiftCalendar first)
{
    private const long Chunk = 8L * 86_400_000;
    private readonly List<(long From, ShiftCalendar Calendar)> _calendars = [(long.MinValue, first)];
    private readonly List<CalendarStretch> _stretches = [];
    private readonly SortedSet<long> _takeovers = [];
    private int _hint;
    private long _boundaryFrom = long.MaxValue;
    private long _boundary = long.MinValue;
    private long _sliceFrom = long.MaxValue;
    private long _sliceTo = long.MinValue;

    /// <summary>The calendar that rules from <paramref name="from"/> (ms UTC) on.</summary>
    public void Add(long from, ShiftCalendar calendar)
    {
        _takeovers.Add(from);
        if (_stretches.Count > 0)
        {
            Cover(from);
            Cut(from);
        }

        _calendars.Add((from, calendar));
        _boundaryFrom = _sliceFrom = long.MaxValue;
    }

    /// <summary>From when on the calendar with this number rules (ms UTC).</summary>
    public long From(int number) => _calendars[number].From;

    public ShiftCalendar At(long time)
    {
        var calendar = _calendars[0].Calendar;
        foreach (var (from, candidate) in _calendars)
        {
            calendar = from <= time ? candidate : calendar;
        }

        return calendar;
    }

    /// <summary>The stretch that holds <paramref name="time"/>.</summary>
    public CalendarStretch Stretch(long time) => _stretches[IndexAt(time)];

    public bool IsPlanned(long time) => Stretch(time).IsPlanned;

    /// <summary>End of the last planned millisecond in [from, to); <see cref="long.MinValue"/> when there is none.</summary>
    public long PlannedEnd(long from, long to)
    {
        var floor = Math.Max(from, to - Chunk);
        if (to <= floor)
        {
            return long.MinValue;
        }

        IndexAt(floor);
        for (var i = IndexAt(to - 1); i >= 0 && _stretches[i].End > floor; i--)
        {
            if (_stretches[i].IsPlanned)
            {
                return Math.Min(to, _stretches[i].End);
            }
        }

        return long.MinValue;
    }

    /// <summary>The first border of an hour or a shift at or after <paramref name="time"/>: counts up to and including it belong before
    /// it.</summary>
    public long BoundaryAtOrAfter(long time)
    {
        if (time > _boundaryFrom && time <= _boundary)
        {
            return _boundary;
        }

        var before = time - 1;
        var boundary = HourEnd(before);
        var stretch = Stretch(before);
        while (stretch.End < boundary)
        {
            var later = Stretch(stretch.End);
            if (later.Shift != stretch.Shift)
            {
                boundary = later.Start;
            }

            stretch = later;
        }

        foreach (var extra in _takeovers.GetViewBetween(time, boundary))
        {
            boundary = extra;
            break;
        }

        (_boundaryFrom, _boundary) = (before, boundary);
        return boundary;
    }

    /// <summary>The border that opens the stretch which <see cref="BoundaryAtOrAfter"/> closes, exclusive for counts.</summary>
    public long BoundaryBefore(long time)
    {
        if (time > _sliceFrom && time <= _sliceTo)
        {
            return _sliceFrom;
        }

        var before = time - 1;
        var boundary = HourStart(before);
        var stretch = Stretch(before);
        while (stretch.Start > boundary)
        {
            var earlier = Stretch(stretch.Start - 1);
            if (earlier.Shift != stretch.Shift)
            {
                boundary = stretch.Start;
            }

            stretch = earlier;
        }

        foreach (var extra in _takeovers.GetViewBetween(boundary, before).Reverse())
        {
            boundary = extra;
            break;
        }

        _sliceTo = BoundaryAtOrAfter(time);
        return _sliceFrom = boundary;
    }

    /// <summary>Start of the clock hour that holds <paramref name="time"/>, cut at a change of the calendar.</summary>
    public long HourStart(long time) => LocalTime.HourStart(At(time).Zone, time);

    public long HourEnd(long time)
    {
        var start = HourStart(time);
        var next = HourStart(start + 3_600_000);
        return next > time ? next : start + 3_600_000;
    }

    /// <summary>The shift that holds <paramref name="time"/>, as far as the calendar of that time lets it reach.</summary>
    public ShiftInstance? ShiftAt(long time)
    {
        var index = IndexAt(time);
        if (_stretches[index].Shift is not { } shift)
        {
            return null;
        }

        var (start, end) = (shift.Start, shift.End);
        foreach (var (from, _) in _calendars)
        {
            (start, end) = from <= time ? (Math.Max(start, from), end) : (start, Math.Min(end, from));
        }

        return start == shift.Start && end == shift.End ? shift : shift with { Start = start, End = end };
    }

    public void ForgetBefore(long time)
    {
        var keep = 0;
        while (keep < _stretches.Count && _stretches[keep].End < time - Chunk)
        {
            keep++;
        }

        _stretches.RemoveRange(0, keep);
        _hint = 0;
        _takeovers.RemoveWhere(b => b < time - Chunk);
    }

    private int IndexAt(long time)
    {
        if (_hint < _stretches.Count && _stretches[_hint].Start <= time && time < _stretches[_hint].End)
        {
            return _hint;
        }

        Cover(time);
        int low = 0, high = _stretches.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_stretches[middle].Start <= time)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return _hint = low;
    }

    private void Cover(long time)
    {
        if (_stretches.Count == 0)
        {
            var start = time - (((time % Chunk) + Chunk) % Chunk);
            Resolve(start, start + Chunk, _stretches);
        }

        if (time >= _stretches[^1].End + (400 * Chunk) || time < _stretches[0].Start - (400 * Chunk))
        {
            _stretches.Clear();
            _hint = 0;
            Cover(time);
        }

        while (time >= _stretches[^1].End)
        {
            var start = _stretches[^1].End;
            Resolve(start, start + Chunk, _stretches);
        }

        while (time < _stretches[0].Start)
        {
            var before = new List<CalendarStretch>();
            Resolve(_stretches[0].Start - Chunk, _stretches[0].Start, before);
            _stretches.InsertRange(0, before);
            _hint = 0;
        }
    }

    private void Resolve(long from, long to, List<CalendarStretch> into)
    {
        for (var i = 0; i < _calendars.Count; i++)
        {
            var start = Math.Max(from, _calendars[i].From);
            var end = i + 1 < _calendars.Count ? Math.Min(to, _calendars[i + 1].From) : to;
            if (start < end)
            {
                into.AddRange(_calendars[i].Calendar.Stretches(start, end));
            }
        }
    }

    private void Cut(long time)
    {
        var index = IndexAt(time);
        if (_stretches[index].Start < time)
        {
            _stretches[index] = _stretches[index] with { End = time };
            index++;
        }

        _stretches.RemoveRange(index, _stretches.Count - index);
        _hint = 0;
        if (_stretches.Count == 0)
        {
            Resolve(time - Chunk, time, _stretches);
        }
    }
}
