using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// Facts of a machine from at most one hour and one shift, in (Begin, End], delta-coded by <see cref="PageWriter"/>, with the tracker's
/// state at its start and the pieces counted in it. A busy hour has several pages, so that a late fact costs the folding of some hundred
/// facts and not of an hour.
/// </summary>
internal sealed class HourPage
{
    /// <summary>Bytes of coded facts: 600 to 1,000 facts of an ordinary machine.</summary>
    public const int Capacity = 4096;

    /// <summary>The coded facts; empty while <see cref="Sealed"/>.</summary>
    public byte[] Bytes = new byte[Capacity];
    public int Length;
    public int Count;

    /// <summary>Border before the page, exclusive (ms UTC).</summary>
    public long Begin;

    /// <summary>Border of hour or shift that closes it, inclusive (ms UTC).</summary>
    public long End;

    /// <summary>ms UTC of its first and last fact; meaningless while <see cref="Count"/> is 0 and it is not sealed.</summary>
    public long FirstTime;
    public long LastTime;

    public TrackerState Start { get; } = new();

    public PieceTally Tally { get; } = new();

    /// <summary>The facts are gone and only the pieces are kept: the machine sends more than the timeline can hold.</summary>
    public bool Sealed { get; private set; }

    /// <param name="buffers">Where buffers of sealed pages are.</param>
    public void Reset(long begin, long end, Stack<byte[]> buffers)
    {
        Begin = begin;
        End = end;
        Length = 0;
        Count = 0;
        Sealed = false;
        Bytes = Bytes.Length > 0 ? Bytes : buffers.Count > 0 ? buffers.Pop() : new byte[Capacity];
        Tally.Clear();
    }

    public void Seal(Stack<byte[]> buffers)
    {
        buffers.Push(Bytes);
        Sealed = true;
        Count = 0;
        Length = 0;
        Bytes = [];
    }

    /// <summary>The coded facts go as they are.</summary>
    public void Export(RecordWriter w)
    {
        var begin = w.Begin();
        w.Int(Begin);
        w.Int(End);
        w.Int(FirstTime);
        w.Int(LastTime);
        w.UInt((ulong)Count);
        w.Boolean(Sealed);
        Start.Export(w);
        Tally.Export(w);
        w.End(begin);
        w.UInt((ulong)Length);
        w.Bytes(Bytes.AsSpan(0, Length));
    }

    public void Import(ref RecordReader reader)
    {
        var r = reader.Block();
        Begin = r.Int();
        End = r.Int();
        FirstTime = r.Int();
        LastTime = r.Int();
        Count = r.Int32(Capacity);
        Sealed = r.Boolean();
        Start.Import(ref r);
        Tally.Import(ref r);
        if (r.Failed)
        {
            reader.Fail();
        }

        Length = reader.Int32(Sealed ? 0 : Capacity);
        Bytes = Sealed ? [] : Bytes;
        reader.Bytes(Length).CopyTo(Bytes);
    }
}
