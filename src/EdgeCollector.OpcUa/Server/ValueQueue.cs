using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>
/// The queue of a monitored item (Part 4, 5.13.1.5). When it is full, either the oldest value goes and its follower bears the Overflow
/// bit, or the newest is replaced and its replacement bears it; a queue of one never does.
/// </summary>
internal sealed class ValueQueue(int capacity, bool discardOldest)
{
    private DataValue[] _ring = new DataValue[Math.Min(capacity, 4)];
    private int _head;

    public int Capacity => capacity;

    public int Count { get; private set; }

    /// <summary>Values discarded so far.</summary>
    public long Lost { get; private set; }

    public void Add(DataValue value)
    {
        if (Count < capacity)
        {
            if (Count == _ring.Length) Grow();
            _ring[(_head + Count++) % _ring.Length] = value;
            return;
        }

        Lost++;
        if (!discardOldest)
        {
            _ring[(_head + Count - 1) % _ring.Length] = Marked(value);
            return;
        }

        // Full, so the ring is as long as the queue: the oldest value's place is the newest one's.
        _ring[_head] = value;
        _head = (_head + 1) % _ring.Length;
        _ring[_head] = Marked(_ring[_head]);
    }

    public bool TryTake(out DataValue value)
    {
        value = default;
        if (Count == 0) return false;

        value = _ring[_head];
        _ring[_head] = default;
        _head = (_head + 1) % _ring.Length;
        Count--;
        return true;
    }

    /// <summary>A queue of another size with the same values, as many as it takes.</summary>
    public ValueQueue Resized(int newCapacity, bool newDiscardOldest)
    {
        var resized = new ValueQueue(newCapacity, newDiscardOldest);
        while (TryTake(out var value))
        {
            resized.Add(value);
        }

        return resized;
    }

    private DataValue Marked(DataValue value) => capacity == 1 ? value : value with { StatusCode = value.StatusCode.WithOverflow };

    private void Grow()
    {
        var bigger = new DataValue[Math.Min(capacity, 2 * _ring.Length)];
        for (var i = 0; i < Count; i++)
        {
            bigger[i] = _ring[(_head + i) % _ring.Length];
        }

        (_ring, _head) = (bigger, 0);
    }
}
