using System.Runtime.CompilerServices;

namespace EdgeCollector.Core.Oee;

/// <summary>Milliseconds per category; the sum is the window's calendar time, always. Indexed by <see cref="Category"/>.</summary>
[InlineArray(Count)]
public struct CategoryTimes : IEquatable<CategoryTimes>
{
    public const int Count = 14;

    private long _first;

    public long this[Category category]
    {
        readonly get => this[(int)category];
        set => this[(int)category] = value;
    }

    public readonly long Sum()
    {
        long sum = 0;
        foreach (var ms in this)
        {
            sum += ms;
        }

        return sum;
    }

    public void Add(in CategoryTimes other)
    {
        for (var i = 0; i < Count; i++)
        {
            this[i] += other[i];
        }
    }

    public readonly bool Equals(CategoryTimes other) => ((ReadOnlySpan<long>)this).SequenceEqual(other);

    public override readonly bool Equals(object? obj) => obj is CategoryTimes other && Equals(other);

    public override readonly int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var ms in this)
        {
            hash.Add(ms);
        }

        return hash.ToHashCode();
    }
}
