namespace EdgeCollector.Core.Journal;

/// <summary>One column of the ledger: how each id ended. What is closed is a number only. The ledger locks.</summary>
internal sealed class LedgerAccount(long start)
{
    /// <summary>Stored, by PUBACK, and the reasons of <see cref="DropReason"/>: from good to bad.</summary>
    public const int Outcomes = FirstDrop + 4;

    public const int Stored = 0;
    public const int ByPuback = 1;
    public const int FirstDrop = 2;

    private readonly AckRanges _settled = new(start);
    private readonly AckRanges[] _by = [.. Enumerable.Range(0, Outcomes).Select(_ => new AckRanges(start))];

    /// <summary>Ids that ended so and are forgotten.</summary>
    public long[] Closed { get; } = new long[Outcomes];

    /// <summary>Everything up to here is settled.</summary>
    public long SettledUpTo => _settled.LowestMissing - 1;

    public AckRanges By(int outcome) => _by[outcome];

    /// <summary>Settles what is not settled yet, and returns the parts that were not.</summary>
    public IReadOnlyList<SequenceRange> Settle(SequenceRange range, int outcome)
    {
        List<SequenceRange> parts = [.. _settled.Missing(range)];
        foreach (var part in parts)
        {
            _settled.Add(part);
            _by[outcome].Add(part);
        }

        return parts;
    }

    public void Close(long last)
    {
        _settled.Forget(last);
        for (var outcome = 0; outcome < Outcomes; outcome++)
        {
            Closed[outcome] += _by[outcome].Forget(last);
        }
    }

    /// <param name="last">Of the ids that came in.</param>
    public LedgerLine Read(long last)
    {
        long Total(int outcome) => Closed[outcome] + _by[outcome].Count;

        // Counted from the holes, and not as the difference of two totals: that is what makes the balance a test.
        var pending = _settled.Holes.Sum(hole => hole.Last - hole.First + 1) + Math.Max(0, last - _settled.Highest);
        return new LedgerLine(
            Closed.Sum() + last - _settled.Start + 1, Total(Stored) + Total(ByPuback), Total(ByPuback), pending,
            [.. Enumerable.Range(FirstDrop, Outcomes - FirstDrop).Select(Total)]);
    }
}
