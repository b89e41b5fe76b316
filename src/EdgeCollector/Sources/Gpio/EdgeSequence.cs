namespace EdgeCollector.Sources.Gpio;

/// <summary>Edges that nobody saw.</summary>
/// <param name="Count">At least 1.</param>
/// <param name="From">The last edge before them, or the moment the lines were opened (monotonic ns).</param>
/// <param name="To">The first edge after them.</param>
internal readonly record struct EdgeLoss(int Count, long From, long To);

/// <summary>
/// Finds the numbers missing in the edges of one request. The kernel numbers an edge in its interrupt and queues it from a thread of
/// its line, so edges of two lines may come in swapped: a missing number is a loss only when it has not come by the time
/// <see cref="TryTake"/> is asked.
/// </summary>
/// <param name="opened">When counting began (monotonic ns).</param>
/// <param name="last">The number before the first: 0 with a new request, so that a lost first edge is seen.</param>
internal sealed class EdgeSequence(long opened, uint last = 0)
{
    private uint _last = last;
    private long _lastTime = opened;
    private long _from;
    private long _to;
    private int _missing;

    /// <summary>Numbers are missing so far.</summary>
    public bool Open => _missing > 0;

    public void Accept(uint number, long time)
    {
        var ahead = unchecked((int)(number - _last - 1));
        if (ahead < 0)
        {
            _missing = Math.Max(0, _missing - 1);
            return;
        }

        if (ahead > 0)
        {
            _from = _missing == 0 ? _lastTime : _from;
            _to = time;
            _missing += ahead;
        }

        _last = number;
        _lastTime = time;
    }

    /// <summary>Settles what is missing as lost.</summary>
    public bool TryTake(out EdgeLoss loss)
    {
        loss = new(_missing, Math.Min(_from, _to), _to);
        _missing = 0;
        return loss.Count > 0;
    }
}
