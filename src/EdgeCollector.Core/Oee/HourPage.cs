namespace EdgeCollector.Core.Oee;

/// <summary>
/// Facts of a machine from at most one hour and one shift, in (Begin, End], with the tracker's state at its start and the pieces
/// counted in it. A busy hour has several pages, so that a late fact costs the folding of a few hundred facts and not of an hour.
/// </summary>
internal sealed class HourPage
{
    public const int Capacity = 256;

    public TimelineFact[] Facts = new TimelineFact[Capacity];
    public int Count;

    /// <summary>Border before the page, exclusive (ms UTC).</summary>
    public long Begin;

    /// <summary>Border of hour or shift that closes it, inclusive (ms UTC).</summary>
    public long End;

    public TrackerState Start { get; } = new();

    public PieceTally Tally { get; } = new();

    /// <summary>The facts are gone and only the pieces are kept: the machine sends more than the timeline can hold.</summary>
    public bool Sealed;

    public void Reset(long begin, long end)
    {
        Begin = begin;
        End = end;
        Count = 0;
        Sealed = false;
        Tally.Clear();
    }
}
