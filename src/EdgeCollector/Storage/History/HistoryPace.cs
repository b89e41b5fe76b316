using EdgeCollector.Core.Oee;

namespace EdgeCollector.Storage.History;

/// <summary>
/// When facts become rows. Each transaction costs the card some ten pages however little is in it, so only what people wait for is written at
/// once, and a machine that stops all the time soon has to wait with the rest: a transaction a second was 2 GB a day.
/// </summary>
/// <param name="calm">Longest time that a fact waits.</param>
internal sealed class HistoryPace(TimeProvider time, TimeSpan calm)
{
    /// <summary>Urgent facts that are written at once, in a row.</summary>
    private const int Burst = 5;

    /// <summary>Facts that come together are written together.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(250);

    /// <summary>Until there may be one more of <see cref="Burst"/>.</summary>
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(60);

    private double _tokens = Burst;
    private long _refilled = time.GetTimestamp();
    private long? _waitingSince;

    /// <summary>Whether what has come is to be written now.</summary>
    /// <param name="isFull">More do not fit into a transaction.</param>
    public bool IsDue(IReadOnlyList<Stored<Fact>> facts, bool isFull)
    {
        var now = time.GetTimestamp();
        _waitingSince ??= now;
        if (!isFull && time.GetElapsedTime(_waitingSince.Value, now) + Gather < calm && !(facts.Any(f => IsUrgent(f.Fact)) && TryTakeToken(now)))
        {
            return false;
        }

        _waitingSince = null;
        return true;
    }

    /// <summary>Counts, states and running windows are seen live; the history follows.</summary>
    private static bool IsUrgent(Fact fact) =>
        fact is GapFact or StopFact { Minor: false } or OeeRecord { Status: not RecordStatus.Live };

    private bool TryTakeToken(long now)
    {
        _tokens = Math.Min(Burst, _tokens + (time.GetElapsedTime(_refilled, now) / Refill));
        _refilled = now;
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }
}
