namespace EdgeCollector.Core.Journal;

/// <summary>Ids that are settled, merged from all bridges and in any order: disjoint ranges, neighbours joined. Its size follows the number
/// of holes, not of ids. One owner.</summary>
public sealed class AckRanges
{
    private readonly List<SequenceRange> _ranges = [];

    /// <param name="start">The first id that is expected; lower ones are outside.</param>
    public AckRanges(long start = 1) => Start = start;

    public long Start { get; private set; }

    /// <summary>How many ids are in.</summary>
    public long Count { get; private set; }

    public IReadOnlyList<SequenceRange> Ranges => _ranges;

    /// <summary>The lowest id that is not in: everything below may be freed.</summary>
    public long LowestMissing => _ranges.Count > 0 && _ranges[0].First == Start ? _ranges[0].Last + 1 : Start;

    /// <summary>The highest id that is in; <see cref="Start"/> - 1 if none.</summary>
    public long Highest => _ranges.Count > 0 ? _ranges[^1].Last : Start - 1;

    /// <summary>What is missing below <see cref="Highest"/>.</summary>
    public IEnumerable<SequenceRange> Holes
    {
        get
        {
            var next = Start;
            foreach (var range in _ranges)
            {
                if (range.First > next)
                {
                    yield return new SequenceRange(next, range.First - 1);
                }

                next = range.Last + 1;
            }
        }
    }

    /// <summary>The parts of a range that are in.</summary>
    public IEnumerable<SequenceRange> Within(SequenceRange range)
    {
        for (var at = FirstEndingAt(range.First); at < _ranges.Count && _ranges[at].First <= range.Last; at++)
        {
            yield return new SequenceRange(Math.Max(_ranges[at].First, range.First), Math.Min(_ranges[at].Last, range.Last));
        }
    }

    /// <summary>The parts of a range that are not in; what lies below <see cref="Start"/> is no part of it.</summary>
    public IEnumerable<SequenceRange> Missing(SequenceRange range)
    {
        var next = Math.Max(range.First, Start);
        foreach (var known in Within(range))
        {
            if (known.First > next)
            {
                yield return new SequenceRange(next, known.First - 1);
            }

            next = known.Last + 1;
        }

        if (next <= range.Last)
        {
            yield return new SequenceRange(next, range.Last);
        }
    }

    /// <summary>Ids up to <paramref name="last"/> are outside from now on. How many of them were in.</summary>
    public long Forget(long last)
    {
        var gone = 0L;
        while (_ranges.Count > 0 && _ranges[0].First <= last)
        {
            var range = _ranges[0];
            gone += Math.Min(range.Last, last) - range.First + 1;
            if (range.Last > last)
            {
                _ranges[0] = range with { First = last + 1 };
                break;
            }

            _ranges.RemoveAt(0);
        }

        Start = Math.Max(Start, last + 1);
        Count -= gone;
        return gone;
    }

    public bool Covers(SequenceRange range)
    {
        var at = FirstEndingAt(range.First);
        return at < _ranges.Count && _ranges[at].First <= range.First && range.Last <= _ranges[at].Last;
    }

    /// <summary>Puts the range in and returns how many of its ids were not in before.</summary>
    public long Add(SequenceRange range)
    {
        var first = Math.Max(range.First, Start);
        var last = range.Last;
        if (last < first)
        {
            return 0;
        }

        // Touching neighbours are joined: from the first range that ends at first - 1 or later, while they begin at last + 1 or earlier.
        var from = FirstEndingAt(first - 1);
        var to = from;
        var known = 0L;
        var joined = new SequenceRange(first, last);
        for (; to < _ranges.Count && _ranges[to].First - 1 <= last; to++)
        {
            var range2 = _ranges[to];
            known += Math.Max(0, Math.Min(range2.Last, last) - Math.Max(range2.First, first) + 1);
            joined = new SequenceRange(Math.Min(joined.First, range2.First), Math.Max(joined.Last, range2.Last));
        }

        _ranges.RemoveRange(from, to - from);
        _ranges.Insert(from, joined);
        var added = last - first + 1 - known;
        Count += added;
        return added;
    }

    private int FirstEndingAt(long sequence)
    {
        var low = 0;
        var high = _ranges.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].Last < sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
