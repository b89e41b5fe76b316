namespace EdgeCollector.Demo;

/// <summary>
/// A packer with an ideal cycle of 1.8 s and nothing but contacts: run, starved, and a pulse a pack. It follows the filler loosely: its
/// infeed runs empty when the filler stands for two minutes. Exact in event time and the same for a seed, as <see cref="SimulatedFiller"/>.
/// </summary>
/// <param name="seed">Chooses the history.</param>
/// <param name="start">Its beginning, ms UTC.</param>
internal sealed class SimulatedPacker(int seed, long start)
{
    /// <summary>ms a pack at full speed.</summary>
    public const int IdealCycle = 1800;

    /// <summary>ms that a pulse is high.</summary>
    public const int PulseWidth = 100;

    private const int BufferLasts = 120_000;
    private const int RefillLasts = 20_000;
    private readonly long _start = start;
    private readonly Random _random = new(seed);
    private readonly List<PackerEdge> _edges = [];
    private readonly PackerTimes _times = new(start);
    private PackerLine _pulsing;
    private int _cycle;
    private bool _isOut;
    private bool _isStarved;
    private bool _isRunning;

    /// <summary>What has really been made up to the last <see cref="Advance"/>.</summary>
    public Made Made { get; private set; }

    /// <summary>Lives up to and including <paramref name="until"/> (ms UTC) and returns every edge since the last call, in order.</summary>
    /// <param name="until">ms UTC.</param>
    /// <param name="filler">What the filler did in that time; only its states matter.</param>
    public IReadOnlyList<PackerEdge> Advance(long until, IReadOnlyList<FillerChange> filler)
    {
        _edges.Clear();
        foreach (var change in filler)
        {
            if (change.Signal != FillerSignal.State) continue;

            // Events of the packer at the same moment come first, or the result would depend on where a step ends.
            Live(change.At);
            Follow((PackMlState)(int)change.Value, change.At);
        }

        Live(until);
        return [.. _edges];
    }

    private void Follow(PackMlState filler, long at)
    {
        if (filler == PackMlState.Execute)
        {
            _times.Empty = long.MaxValue;
            if (_isStarved) _times.Refilled = at + RefillLasts;
        }
        else
        {
            _times.Refilled = long.MaxValue;
            if (!_isStarved && _times.Empty == long.MaxValue) _times.Empty = at + BufferLasts;
        }
    }

    private void Live(long until)
    {
        for (var at = _times.First; at <= until; at = _times.First)
        {
            if (at == _times.PulseEnd) EndPulse(at);
            else if (at == _times.Pack) FinishPack(at);
            else if (at == _times.Change) BreakOrMend(at);
            else if (at == _times.Empty) SetStarved(true, at);
            else SetStarved(false, at);
        }
    }

    private void FinishPack(long at)
    {
        var isScrap = _random.NextDouble() < 0.012;
        Made = isScrap ? Made with { Reject = Made.Reject + 1 } : Made with { Good = Made.Good + 1 };
        _pulsing = isScrap ? PackerLine.Scrap : PackerLine.Good;
        Report(at, _pulsing, true);
        _times.PulseEnd = at + PulseWidth;
        _times.Pack = at + _cycle;
    }

    private void EndPulse(long at)
    {
        Report(at, _pulsing, false);
        _times.PulseEnd = long.MaxValue;
    }

    private void BreakOrMend(long at)
    {
        // The first change of all is the start.
        _isOut = at != _start && !_isOut;
        var isLong = _isOut && _random.NextDouble() < 0.12;
        _times.Change = at + (_isOut ? Seconds(isLong ? 120 : 8, isLong ? 420 : 60) : Seconds(60, 420));
        if (!_isOut) _cycle = _random.NextDouble() < 0.2 ? _random.Next(2050, 2400) : _random.Next(1810, 1900);
        Settle(at);
    }

    private void SetStarved(bool isStarved, long at)
    {
        _times.Empty = _times.Refilled = long.MaxValue;
        _isStarved = isStarved;
        Report(at, PackerLine.Starved, isStarved);
        Settle(at);
    }

    private void Settle(long at)
    {
        var runs = !_isOut && !_isStarved;
        if (runs == _isRunning) return;

        _isRunning = runs;
        Report(at, PackerLine.Run, runs);
        _times.Pack = runs ? at + _cycle : long.MaxValue;
    }

    private void Report(long at, PackerLine line, bool rising) => _edges.Add(new(at, line, rising));

    private int Seconds(int from, int to) => _random.Next(from * 1000, (to * 1000) + 1);

    /// <summary>When what happens next, ms UTC; long.MaxValue for never.</summary>
    private sealed class PackerTimes(long start)
    {
        public long Change { get; set; } = start;

        public long Pack { get; set; } = long.MaxValue;

        public long PulseEnd { get; set; } = long.MaxValue;

        public long Empty { get; set; } = long.MaxValue;

        public long Refilled { get; set; } = long.MaxValue;

        public long First => Math.Min(Math.Min(Change, Pack), Math.Min(PulseEnd, Math.Min(Empty, Refilled)));
    }
}
