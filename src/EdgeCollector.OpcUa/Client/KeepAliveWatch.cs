namespace EdgeCollector.OpcUa.Client;

/// <summary>
/// Finds out that a server fell silent: three keep-alive intervals without any Publish response. Counts only while a request
/// lies at the server; without one it cannot speak. Pure but for the clock it is given; thread-safe.
/// </summary>
internal sealed class KeepAliveWatch(TimeSpan interval, TimeProvider time)
{
    /// <summary>Keep-alives which may be missed.</summary>
    public const int Missed = 3;

    private long _since = time.GetTimestamp();

    /// <summary>Silence after which the connection counts as lost: the missed intervals and a second for the way.</summary>
    public TimeSpan Limit { get; } = (Missed * interval) + TimeSpan.FromSeconds(1);

    /// <summary>Something came, or a request went out after none was there.</summary>
    public void Touch() => Volatile.Write(ref _since, time.GetTimestamp());

    /// <summary>Whether the silence is too long.</summary>
    public bool IsLost => time.GetElapsedTime(Volatile.Read(ref _since)) > Limit;
}
