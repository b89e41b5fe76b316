using EdgeCollector.Interop.Tests.Peers;

namespace EdgeCollector.Interop.Tests.EndToEnd;

/// <summary>Sums over the peer's own log of states, to the millisecond that it keeps.</summary>
internal static class PeerLog
{
    public const int Suspended = 5;
    public const int Execute = 6;
    public const int Held = 11;

    public static decimal Seconds(this PeerMade made, int state, DateTimeOffset from, DateTimeOffset to)
    {
        var ends = made.States.Skip(1).Select(next => next.T).Append(DateTimeOffset.MaxValue);
        return made.States.Zip(ends)
            .Where(pair => pair.First.State == state)
            .Select(pair => (From: Max(pair.First.T, from), To: Min(pair.Second, to)))
            .Where(part => part.To > part.From)
            .Sum(part => (decimal)(part.To - part.From).TotalMilliseconds) / 1000;
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
