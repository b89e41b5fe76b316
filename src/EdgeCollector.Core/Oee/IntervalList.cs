using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// A machine's raw intervals in time order, by absolute number, in a ring that grows. Only the last one may still be rewritten, so
/// going back to a page's start is: cut, and put the last one back.
/// </summary>
internal sealed class IntervalList
{
    private Interval[] _ring = new Interval[256];

    public IntervalList()
    {
        _ring[0] = new Interval { Start = long.MinValue, EpisodeStart = Interval.NoEpisode, Category = Category.Unknown };
        End = 1;
    }

    /// <summary>Number of the oldest interval kept.</summary>
    public long First { get; private set; }

    /// <summary>Number after the newest.</summary>
    public long End { get; private set; }

    public ref Interval this[long number] => ref _ring[number & (_ring.Length - 1)];

    public ref Interval Last => ref this[End - 1];

    public void Append(in Interval interval)
    {
        if (End - First == _ring.Length)
        {
            Grow();
        }

        this[End++] = interval;
    }

    /// <summary>Takes the newest away; the first interval of all always stays.</summary>
    public void RemoveLast() => End--;

    public void CutTo(long end, in Interval last)
    {
        End = end;
        Last = last;
    }

    /// <summary>As <paramref name="original"/> was when it ended at <paramref name="end"/>, as far back as a fold ever looks.</summary>
    public void Branch(IntervalList original, long end, in Interval last)
    {
        First = Math.Clamp(end - LookBack, original.First, end - 1);
        this[First] = original[First];
        CutTo(end, last);
    }

    /// <summary>Number of the interval that holds <paramref name="time"/>; the oldest one kept for times before it.</summary>
    public long IndexAt(long time)
    {
        long low = First, high = End - 1;
        while (low < high)
        {
            var middle = low + ((high - low + 1) >> 1);
            if (this[middle].Start <= time)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    public long EndOf(long number, long now) => number + 1 < End ? this[number + 1].Start : Math.Max(now, this[number].Start);

    /// <summary>How far back from its end a fold looks.</summary>
    public const int LookBack = 2;

    /// <summary>Forgets what ended before <paramref name="time"/>, but never a part of an episode that reaches beyond it, and nothing from
    /// number <paramref name="needed"/> on.</summary>
    public void ForgetBefore(long time, long needed)
    {
        var keep = Math.Max(First, Math.Min(IndexAt(time), needed));
        while (keep > First && this[keep].IsStop && this[keep].EpisodeStart < this[keep].Start)
        {
            keep--;
        }

        First = keep;
    }

    public void Export(RecordWriter w)
    {
        w.Int(First);
        w.UInt((ulong)(End - First));
        for (var number = First; number < End; number++)
        {
            this[number].Export(w);
        }
    }

    public void Import(ref RecordReader r)
    {
        First = End = r.Int();
        var count = r.Int32(r.Remaining);
        for (var left = count; left > 0 && !r.Failed; left--)
        {
            Append(Interval.Import(ref r));
        }

        if (count == 0)
        {
            r.Fail();
        }
    }

    private void Grow()
    {
        var larger = new Interval[_ring.Length * 2];
        for (var i = First; i < End; i++)
        {
            larger[i & (larger.Length - 1)] = this[i];
        }

        _ring = larger;
    }
}
