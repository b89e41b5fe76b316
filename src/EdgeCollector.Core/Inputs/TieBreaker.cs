using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Inputs;

/// <summary>
/// OPC UA source times are ticks of 100 ns, and a line in the database is known by its signal and time. So the last two digits of a
/// sample's ns tell equal source times of one signal apart: 0 for the first, 1 for the second.. A function of the order of inputs alone,
/// and set before the input lies in the journal; its state is part of the checkpoint, so a restart gives the same digits.
/// </summary>
/// <remarks>Remembers the last <see cref="Depth"/> distinct times of a signal. After 100 equal times the count runs on into the next
/// tick rather than overwrite. The first value after a (re)connect keeps the digits it had before if it is the same value: a read that
/// repeats what is known must not make a second point. CoreLoop only.</remarks>
public sealed class TieBreaker
{
    private const int Depth = 4;
    private const long Tick = 100;

    private Issued[] _issued = new Issued[64 * Depth];
    private int _last;

    /// <summary>Samples whose source time had been seen before.</summary>
    public long Ties { get; private set; }

    public void Apply(ref Input input)
    {
        if (input.Kind != InputKind.Sample || input.Id is < 1 or > SignalTable.MaxId)
        {
            return;
        }

        var time = input.SourceTime - (((input.SourceTime % Tick) + Tick) % Tick);
        var history = HistoryOf(input.Id);
        for (var i = 0; i < Depth; i++)
        {
            ref var seen = ref history[i];
            if (seen.Count == 0 || time < seen.Time || time >= seen.Time + seen.Count)
            {
                continue;
            }

            Ties++;
            if ((input.Flags & InputFlags.Initial) == 0 || input.ValueKind == ValueKind.Text || seen.LastBits != input.Bits)
            {
                seen.Count++;
                seen.LastBits = input.Bits;
            }

            input.SourceTime = seen.Time + seen.Count - 1;
            return;
        }

        history[..(Depth - 1)].CopyTo(history[1..]);
        history[0] = new Issued { Time = time, Count = 1, LastBits = input.Bits };
        input.SourceTime = time;
    }

    /// <summary>Appends the state to a checkpoint.</summary>
    public void Export(RecordWriter writer)
    {
        writer.UInt((ulong)_last);
        for (var i = Depth; i < (_last + 1) * Depth; i++)
        {
            var issued = _issued[i];
            writer.UInt((ulong)issued.Count);
            if (issued.Count > 0)
            {
                writer.Int(issued.Time);
                writer.Int(issued.LastBits);
            }
        }
    }

    /// <summary>Takes over what <see cref="Export"/> wrote; false, and empty, if the bytes are damaged.</summary>
    public bool TryImport(ref RecordReader reader)
    {
        Array.Clear(_issued);
        _last = 0;
        var last = reader.Int32(SignalTable.MaxId);
        if (last > reader.Remaining)
        {
            reader.Fail();
        }

        for (var id = 1; id <= last && !reader.Failed; id++)
        {
            var history = HistoryOf(id);
            for (var i = 0; i < Depth; i++)
            {
                var count = reader.Int32();
                history[i] = count == 0 ? default : new Issued { Count = count, Time = reader.Int(), LastBits = reader.Int() };
            }
        }

        if (reader.Failed)
        {
            Array.Clear(_issued);
            _last = 0;
        }

        return !reader.Failed;
    }

    private Span<Issued> HistoryOf(int id)
    {
        _last = Math.Max(_last, id);
        var start = id * Depth;
        if (start + Depth > _issued.Length)
        {
            Array.Resize(ref _issued, Math.Max(_issued.Length * 2, start + Depth));
        }

        return _issued.AsSpan(start, Depth);
    }

    private struct Issued
    {
        public long Time;
        public long LastBits;
        public int Count;
    }
}
