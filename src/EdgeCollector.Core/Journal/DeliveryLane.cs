namespace EdgeCollector.Core.Journal;

/// <summary>One lane of one epoch: what is stored, and what only the broker has confirmed. The window locks.</summary>
internal sealed class DeliveryLane(long first)
{
    // Confirmations of one minute that follow each other are one entry: 24 h of them stay below 1,500.
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(1);

    private readonly List<Confirmed> _confirmed = [];

    public AckRanges Stored { get; } = new(first);

    /// <summary>Stored, or the broker has it and no bridge is to be waited for.</summary>
    public AckRanges Accepted { get; } = new(first);

    public IEnumerable<SequenceRange> PubAcked => _confirmed.Select(c => c.Range);

    public void AddStored(SequenceRange range)
    {
        Stored.Add(range);
        Accepted.Add(range);
    }

    public void AddPubAcked(SequenceRange range, TimeProvider time)
    {
        Accepted.Add(range);
        var now = time.GetTimestamp();
        if (_confirmed.Count > 0 && _confirmed[^1] is var last && last.Range.Last + 1 == range.First
            && time.GetElapsedTime(last.Begun, now) < Together)
        {
            _confirmed[^1] = last with { Range = last.Range with { Last = range.Last }, At = now };
        }
        else
        {
            _confirmed.Add(new Confirmed(range, now, now));
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

    private readonly record struct Confirmed(SequenceRange Range, long Begun, long At);
}
