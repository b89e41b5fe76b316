using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources;

/// <summary>
/// The box's monotonic time to UTC: of a kernel's edge, of an input's arrival. The two clocks are compared now and then; in between, and
/// while they agree to 1 ms, the difference stands, so that the time between two moments is the monotonic clock's. A wall clock that runs a
/// little faster or slower is followed. One that is set ahead is followed at once: <see cref="Refresh"/> says so, and the skipped time is
/// nobody's. One that is set back is not: time would be lived twice; it is <see cref="Behind"/> until it has caught up or is begun anew.
/// </summary>
internal sealed class OwnClock
{
    /// <summary>A larger difference is a clock that was set (ns).</summary>
    public const long Step = 500_000_000;

    private const long Agrees = 1_000_000;

    /// <summary>The thread was held between two readings (ns): such a comparison says nothing.</summary>
    private const long Useless = 500_000;

    private const int Readings = 3;
    private readonly TimeProvider _time;
    private long _difference;

    public OwnClock(TimeProvider time)
    {
        _time = time;
        _difference = Measure(out _);
    }

    /// <summary>The wall clock was set back and what is given is later than it.</summary>
    public bool Behind { get; private set; }

    public long Now => _time.MonotonicNanoseconds();

    public long UtcNow => Utc(Now);

    public long Utc(long monotonic) => monotonic + _difference;

    /// <summary>Compares the clocks.</summary>
    /// <returns>How far the wall clock was set ahead (ns); 0: it was not.</returns>
    public long Refresh()
    {
        var measured = Measure(out var uncertainty);
        var off = measured - _difference;
        if (uncertainty > Useless)
        {
            return 0;
        }

        Behind = off <= -Step;
        if (Behind || Math.Abs(off) < Agrees)
        {
            return 0;
        }

        _difference = measured;
        return off >= Step ? off : 0;
    }

    /// <summary>The wall clock as it is now, set back or not: nothing that was given has been used yet.</summary>
    public void Follow()
    {
        _difference = Measure(out _);
        Behind = false;
    }

    private long Measure(out long uncertainty)
    {
        var difference = 0L;
        uncertainty = long.MaxValue;
        for (var i = 0; i < Readings; i++)
        {
            var before = _time.MonotonicNanoseconds();
            var utc = _time.UtcNanoseconds();
            var took = _time.MonotonicNanoseconds() - before;
            if (took < uncertainty)
            {
                (uncertainty, difference) = (took, utc - before - (took / 2));
            }
        }

        return difference;
    }
}
