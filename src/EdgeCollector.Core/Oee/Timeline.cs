using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// The event-time timeline of one machine: delta-coded pages of facts in time order; equal times keep the order of arrival, identical
/// repeats are dropped. Bounded in pages: beyond <see cref="MaxPages"/> the oldest give up their facts and keep their sums.
/// </summary>
/// <param name="reader">Shared by all machines of an engine.</param>
internal sealed class Timeline(CalendarTimeline calendar, PageReader reader, int maxPages)
{
    /// <summary>About 11 MB: 24 h of fifteen readings a second.</summary>
    public const int MaxPages = 2048;

    private readonly List<HourPage> _pages = [];
    private readonly Stack<HourPage> _free = new();
    private readonly Stack<byte[]> _buffers = new();
    private readonly PageWriter _tail = new();
    private readonly PageWriter _other = new();
    private readonly List<TimelineFact> _newest = [];
    private int _sealed;

    public HourPage this[int page] => _pages[page];

    public int Count => _pages.Count;

    /// <summary>Moves when anything but the newest page changes, their numbers included; whoever folds pages again moves it too.</summary>
    public long Version { get; set; }

    /// <summary>Facts at or before this moment come too late to be placed (ms UTC).</summary>
    public long ClosedUntil { get; private set; } = long.MinValue;

    /// <summary>ms UTC of the last fact.</summary>
    public long LastTime { get; private set; } = long.MinValue;

    /// <summary>Valid until the next call that reads or changes a page.</summary>
    public ReadOnlySpan<TimelineFact> Facts(int page) => reader.Read(_pages[page])[..^1];

    /// <summary>Adds behind everything else; returns the page, new ones with an undefined start state.</summary>
    public HourPage Append(in TimelineFact fact, out bool newPage)
    {
        var page = _pages.Count > 0 ? _pages[^1] : null;
        newPage = page is null || page.Sealed || fact.Time > page.End || !_tail.TryAppend(fact);
        if (newPage)
        {
            page = Rent(fact.Time);
            _pages.Add(page);
            _tail.Begin(page);
            _tail.TryAppend(fact);
            SealOldest();
        }

        if (fact.Time != LastTime)
        {
            _newest.Clear();
            LastTime = fact.Time;
        }

        _newest.Add(fact);
        return page!;
    }

    /// <summary>True where the same statement about the same moment is there already.</summary>
    public bool Contains(in TimelineFact fact)
    {
        if (fact.Time == LastTime)
        {
            foreach (var other in _newest)
            {
                if (other.Repeats(fact))
                {
                    return true;
                }
            }

            return false;
        }

        for (var p = _pages.Count - 1; p >= 0 && _pages[p].End >= fact.Time; p--)
        {
            if (_pages[p].Count == 0 || _pages[p].FirstTime > fact.Time || _pages[p].LastTime < fact.Time)
            {
                continue;
            }

            foreach (ref readonly var other in Facts(p))
            {
                if (other.Repeats(fact))
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
        Version++;
        var p = _pages.Count - 1;
        while (p > 0 && (_pages[p].Begin >= fact.Time
            || (_pages[p].Count > 0 && _pages[p].FirstTime > fact.Time && _pages[p - 1].End >= fact.Time)))
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
            _other.Begin(page);
            _other.TryAppend(fact);
            return fact.Time;
        }

        var facts = reader.Read(_pages[p]);
        var place = facts.Length - 1;
        while (place > 0 && facts[place - 1].Time > fact.Time)
        {
            place--;
        }

        facts[place..^1].CopyTo(facts[(place + 1)..]);
        facts[place] = fact;
        return Rewrite(p, facts) ? fact.Time : Math.Min(fact.Time, _pages[p].FirstTime);
    }

    /// <summary>Removes the last fact of a kind at or before <paramref name="time"/>; returns its page, -1 when there is none.</summary>
    public int Remove(FactKind kind, long time, out long removed)
    {
        for (var p = _pages.Count - 1; p >= 0; p--)
        {
            var facts = reader.Read(_pages[p])[..^1];
            for (var i = facts.Length - 1; i >= 0; i--)
            {
                if (facts[i].Kind == kind && facts[i].Time <= time)
                {
                    Version++;
                    removed = facts[i].Time;
                    _newest.RemoveAll(f => f.Kind == kind && f.Time <= time);
                    facts[(i + 1)..].CopyTo(facts[i..]);
                    Rewrite(p, facts[..^1]);
                    return p;
                }
            }
        }

        removed = 0;
        return -1;
    }

    /// <summary>Number of the oldest interval that folding a page once more looks back at.</summary>
    public long IntervalsFrom => _pages.Count > 0 ? _pages[0].Start.Core.IntervalEnd - IntervalList.LookBack : long.MaxValue;

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

        Version += keep > 0 ? 1 : 0;
        _pages.RemoveRange(0, keep);
    }

