namespace EdgeCollector.Core.Oee;

/// <summary>A stretch of final categories: what calendar, micro-stop rule and reasons make of a raw interval.</summary>
internal readonly record struct Stretch(
    long Start, long End, Category Category, Category Raw, bool Planned, string Reason, string Source, string Note, int Name, int Product);

internal struct ReasonSum
{
    public string Code;
    public long Milliseconds;
    public int Stops;
}

/// <summary>What a window's intervals add up to. Reused; a fold clears it.</summary>
internal sealed class WindowSums
{
    public CategoryTimes Times;
    public long Unreasoned;
    public int Failures;
    public int MicroStops;
    public int StopsWithoutReason;
    public int Repairs;
    public long RepairTime;
    public bool Unmapped;

    /// <summary>Some run time had a product without an ideal cycle.</summary>
    public bool RunWithoutIdeal;

    public List<ReasonSum> Reasons { get; } = [];

    /// <summary>Filled only where asked for.</summary>
    public List<Stretch>? Stretches { get; set; }

    public void Clear()
    {
        Times = default;
        Unreasoned = 0;
        Failures = MicroStops = StopsWithoutReason = Repairs = 0;
        RepairTime = 0;
        Unmapped = RunWithoutIdeal = false;
        Reasons.Clear();
        Stretches?.Clear();
    }

    public void AddReason(string code, long milliseconds, int stops)
    {
        for (var i = 0; i < Reasons.Count; i++)
        {
            if (Reasons[i].Code == code)
            {
                var sum = Reasons[i];
                sum.Milliseconds += milliseconds;
                sum.Stops += stops;
                Reasons[i] = sum;
                return;
            }
        }

        Reasons.Add(new ReasonSum { Code = code, Milliseconds = milliseconds, Stops = stops });
    }
}

/// <summary>One stop episode as the intervals show it, whole, not cut by any window (oee-reference.md 6).</summary>
internal readonly record struct Episode(long Start, long End, bool Open, bool Micro, long StopCode, long OpenedBy, long First, long After);

