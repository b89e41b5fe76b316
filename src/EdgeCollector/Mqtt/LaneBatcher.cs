using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Lines;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Mqtt;

/// <summary>What a <see cref="LaneBatcher"/> has to say.</summary>
internal enum LaneStep
{
    /// <summary>At the tail of the journal, with nothing or not enough to send.</summary>
    Tail,

    /// <summary>A batch is full: <see cref="LaneBatcher.Take"/> it.</summary>
    Full,
}

/// <summary>Journal entries of one lane to line-protocol batches; decisions only, no I/O. Each id lands in one batch or, where it has
/// nothing for this lane, in a range to skip.</summary>
internal sealed class LaneBatcher
{
    private readonly string _node;
    private readonly Lane _lane;
    private readonly JournalReader _reader;
    private readonly SiteSchema _schema;
    private readonly byte[] _edgePrefix;
    private Measurements _measurements;
    private LineBatch _batch;
    private LineBatch _spare;
    private long _epoch;
    private long _open;
    private int _lines;
    private JournalEntry? _held;

    public LaneBatcher(string node, Lane lane, long epoch, JournalReader reader, SiteSchema schema)
    {
        _node = node;
        _lane = lane;
        _reader = reader;
        _schema = schema;
        _measurements = schema.Measurements();
        _edgePrefix = LineProtocol.Prefix("edge", ("node", node));
        _epoch = epoch;
        _batch = new LineBatch(node, epoch);
        _spare = new LineBatch(node, epoch);
        _batch.Clear(reader.Next);
        _open = reader.Next - 1;
    }

    /// <summary>Records that a lane's reader has to want.</summary>
    public static RecordKinds Kinds(Lane lane) =>
        (lane == Lane.Raw ? RecordKinds.Samples : RecordKinds.Facts) | RecordKinds.Configurations;

    /// <summary>First id that no batch taken so far speaks for.</summary>
    public long Open => _batch.First;

    /// <summary>Lines wait to be sent.</summary>
    public bool HasLines => !_batch.IsEmpty;

    /// <summary>Reads on until a batch is full or the tail is reached.</summary>
    public LaneStep Read()
    {
        while (_held is not null || _reader.TryRead(out var entry) && Hold(entry))
        {
            entry = _held!.Value;
            if (_reader.Epoch != _epoch)
            {
                // The old epoch's ids up to its end are settled before the new one begins.
                if (_reader.EpochStart > _batch.First)
                {
                    _open = _reader.EpochStart - 1;
                    if (!_batch.TryKeep(_open) || !_batch.IsEmpty)
                    {
                        return LaneStep.Full;
                    }

                    if (_batch.Last >= _batch.First)
                    {
                        return LaneStep.Tail;
                    }
                }

                Begin(_reader.Epoch, _reader.EpochStart);
            }

            if (entry.Sequence != _open)
            {
                if (!_batch.TryKeep(entry.Sequence - 1))
                {
                    return LaneStep.Full;
                }

                _open = entry.Sequence;
            }

            _held = null;
            Write(entry);
        }

        if (_reader.Epoch != 0 && _reader.Epoch != _epoch)
        {
            // It began in an epoch of which nothing was wanted so far.
            Begin(_reader.Epoch, _reader.EpochStart);
        }

        // Entries of one input lie in one journal batch, so at the tail those of the last one are complete.
        var complete = Math.Max(_open, Math.Min(_reader.Next - 1, _reader.End));
        if (!_batch.TryKeep(complete))
        {
            return LaneStep.Full;
        }

        _open = complete;
        return LaneStep.Tail;
    }

    /// <summary>Ids at the end of which nothing is to be sent; null where lines wait or nothing was read.</summary>
    public SequenceRange? TakeSkipped()
    {
        if (!_batch.IsEmpty || _batch.Last < _batch.First)
        {
            return null;
        }

        var range = new SequenceRange(_batch.First, _batch.Last);
        _batch.Clear(_batch.Last + 1);
        return range;
    }

    /// <summary>The node's own figures travel with the next batch, under no id of their own.</summary>
    public void AddEdge(in EdgeFigures figures, long nanoseconds)
    {
        Measurements.WriteEdge(_edgePrefix, figures, nanoseconds, _batch);
        _lines++;
        _batch.TryKeep(_batch.Last);
    }

    /// <summary>The batch as a delivery with bytes of its own.</summary>
    public Delivery Take(out int lines)
    {
        var delivery = new Delivery(_epoch, _lane, _batch.First, _batch.Last, _batch.Seal().ToArray());
        lines = _lines;
        _lines = 0;
        _batch.MoveRest(_spare);
        (_batch, _spare) = (_spare, _batch);
        return delivery;
    }

    private bool Hold(JournalEntry entry)
    {
        _held = entry;
        return true;
    }

    private void Begin(long epoch, long first)
    {
        _epoch = epoch;
        _batch = new LineBatch(_node, epoch);
        _spare = new LineBatch(_node, epoch);
        _batch.Clear(first);
        _open = first - 1;
    }

    private void Write(in JournalEntry entry)
    {
        if (entry.Fact is { } fact)
        {
            _lines += _measurements.WriteKpi(fact, _batch);
        }
        else if (entry.Input.Kind == InputKind.Configuration && entry.Input.Reference is EngineConfiguration configuration)
        {
            _schema.Apply(configuration);
            _measurements = _schema.Measurements();
        }
        else
        {
            _lines += _measurements.WriteRaw(entry.Input, _batch);
        }
    }
}
