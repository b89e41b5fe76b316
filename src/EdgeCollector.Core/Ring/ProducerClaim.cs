using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Core.Ring;

/// <summary>Neighbouring slots that one producer fills in place and publishes as a batch. Always disposed: a claim that is left open would
/// hold the reader; one that was not published becomes empty inputs (<see cref="InputKind.None"/>), so an id is never missing.</summary>
internal ref struct ProducerClaim
{
    private readonly RingBuffer _ring;
    private bool _published;

    internal ProducerClaim(RingBuffer ring, long first, int count)
    {
        _ring = ring;
        First = first;
        Count = count;
    }

    public long First { get; }

    public int Count { get; }

    public readonly long Last => First + Count - 1;

    /// <summary>Slot <paramref name="index"/> of the claim; it holds leftovers until it is written.</summary>
    public readonly ref Input this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return ref _ring.Slot(First + index);
        }
    }

    public void Publish()
    {
        if (!_published)
        {
            _published = true;
            _ring.Publish(First, Count);
        }
    }

    public void Dispose()
    {
        if (_published)
        {
            return;
        }

        for (var i = 0; i < Count; i++)
        {
            this[i] = default;
        }

        Publish();
    }
}
