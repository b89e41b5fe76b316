using System.Runtime.CompilerServices;
using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>Where pieces go (oee-reference.md 7, buckets).</summary>
internal enum Bucket : byte
{
    Counted = 0,
    Recovered = 1,
    OutsidePlan = 2,
}

/// <summary>Millionths of pieces by role and bucket: whole numbers, so sums do not depend on their order.</summary>
[InlineArray(Length)]
internal struct PieceCounts
{
    public const int Length = 12;

    private long _first;

    public long this[CounterRole role, Bucket bucket]
    {
        readonly get => this[((int)bucket * 4) + (int)role];
        set => this[((int)bucket * 4) + (int)role] = value;
    }
}

/// <summary>The pieces of one product at one ideal cycle.</summary>
internal struct Lot
{
    public int Product;

    /// <summary>ms per piece; NaN: none configured.</summary>
    public double Ideal;
    public PieceCounts Counts;
}

/// <summary>Pieces and counter events of a stretch of time: per page while folding, summed for windows.</summary>
internal sealed class PieceTally
{
    public const long PerPiece = 1_000_000;

    private Lot[] _lots = new Lot[2];

    public int Count { get; private set; }

    public int Wraps { get; set; }

    public int Resets { get; set; }

    public int Implausible { get; set; }

    public RecordFlags Flags { get; set; }

    public ReadOnlySpan<Lot> Lots => _lots.AsSpan(0, Count);

    public ref Lot For(int product, double ideal)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_lots[i].Product == product && _lots[i].Ideal.Equals(ideal))
            {
                return ref _lots[i];
            }
        }

        if (Count == _lots.Length)
        {
            Array.Resize(ref _lots, Count * 2);
        }

        _lots[Count] = new Lot { Product = product, Ideal = ideal };
        return ref _lots[Count++];
    }

    public void Add(PieceTally other)
    {
        foreach (ref readonly var lot in other.Lots)
        {
            ref var mine = ref For(lot.Product, lot.Ideal);
            for (var i = 0; i < PieceCounts.Length; i++)
            {
                mine.Counts[i] += lot.Counts[i];
            }
        }

        Wraps += other.Wraps;
        Resets += other.Resets;
        Implausible += other.Implausible;
        Flags |= other.Flags;
    }

    public void Clear()
    {
        Count = 0;
        Wraps = 0;
        Resets = 0;
        Implausible = 0;
        Flags = RecordFlags.None;
    }

    public void Export(RecordWriter w)
    {
        w.UInt((ulong)Count);
        foreach (ref readonly var lot in Lots)
        {
            w.UInt((uint)lot.Product);
            w.Real(lot.Ideal);
            foreach (var micro in lot.Counts)
            {
                w.Int(micro);
            }
        }

        w.Int(Wraps);
        w.Int(Resets);
        w.Int(Implausible);
        w.UInt((ulong)Flags);
    }

    public void Import(ref RecordReader r)
    {
        Count = r.Int32(r.Remaining);
        _lots = new Lot[Math.Max(2, Count)];
        foreach (ref var lot in _lots.AsSpan(0, Count))
        {
            lot.Product = r.Int32();
            lot.Ideal = r.Real();
            foreach (ref var micro in lot.Counts)
            {
                micro = r.Int();
            }
        }

        Wraps = (int)r.Int();
        Resets = (int)r.Int();
        Implausible = (int)r.Int();
        Flags = (RecordFlags)r.UInt();
    }

    /// <summary>By product text and ideal cycle: the one order in which sums of doubles are taken, whatever arrived first.</summary>
    public void Sort(TextIds texts) => _lots.AsSpan(0, Count).Sort(new LotOrder(texts));

    private readonly struct LotOrder(TextIds texts) : IComparer<Lot>
    {
        public int Compare(Lot x, Lot y)
        {
            var byProduct = string.CompareOrdinal(texts[x.Product], texts[y.Product]);
            return byProduct != 0 ? byProduct : x.Ideal.CompareTo(y.Ideal);
        }
    }
}
