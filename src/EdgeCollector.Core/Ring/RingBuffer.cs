using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Core.Ring;

/// <summary>What ended a wait of the reader.</summary>
internal enum RingWait
{
    Available,

    /// <summary>Somebody called <see cref="RingBuffer.Wake"/>; there may be nothing to read.</summary>
    Woken,

    /// <summary>Closed, and everything that was claimed has been read.</summary>
    Drained,
}

/// <summary>
/// Preallocated slots between many producers and ONE reader. A producer claims n neighbouring slots in one step and publishes them as
/// one batch; a slot's sequence is the record's id. A claim is only given where there is room, so a claimed slot is
/// always filled at once; producers that found no room queue in order of arrival and sleep.
/// </summary>
internal sealed class RingBuffer : IReady
{
    private const long Closed = long.MinValue;

    private readonly Input[] _slots;

    // At the first slot of a batch stands the batch's last sequence: one store publishes n slots. A value of the lap before is smaller
    // than the sequence that is looked for, because no batch is longer than half the ring.
    private readonly long[] _ends;
    private readonly int _mask;
    private readonly WaitStrategy _wait;
    private readonly object _turn = new();
    private readonly object _room = new();
    private Sequence _claimed;
    private Sequence _consumed;
    private Sequence _wanted;
    private int _waiting;
    private int _woken;
    private long _blocked;
    private long _refused;

    // The reader's own.
    private long _next;
    private long _ready;

    /// <param name="capacity">Slots; a power of two, 4 .. 2^24.</param>
    /// <param name="start">The last sequence before the first that is claimed.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such a number.</exception>
    public RingBuffer(int capacity, WaitStrategy? wait = null, long start = 0)
    {
        if (capacity is < 4 or > 1 << 24 || !int.IsPow2(capacity))
        {
            throw new ArgumentOutOfRangeException(
                nameof(capacity), capacity, "The ring's capacity must be a power of two from 4 to 16777216.");
        }

        _slots = new Input[capacity];
        _ends = new long[capacity];
        _mask = capacity - 1;
        _wait = wait ?? new WaitStrategy();
        _wanted.Write(long.MaxValue);
        _claimed.Write(start);
        _consumed.Write(start);
        (_next, _ready) = (start + 1, start);
    }

    public int Capacity => _slots.Length;

    public int MaxBatch => _slots.Length / 2;

    /// <summary>Highest sequence that a producer has claimed.</summary>
    public long Claimed => _claimed.Read() & long.MaxValue;

    /// <summary>Highest sequence that the reader has released.</summary>
    public long Consumed => _consumed.Read();

    public bool IsClosed => _claimed.Read() < 0;

    /// <summary>Claims that had to wait for room.</summary>
    public long Blocked => Interlocked.Read(ref _blocked);

    /// <summary>Claims that were refused because there was no room (TrySubmit).</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public WaitStrategy Waiting => _wait;

    public bool IsReady => Volatile.Read(ref _woken) != 0 || HasNext() || IsDrained;

    private bool IsDrained => _claimed.Read() is < 0 and var claimed && (claimed & long.MaxValue) < _next;

    /// <inheritdoc cref="IInputs.Submit"/>
    public long Submit(ReadOnlySpan<Input> inputs)
    {
        var first = Claim(inputs.Length);
        return Fill(first, inputs);
    }

    /// <inheritdoc cref="IInputs.TrySubmit"/>
    public bool TrySubmit(ReadOnlySpan<Input> inputs, out long last)
    {
        CheckLength(inputs.Length);
        if (!TryClaim(inputs.Length, out var first))
        {
            Interlocked.Increment(ref _refused);
            last = 0;
            return false;
        }

        last = Fill(first, inputs);
        return true;
    }

    /// <summary>Claims slots to be filled in place; blocks while there is no room. Dispose without Publish leaves empty inputs.</summary>
    public ProducerClaim ClaimSlots(int count) => new(this, Claim(count), count);

    /// <summary>No more claims. What was claimed can still be read; producers that wait for room get
    /// <see cref="ObjectDisposedException"/>.</summary>
    public void Close()
    {
        _claimed.Set(Closed);
        lock (_room)
        {
            Monitor.PulseAll(_room);
        }

        Interlocked.MemoryBarrier();
        _wait.Signal();
    }