/// <summary>
/// Lays calendar, micro-stop rule and reasons over a machine's raw intervals: the precedence of oee-reference.md 2, the one place where
/// windows, stops, pages and explanations get their categories from.
/// </summary>
internal sealed class WindowFold(CalendarTimeline calendar, IntervalList intervals, ReasonRules reasons,
    IReadOnlyList<CompiledMachine> configurations)
{
    /// <summary>Start of the stop that a moment lies in, whose id it bears; else the moment.</summary>
    public long StopAt(long moment, long now) =>
        intervals.First < intervals.End && intervals.IndexAt(moment) is var number && intervals[number].IsStop
            ? Math.Min(moment, EpisodeAt(number, now).Start) : moment;

    /// <summary>The episode of which interval <paramref name="number"/> is a part; open ones last until <paramref name="now"/>.</summary>
    public Episode EpisodeAt(long number, long now)
    {
        var start = intervals[number].EpisodeStart;
        while (number > intervals.First && intervals[number].Start > start && intervals[number - 1].IsStop)
        {
            number--;
        }

        var first = number;
        long code = 0;
        while (number < intervals.End && intervals[number].IsStop)
        {
            code = intervals[number].StopCode != 0 ? intervals[number].StopCode : code;
            number++;
        }

        var open = number == intervals.End;
        var end = open ? Math.Max(now, start) : intervals[number].Start;
        ref readonly var opening = ref intervals[first];
        var micro = end - start <= configurations[opening.Configuration].Definition.MinorStop
            && !opening.AfterUnknown && (open || intervals[number].Category != Category.Unknown);
        return new Episode(start, end, open, micro, code, opening.OpenedBy, first, number);
    }

    /// <summary>Sums of [start, end) as known at <paramref name="now"/>; time after now is not counted.</summary>
    public void Fold(long start, long end, long now, WindowSums sums)
    {
        sums.Clear();
        end = Math.Min(end, now);
        if (end <= start)
        {
            return;
        }

        var number = intervals.IndexAt(start);
        while (number < intervals.End && intervals[number].Start < end)
        {
            ref readonly var interval = ref intervals[number];
            if (interval.IsStop)
            {
                var episode = EpisodeAt(number, now);
                FoldEpisode(episode, start, end, now, sums);
                number = episode.After;
                continue;
            }

            var until = Math.Min(end, intervals.EndOf(number, now));
            for (var at = Math.Max(start, interval.Start); at < until;)
            {
                var stretch = calendar.Stretch(at);
                var to = Math.Min(until, stretch.End);
                var category = stretch.IsPlanned ? interval.Category : stretch.Kind;
                Add(sums, new Stretch(at, to, category, interval.Category, stretch.IsPlanned, "", "", "", interval.Name, interval.Product),
                    interval);
                at = to;
            }

            number++;
        }
    }

    private void FoldEpisode(in Episode episode, long start, long end, long now, WindowSums sums)
    {
        var (inDown, microCounted, nakedCounted) = (false, false, false);
        string? reasonCounted = null;
        var repairFrom = Interval.NoEpisode;
        for (var number = episode.First; number < episode.After && intervals[number].Start < end; number++)
        {
            ref readonly var interval = ref intervals[number];
            var until = Math.Min(end, intervals.EndOf(number, now));

            // From the episode's start, not the window's: a run of Down that began before the window is no failure of the window.
            for (var at = interval.Start; at < until;)
            {
                var stretch = calendar.Stretch(at);
                var to = Math.Min(until, stretch.End);
                ReasonAnswer reason = default;
                if (!episode.Micro)
                {
                    reason = reasons.At(at, episode.Start, episode.End, episode.StopCode, interval.Manual,
                        configurations[interval.Configuration]);
                    to = Math.Min(to, reason.Until);
                }

                var raw = interval.Category;
                var given = raw == Category.Stop && reason.Category is { } category ? category : raw;
                var down = !episode.Micro && (raw == Category.Down || (given == Category.Down && stretch.IsPlanned));
                var neutral = !episode.Micro && given == Category.Down && !down;
                sums.Failures += down && !inDown && at >= start && stretch.InShift ? 1 : 0;
                if (down && !inDown && stretch.InShift)
                {
                    repairFrom = at;
                }
                else if (inDown && !down && !neutral)
                {
                    Repaired(sums, repairFrom, at, start);
                    repairFrom = Interval.NoEpisode;
                }

                inDown = down || (neutral && inDown);
                if (to > start)
                {
                    var from = Math.Max(at, start);
                    var final = !stretch.IsPlanned ? stretch.Kind : episode.Micro ? Category.MicroStop : given;
                    Add(sums, new Stretch(from, to, final, raw, stretch.IsPlanned, reason.Code ?? "", reason.Source ?? "",
                        reason.Note ?? "",
                        interval.Name, interval.Product), interval);
                    if (stretch.IsPlanned && episode.Micro)
                    {
                        sums.MicroStops += microCounted ? 0 : 1;
                        microCounted = true;
                    }
                    else if (stretch.IsPlanned)
                    {
                        var code = reason.Code ?? "";
                        sums.AddReason(code, to - from, reasonCounted != code && at >= start ? 1 : 0);
                        if (code.Length == 0)
                        {
                            sums.Unreasoned += to - from;
                            sums.StopsWithoutReason += nakedCounted ? 0 : 1;
                            nakedCounted = true;
                        }
                    }
                }

                if (stretch.IsPlanned && !episode.Micro)
                {
                    reasonCounted = reason.Code ?? "";
                }

                at = to;
            }
        }

        if (inDown && !episode.Open && episode.End <= end)
        {
            Repaired(sums, repairFrom, episode.End, start);
        }
    }

    /// <summary>A failure that ends in the window counts there with its whole length by the clock (oee-reference.md 11).</summary>
    private static void Repaired(WindowSums sums, long from, long end, long start)
    {
        if (from != Interval.NoEpisode && end > start)
        {
            sums.Repairs++;
            sums.RepairTime += end - from;
        }
    }

    private void Add(WindowSums sums, in Stretch stretch, in Interval interval)
    {
        sums.Times[stretch.Category] += stretch.End - stretch.Start;
        sums.Unmapped |= interval.Unmapped;
        if (stretch.Category is Category.Running or Category.MicroStop)
        {
            sums.RunWithoutIdeal |= double.IsNaN(configurations[interval.Configuration].IdealAt(interval.Product, stretch.Start, out _));
        }

        sums.Stretches?.Add(stretch);
    }
}
