namespace EdgeCollector.Core.Oee;

/// <summary>The pieces of any window of one machine, by its pages. What it remembers follows from them.</summary>
/// <param name="newBranch">A tracker beside the machine's own.</param>
internal sealed class WindowPieces(Timeline timeline, MachineTracker tracker, Func<MachineTracker> newBranch)
{
    private readonly PieceTally _outside = new();

    // Of the hour and of the shift, which are asked for in turn.
    private readonly RunningPieces[] _running = [new(timeline), new(timeline)];
    private int _turn;
    private MachineTracker? _branch;

    /// <summary>Adds the pieces within (from, to]: whole pages by their sums, the two that a border cuts by folding them once
    /// more.</summary>
    public void Add(long from, long to, PieceTally into)
    {
        if (to >= timeline.LastTime)
        {
            var running = _running[0].From == from ? _running[0] : _running[1].From == from ? _running[1] : _running[_turn ^= 1];
            if (running.TryAdd(from, into))
            {
                return;
            }
        }

        for (var p = timeline.Count - 1; p >= 0 && timeline[p].End > from; p--)
        {
            var page = timeline[p];
            if (page.Sealed ? page.LastTime > from && page.LastTime <= to : page.Count > 0 && page.FirstTime > from && page.LastTime <= to)
            {
                into.Add(page.Tally);
            }
            else if (page.Count > 0 && page.FirstTime <= to && page.LastTime > from)
            {
                _branch ??= newBranch();
                _branch.Branch(page.Start, tracker.Intervals);
                foreach (ref readonly var fact in timeline.Facts(p))
                {
                    _branch.Fold(fact, fact.Time > from && fact.Time <= to ? into : _outside);
                }

                _outside.Clear();
            }
        }
    }

    /// <summary>Folds the facts within (from, to] once more for <paramref name="trace"/>.</summary>
    public void Explain(long from, long to, IFoldTrace trace)
    {
        var branch = newBranch();
        for (var p = 0; p < timeline.Count; p++)
        {
            var page = timeline[p];
            if (page.Count == 0 || page.FirstTime > to || page.LastTime <= from)
            {
                continue;
            }

            branch.Branch(page.Start, tracker.Intervals);
            foreach (ref readonly var fact in timeline.Facts(p))
            {
                branch.Trace = fact.Time > from && fact.Time <= to ? trace : null;
                branch.Trace?.Fact(fact);
                branch.Fold(fact, _outside);
            }

            _outside.Clear();
        }
    }
}
