namespace EdgeCollector.Core.Journal;

/// <summary>The two topics that values travel on; an id can lie in both, so acknowledgements name theirs.</summary>
public enum Lane : byte
{
    Raw = 0,
    Kpi = 1,
}

/// <summary>Inclusive range of sequence numbers.</summary>
public readonly record struct SequenceRange(long First, long Last);

/// <summary>The seam through which acknowledged ranges come in. Ranges of an unknown epoch, or beyond what was published, are ignored
/// and counted (reliability.md 4.2, forged acknowledgements). Safe for many threads.</summary>
public interface IStoreAck
{
    void Stored(long epoch, Lane lane, ReadOnlySpan<SequenceRange> ranges, ReadOnlySpan<long> quarantined);
}
