namespace EdgeCollector.Core.Oee;

/// <summary>
/// The event-time timeline of one machine: pages of facts in time order; equal times keep the order of arrival, identical repeats are
/// dropped. Bounded in pages: beyond <see cref="MaxPages"/> the oldest give up their facts and keep their sums.
/// </summary>
internal sealed class Timeline(CalendarTimeline calendar, int maxPages)
{
    /// <summary>4096 pages of 256 facts: 24 h of twelve readings a second, about 40 MB at most.</summary>
    public const int MaxPages = 4096;

    private readonly List<HourPage> _pages = [];
    private readonly Stack<HourPage> _free = new();
    private int _sealed;

    public IReadOnlyList<HourPage> Pages => _pages;

    public HourPage this[int page] => _pages[page];

    public int Count => _pages.Count;

    /// <summary>Facts at or before this moment come too late to be placed (ms UTC).</summary>
    public long ClosedUntil { get; private set; } = long.MinValue;

    /// <summary>ms UTC of the last fact.</summary>
    public long LastTime { get; private set; } = long.MinValue;

    /// <summary>Adds behind everything else; returns the page, new ones with an undefined start state.</summary>
    public HourPage Append(in TimelineFact fact, out bool newPage)
    {
        var page = _pages.Count > 0 ? _pages[^1] : null;
        newPage = page is null || page.Sealed || fact.Time > page.End || page.Count == HourPage.Capacity;
        if (newPage)
        {
            page = Rent(fact.Time);
            _pages.Add(page);
            SealOldest();
        }

        page!.Facts[page.Count++] = fact;
        LastTime = fact.Time;
        return page;
    }

    /// <summary>True where the same statement about the same moment is there already.</summary>
    public bool Contains(in TimelineFact fact)
    {
        for (var p = _pages.Count - 1; p >= 0 && _pages[p].End >= fact.Time; p--)
        {
            var page = _pages[p];
            for (var i = page.Count - 1; i >= 0 && page.Facts[i].Time >= fact.Time; i--)
            {
                if (page.Facts[i].Repeats(fact))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Places a fact that is older than the last one, behind those of its own time; returns the time from which to fold
    /// again: the fact's own, or the begin of a page that had to be split.</summary>
    public long Insert(in TimelineFact fact)
    {
        var from = fact.Time;
        var p = _pages.Count - 1;
        while (p > 0 && (_pages[p].Begin >= fact.Time
            || (_pages[p].Count > 0 && _pages[p].Facts[0].Time > fact.Time && _pages[p - 1].End >= fact.Time)))
        {
            p--;
        }

        if (_pages[p].Begin >= fact.Time || _pages[p].End < fact.Time)
        {
            // No page holds this stretch yet: the new one begins in the state in which its successor began.
            var at = _pages[p].End < fact.Time ? p + 1 : p;
            var page = Rent(fact.Time);
            _pages[at].Start.CopyTo(page.Start);
            _pages.Insert(at, page);
            p = at;
        }
        else if (_pages[p].Count == HourPage.Capacity)
        {
            from = _pages[p].Facts[0].Time;
            p = Split(p, fact.Time);
        }

        var into = _pages[p];
        var place = into.Count;
        while (place > 0 && into.Facts[place - 1].Time > fact.Time)
        {
            place--;
        }

        into.Facts.AsSpan(place, into.Count - place).CopyTo(into.Facts.AsSpan(place + 1));
        into.Facts[place] = fact;
        into.Count++;
        return from;
    }

    /// <summary>Removes the last fact of a kind at or before <paramref name="time"/>; returns its page, -1 when there is none.</summary>
    public int Remove(FactKind kind, long time, out long removed)
    {
        for (var p = _pages.Count - 1; p >= 0; p--)
        {
            for (var i = _pages[p].Count - 1; i >= 0; i--)
            {
                if (_pages[p].Facts[i].Kind == kind && _pages[p].Facts[i].Time <= time)
                {
                    var page = _pages[p];
                    removed = page.Facts[i].Time;
                    page.Facts.AsSpan(i + 1, page.Count - i - 1).CopyTo(page.Facts.AsSpan(i));
                    page.Count--;
                    return p;
                }
            }
        }

        removed = 0;
        return -1;
    }

    /// <summary>Gives up pages that end at or before <paramref name="time"/>; the newest always stays.</summary>
    public void ForgetBefore(long time)
    {
        var keep = 0;
        while (keep < _pages.Count - 1 && _pages[keep].End <= time)
        {
            ClosedUntil = Math.Max(ClosedUntil, _pages[keep].End);
            _sealed -= _pages[keep].Sealed ? 1 : 0;
            _free.Push(_pages[keep]);
            keep++;
        }

        _pages.RemoveRange(0, keep);
    }

    /// <summary>Adds the pieces of all pages within (from, to].</summary>
    public void Sum(long from, long to, PieceTally into)
    {
        for (var p = _pages.Count - 1; p >= 0 && _pages[p].End > from; p--)
        {
            if (_pages[p].Begin < to)
            {
                into.Add(_pages[p].Tally);
            }
        }
    }

    private int Split(int p, long time)
    {
        const int half = HourPage.Capacity / 2;
        var first = _pages[p];
        var second = Rent(time);
        first.Facts.AsSpan(half).CopyTo(second.Facts);
        first.Count = half;
        second.Count = HourPage.Capacity - half;
        _pages.Insert(p + 1, second);
        SealOldest();
        p = _pages.IndexOf(first);
        return second.Facts[0].Time <= time ? p + 1 : p;
    }

    private HourPage Rent(long time)
    {
        var page = _free.Count > 0 ? _free.Pop() : new HourPage();
        var end = calendar.BoundaryAtOrAfter(time);
        page.Reset(calendar.BoundaryBefore(time), end);
        return page;
    }

    private void SealOldest()
    {
        while (_pages.Count - _sealed > maxPages)
        {
            var oldest = _pages[_sealed];
            oldest.Sealed = true;
            oldest.Count = 0;
            ClosedUntil = Math.Max(ClosedUntil, _sealed + 1 < _pages.Count && _pages[_sealed + 1].Count > 0
                ? _pages[_sealed + 1].Facts[0].Time : oldest.End);
            if (_sealed > 0 && _pages[_sealed - 1].End == oldest.End)
            {
                _pages[_sealed - 1].Tally.Add(oldest.Tally);
                _pages.RemoveAt(_sealed);
                _free.Push(oldest);
            }
            else
            {
                _sealed++;
            }
        }
    }
}
