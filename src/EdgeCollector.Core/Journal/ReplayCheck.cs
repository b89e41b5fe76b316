using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>What folding an earlier run's inputs once more came to.</summary>
/// <param name="Inputs">Folded.</param>
/// <param name="Differences">Facts that the fold gives otherwise than they lie in the journal.</param>
public sealed record Resumed(long Inputs, long Differences);

/// <summary>Compares what a replay says with what was said.</summary>
internal abstract class ReplayCheck : IFactSink
{
    public long Differences { get; protected set; }

    /// <param name="whole">From a checkpoint on and with every fact at hand, all is compared, byte by byte; else settled records are.</param>
    public static ReplayCheck Of(bool whole) => whole ? new ByteCheck() : new RecordCheck();

    public abstract void Add(Fact fact);

    /// <summary>This lies in the journal, behind the input that is folded.</summary>
    public abstract void Said(Fact fact);

    /// <summary>All that followed from the input was said.</summary>
    public abstract void Next();

    private sealed class ByteCheck : ReplayCheck
    {
        private readonly RecordWriter _again = new();
        private readonly RecordWriter _said = new();

        public override void Add(Fact fact) => Write(_again, fact);

        public override void Said(Fact fact) => Write(_said, fact);

        public override void Next()
        {
            if (!_again.Written.SequenceEqual(_said.Written)) Differences++;

            _again.Reset();
            _said.Reset();
        }

        private static void Write(RecordWriter to, Fact fact)
        {
            to.Byte((byte)FactRecords.KindOf(fact));
            FactRecords.EncodeBlock(to, fact);
        }
    }

    /// <summary>Records of windows that began before the replay did are not its to judge.</summary>
    private sealed class RecordCheck : ReplayCheck
    {
        private readonly Dictionary<(string Id, int Rev), OeeRecord> _again = [];
        private long _from = long.MaxValue;

        public override void Add(Fact fact)
        {
            if (fact is OeeRecord record)
            {
                // The first live records tell where the replay has a whole view from.
                _from = Math.Min(_from, record.Time);
                if (record.Status != RecordStatus.Live) _again[(record.Id, record.Rev)] = record;
            }
        }

        public override void Said(Fact fact)
        {
            if (fact is OeeRecord { Status: not RecordStatus.Live } said && said.Start >= _from
                && (!_again.Remove((said.Id, said.Rev), out var again) || again != said))
            {
                Differences++;
            }
        }

        public override void Next()
        {
        }
    }
}