    /// <summary>Makes the reader's wait return.</summary>
    public void Wake()
    {
        Interlocked.Exchange(ref _woken, 1);
        _wait.Signal();
    }

    /// <summary>Reader: waits until there is something to do.</summary>
    public RingWait Wait()
    {
        _wait.Wait(this);
        if (HasNext())
        {
            return RingWait.Available;
        }

        return Interlocked.Exchange(ref _woken, 0) != 0 || !IsDrained ? RingWait.Woken : RingWait.Drained;
    }

    /// <summary>Reader: the published slots from <paramref name="first"/> on, as far as they are neighbours in memory; empty if
    /// none. They are the reader's, and may be changed, until <see cref="Release"/>.</summary>
    public Span<Input> Read(out long first)
    {
        while (HasNextAfter(_ready, out var end))
        {
            _ready = end;
        }

        first = _next;
        var start = (int)_next & _mask;
        var count = (int)Math.Min(_ready - _next + 1, _slots.Length - start);
        return _slots.AsSpan(start, count);
    }

    /// <summary>Reader: gives the next <paramref name="count"/> slots back to the producers, without keeping their references
    /// alive.</summary>
    public void Release(int count)
    {
        for (var i = 0; i < count; i++)
        {
            ref var slot = ref _slots[(int)(_next + i) & _mask];
            if (slot.Reference is not null)
            {
                slot.Reference = null;
            }
        }

        _next += count;
        _consumed.Write(_next - 1);

        // Pairs with the fence in ClaimWaiting: either the producer sees the room, or the reader sees who wants it.
        Interlocked.MemoryBarrier();
        if (_wanted.Read() <= _next - 1)
        {
            lock (_room)
            {
                Monitor.PulseAll(_room);
            }
        }
    }

    internal ref Input Slot(long sequence) => ref _slots[(int)sequence & _mask];

    internal void Publish(long first, int count)
    {
        Interlocked.Exchange(ref _ends[(int)first & _mask], first + count - 1);
        _wait.Signal();
    }

    private bool HasNext() => _ready >= _next || HasNextAfter(_ready, out _);

    private bool HasNextAfter(long ready, out long end)
    {
        end = Volatile.Read(ref _ends[(int)(ready + 1) & _mask]);
        return end > ready;
    }

    private long Fill(long first, ReadOnlySpan<Input> inputs)
    {
        var start = (int)first & _mask;
        var head = Math.Min(inputs.Length, _slots.Length - start);
        inputs[..head].CopyTo(_slots.AsSpan(start));
        inputs[head..].CopyTo(_slots);
        Publish(first, inputs.Length);
        return first + inputs.Length - 1;
    }

    private long Claim(int count)
    {
        CheckLength(count);
        return Volatile.Read(ref _waiting) == 0 && TryClaim(count, out var first) ? first : ClaimWaiting(count);
    }

    private bool TryClaim(int count, out long first)
    {
        while (true)
        {
            var claimed = _claimed.Read();
            ObjectDisposedException.ThrowIf(claimed < 0, typeof(IInputs));
            first = claimed + 1;
            if (claimed + count - _consumed.Read() > _slots.Length)
            {
                return false;
            }

            if (_claimed.TryMove(claimed, claimed + count))
            {
                return true;
            }
        }
    }

    // Held in turn, so that a claim of many slots is not starved by claims of few.
    private long ClaimWaiting(int count)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            lock (_turn)
            {
                long first;
                if (TryClaim(count, out first))
                {
                    return first;
                }

                Interlocked.Increment(ref _blocked);
                while (!TryClaim(count, out first))
                {
                    WaitForRoom(count);
                }

                return first;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void WaitForRoom(int count)
    {
        lock (_room)
        {
            // A quarter of the ring at least: a producer that was woken for every few slots would cost a switch of threads each time.
            var wanted = Claimed + Math.Max(count, _slots.Length / 4) - _slots.Length;
            _wanted.Write(wanted);
            Interlocked.MemoryBarrier();
            while (_consumed.Read() < wanted && !IsClosed)
            {
                Monitor.Wait(_room);
            }

            _wanted.Write(long.MaxValue);
        }
    }

    private void CheckLength(int count)
    {
        if (count < 1 || count > MaxBatch)
        {
            throw new ArgumentException(
                $"A batch of {count} inputs does not fit: 1 to {MaxBatch} (half the ring); split it or raise the ring's size.");
        }
    }
}
