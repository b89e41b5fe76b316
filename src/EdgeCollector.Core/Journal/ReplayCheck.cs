using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>What folding an earlier run's inputs once more came to.</summary>
/// <param name="Inputs">Folded.</param>
/// <param name="Differences">Settled records that the fold gives otherwise than they lie in the journal.</param>
public sealed record Resumed(long Inputs, long Differences);

/// <summary>Compares what a replay says with what was said. Records of windows that began before the replay did are not its to judge.</summary>
internal sealed class ReplayCheck : IFactSink
{
    private readonly Dictionary<(string Id, int Rev), OeeRecord> _again = [];
    private long _from = long.MaxValue;

    public long Differences { get; private set; }

    public void Add(Fact fact)
    {
        if (fact is OeeRecord record)
        {
            // The first live records tell where the replay has a whole view from.
            _from = Math.Min(_from, record.Time);
            if (record.Status != RecordStatus.Live) _again[(record.Id, record.Rev)] = record;
        }
    }

    /// <summary>This lies in the journal.</summary>
    public void Said(Fact fact)
    {
        if (fact is OeeRecord { Status: not RecordStatus.Live } said && said.Start >= _from
            && (!_again.Remove((said.Id, said.Rev), out var again) || again != said))
        {
            Differences++;
        }
    }
}
