using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Core.Oee;

/// <summary>Whose times hold (option <c>clock</c>).</summary>
public enum ClockMode : byte
{
    /// <summary>The source's, minus its measured offset where that is above 2 s.</summary>
    Auto = 0,

    /// <summary>The source's, as sent.</summary>
    Source = 1,

    /// <summary>The collector's.</summary>
    Receive = 2,
}

/// <summary>
/// Turns the times of one source into ours (oee-reference.md 10). The offset is the source's own clock minus the collector's, measured at
/// connect and every minute. Only a server's current time is measured: its time stamps share its error and prove nothing.
/// </summary>
public sealed class SourceClock(ClockMode mode)
{
    /// <summary>Offsets up to this are the network's and polling's, not the clock's.</summary>
    public const long Tolerance = 2 * Second;

    /// <summary>A corrected time that lies further ahead than this is unusable.</summary>
    public const long MaxAhead = 5 * Second;

    private const long Second = 1_000_000_000;

    /// <summary>OPC UA's zero is 1601, an unset clock begins at 1970: both lie before this (1971-01-01), ns UTC.</summary>
    private const long FirstUsable = 31_536_000 * Second;

    private bool _measured;

    /// <summary>Source's clock minus ours, ns; positive: the source is ahead. 0 until measured.</summary>
    public long Offset { get; private set; }

    /// <summary>True while times are being corrected.</summary>
    public bool IsCorrecting => mode == ClockMode.Auto && Math.Abs(Offset) > Tolerance;

    /// <summary>The source's current time, read between two readings of our clock or just now (ns UTC).</summary>
    public void Measure(long sourceNow, long collectorNow) => (Offset, _measured) = (sourceNow - collectorNow, true);

    /// <summary>Our own clock was set ahead since (ns): the source is that much less ahead of it, before it is measured again.</summary>
    public void SetAhead(long skipped) => Offset -= _measured ? skipped : 0;

    /// <summary>The time that holds for a value, and whether it is to be flagged <see cref="InputFlags.Clock"/>.</summary>
    /// <param name="sourceTime">As sent, ns UTC; 0 or less where the source gave none.</param>
    /// <param name="receiveTime">When we got it, ns UTC.</param>
    public long Correct(long sourceTime, long receiveTime, out InputFlags flags)
    {
        flags = InputFlags.None;
        if (mode == ClockMode.Receive)
        {
            return receiveTime;
        }

        if (sourceTime < FirstUsable)
        {
            flags = InputFlags.Clock;
            return receiveTime;
        }

        if (IsCorrecting)
        {
            flags = InputFlags.Clock;
            sourceTime -= Offset;
        }

        if (sourceTime - receiveTime > MaxAhead)
        {
            flags = InputFlags.Clock;
            return receiveTime;
        }

        return sourceTime;
    }
}
