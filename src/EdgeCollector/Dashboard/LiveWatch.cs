using EdgeCollector.Core.Live;

namespace EdgeCollector.Dashboard;

/// <summary>One picture and how old it is by this machine's clock; its own time is event time, which a demo runs faster.</summary>
/// <param name="Version">Rises with each new picture; 0: there is none yet.</param>
internal readonly record struct Picture(LiveSnapshot? Snapshot, long Version, TimeSpan Age);

/// <summary>
/// The pages' view of the core: asks it for snapshots only while somebody looks, and knows when the last new one came, since a core that
/// stands still must not look alive. Safe for many threads.
/// </summary>
internal sealed class LiveWatch(Func<LiveSnapshot?> current, Func<IDisposable> watch, TimeProvider time)
{
    /// <summary>Older than this a picture is not live (ux.md 2.3).</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private LiveSnapshot? _seen;
    private long _version;
    private long _changed;
    private int _watchers;

    public int Watchers => Volatile.Read(ref _watchers);

    /// <summary>Keeps the core making snapshots until disposed.</summary>
    public IDisposable Watch()
    {
        var lease = watch();
        Interlocked.Increment(ref _watchers);
        return new Lease(this, lease);
    }

    public Picture Look()
    {
        lock (_lock)
        {
            var snapshot = current();
            if (snapshot is not null && !ReferenceEquals(snapshot, _seen))
            {
                _seen = snapshot;
                _version++;
                _changed = time.GetTimestamp();
            }

            return new Picture(_seen, _version, _seen is null ? TimeSpan.MaxValue : time.GetElapsedTime(_changed));
        }
    }

    /// <summary>A picture that was made for this reader: with nobody watching before, what lies there is of any age, so the next one is
    /// waited for, at most 1.5 s. A picture whose age is beyond <see cref="StaleAfter"/> says that none came.</summary>
    public async Task<Picture> LookFreshAsync(CancellationToken cancellationToken)
    {
        var before = Look();
        if (Watchers > 0 && before.Age < StaleAfter)
        {
            return before;
        }

        using var lease = Watch();
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < FirstWait)
        {
            if (Look() is var picture && picture.Version != before.Version)
            {
                return picture;
            }

            await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
        }

        return Look() is var last && last.Version != before.Version ? last : before with { Age = TimeSpan.MaxValue };
    }

    private sealed class Lease(LiveWatch owner, IDisposable inner) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Interlocked.Decrement(ref owner._watchers);
                inner.Dispose();
            }
        }
    }
}
