namespace EdgeCollector.Core.Journal;

/// <summary>One lane: what is stored, and what only the broker has confirmed. The window locks.</summary>
internal sealed class DeliveryLane(long first)
{
    // Confirmations of one minute that follow each other are one entry: 24 h of them stay below 1,500.
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(1);

    private readonly List<Confirmed> _confirmed = [];

    public AckRanges Stored { get; } = new(first);

    /// <summary>Stored, or the broker has it and no bridge is to be waited for.</summary>
    public AckRanges Accepted { get; } = new(first);

    public IEnumerable<SequenceRange> PubAcked(long epoch) => _confirmed.Where(c => c.Epoch == epoch).Select(c => c.Range);

    public void AddStored(SequenceRange range)
    {
        Stored.Add(range);
        Accepted.Add(range);
    }

    public void AddPubAcked(long epoch, SequenceRange range, TimeProvider time)
    {
        Accepted.Add(range);
        var now = time.GetTimestamp();

        // Live and backlog take turns, on both of which one follows the other.
        var at = _confirmed.FindLastIndex(c => c.Epoch == epoch && c.Range.Last + 1 == range.First);
        if (at >= 0 && time.GetElapsedTime(_confirmed[at].Begun, now) < Together)
        {
            _confirmed[at] = _confirmed[at] with { Range = _confirmed[at].Range with { Last = range.Last }, At = now };
        }
        else
        {
            _confirmed.Add(new Confirmed(epoch, range, now, now));
        }
    }

    /// <summary>The next range whose window is over.</summary>
    public bool TryExpire(TimeProvider time, TimeSpan window, out SequenceRange range)
    {
        range = default;
        if (_confirmed.Count == 0 || time.GetElapsedTime(_confirmed[0].At) < window)
        {
            return false;
        }

        range = _confirmed[0].Range;
        _confirmed.RemoveAt(0);
        return true;
    }

    private readonly record struct Confirmed(long Epoch, SequenceRange Range, long Begun, long At);
}
