namespace EdgeCollector.Core.Ring;

/// <summary>What a waiting thread waits for.</summary>
internal interface IReady
{
    bool IsReady { get; }
}

/// <summary>
/// How the one reader waits: it spins a little while work keeps coming, and parks when it does not. The number of spins adapts, so an
/// idle ring (one tick a second) costs no processor time and a busy one no system call per batch.
/// </summary>
internal sealed class WaitStrategy
{
    private const int MinSpins = 2;

    private readonly int _maxSpins;
    private readonly object _lock = new();
    private int _parked;
    private int _spins = MinSpins;

    /// <param name="maxSpins">Rounds of looking before parking, under a microsecond each, so that all of them cost about what a wake-up
    /// does; 0 on a single processor, where spinning only delays the producer.</param>
    public WaitStrategy(int? maxSpins = null) => _maxSpins = maxSpins ?? (Environment.ProcessorCount > 1 ? 32 : 0);

    /// <summary>True while the reader sleeps in the operating system.</summary>
    public bool IsParked => Volatile.Read(ref _parked) != 0;

    /// <summary>How often it went to sleep.</summary>
    public long Parks { get; private set; }

    /// <summary>Returns when <paramref name="work"/> is ready. The reader's thread only.</summary>
    public void Wait(IReady work)
    {
        for (var i = 0; i < _spins && i < _maxSpins; i++)
        {
            if (work.IsReady)
            {
                _spins = Math.Min(_spins * 2, Math.Max(_maxSpins, MinSpins));
                return;
            }

            Thread.SpinWait(20);
        }

        if (work.IsReady)
        {
            return;
        }

        _spins = Math.Max(_spins / 2, MinSpins);
        lock (_lock)
        {
            Parks++;
            Volatile.Write(ref _parked, 1);

            // Pairs with the full fence before Signal: either the producer sees the reader parked, or the reader sees the work.
            Interlocked.MemoryBarrier();
            while (!work.IsReady)
            {
                Monitor.Wait(_lock);
            }

            Volatile.Write(ref _parked, 0);
        }
    }

    /// <summary>Call after a full fence that follows whatever made the work ready.</summary>
    public void Signal()
    {
        if (Volatile.Read(ref _parked) == 0)
        {
            return;
        }

        lock (_lock)
        {
            Monitor.Pulse(_lock);
        }
    }
}
