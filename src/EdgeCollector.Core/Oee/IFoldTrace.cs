namespace EdgeCollector.Core.Oee;

/// <summary>What a fold says of itself while it is watched.</summary>
internal interface IFoldTrace
{
    /// <summary>A fact of the timeline, before it is folded.</summary>
    void Fact(in TimelineFact fact);

    /// <summary>A Good reading of a counter, and what it was taken for.</summary>
    void Read(in TimelineFact fact, in CompiledSignal signal, in CounterState before, in CounterStep step);

    /// <summary>Pieces, in millionths, of (from, time].</summary>
    void Counted(CounterRole role, long micro, long from, long time, int product, double ideal, Bucket bucket);
}