    public void Export(RecordWriter w)
    {
        w.Int(ClosedUntil);
        w.Int(LastTime);
        w.UInt((ulong)_sealed);
        w.UInt((ulong)_newest.Count);
        foreach (var fact in _newest)
        {
            fact.Export(w);
        }

        w.UInt((ulong)_pages.Count);
        foreach (var page in _pages)
        {
            page.Export(w);
        }
    }

    public void Import(ref RecordReader r)
    {
        ClosedUntil = r.Int();
        LastTime = r.Int();
        _sealed = r.Int32();
        for (var left = r.Int32(r.Remaining); left > 0 && !r.Failed; left--)
        {
            _newest.Add(TimelineFact.Import(ref r));
        }

        for (var left = r.Int32(r.Remaining); left > 0 && !r.Failed; left--)
        {
            var page = new HourPage();
            page.Import(ref r);
            _pages.Add(page);
        }

        if (!r.Failed && _pages.Count > 0)
        {
            _tail.Continue(_pages[^1], Facts(_pages.Count - 1));
        }
    }

    private HourPage Rent(long time)
    {
        var page = _free.Count > 0 ? _free.Pop() : new HourPage();
        var end = calendar.BoundaryAtOrAfter(time);
        page.Reset(calendar.BoundaryBefore(time), end, _buffers);
        return page;
    }

    /// <summary>False: the facts were too many and went into two pages, the second with an undefined start state.</summary>
    private bool Rewrite(int p, ReadOnlySpan<TimelineFact> facts)
    {
        var last = p == _pages.Count - 1;
        if (Write(last ? _tail : _other, _pages[p], facts))
        {
            return true;
        }

        var half = facts.Length / 2;
        Write(_other, _pages[p], facts[..half]);
        var second = Rent(facts[half].Time);
        _pages.Insert(p + 1, second);
        Write(last ? _tail : _other, second, facts[half..]);
        SealOldest();
        return false;
    }

    private static bool Write(PageWriter writer, HourPage page, ReadOnlySpan<TimelineFact> facts)
    {
        writer.Begin(page);
        foreach (ref readonly var fact in facts)
        {
            if (!writer.TryAppend(fact))
            {
                return false;
            }
        }

        return true;
    }

    private void SealOldest()
    {
        while (_pages.Count - _sealed > maxPages)
        {
            Version++;
            var oldest = _pages[_sealed];
            oldest.Seal(_buffers);
            ClosedUntil = Math.Max(ClosedUntil, _sealed + 1 < _pages.Count && _pages[_sealed + 1].Count > 0
                ? _pages[_sealed + 1].FirstTime : oldest.End);
            if (_sealed > 0 && _pages[_sealed - 1].End == oldest.End)
            {
                _pages[_sealed - 1].Tally.Add(oldest.Tally);
                _pages[_sealed - 1].LastTime = oldest.LastTime;
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
