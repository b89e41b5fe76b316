namespace EdgeCollector.OpcUa.Client;

/// <summary>
/// How long to wait before the next attempt: doubling with jitter, so that many collectors do not come back at once. Pure.
/// </summary>
/// <param name="random">Gives numbers from 0 to 1; a test gives fixed ones.</param>
internal sealed class Backoff(Func<double> random)
{
    /// <summary>Before the first retry.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait for a server that does not answer: it is found again within 5 s and a connection's time.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The wait after a refusal which somebody has to mend, such as a wrong password: soon enough, yet no account gets locked quickly.
    /// </summary>
    public static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(30);

    /// <summary>A connection which held for this long makes the next wait short again.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private int _failures;

    /// <summary>The next wait: 75 to 100 % of 0.5, 1, 2, 4, 5, 5 s.</summary>
    public TimeSpan Next(Failure failure)
    {
        if (failure == Failure.Refused) return AfterRefusal;
        if (failure == Failure.NeedsTrust) return Longest;

        var full = First * (1 << Math.Min(_failures++, 10));
        return (full < Longest ? full : Longest) * (0.75 + (0.25 * random()));
    }

    /// <summary>Told how long a connection held.</summary>
    public void Held(TimeSpan duration)
    {
        if (duration >= Settled) _failures = 0;
    }
}
