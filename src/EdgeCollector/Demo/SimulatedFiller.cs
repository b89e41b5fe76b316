namespace EdgeCollector.Demo;

/// <summary>
/// A filler with an ideal cycle of 1.5 s, as a chain of events in event time: pieces, temperatures and the ends of phases. Each event draws
/// its successor from the seed, so a seed makes one history, however finely it is advanced. OEE comes to about 70 to 75 %.
/// </summary>
/// <param name="seed">Chooses the history.</param>
/// <param name="start">Its beginning, ms UTC.</param>
internal sealed class SimulatedFiller(int seed, long start)
{
    /// <summary>ms a piece at full speed.</summary>
    public const int IdealCycle = 1500;

    private const int TemperatureEvery = 10_000;
    private const double Setpoint = 72;
    private readonly long _start = start;
    private readonly Random _random = new(seed);
    private readonly FillerPlan _plan = new(seed);
    private readonly List<FillerChange> _changes = [];
    private FillerPhase _phase;
    private long _phaseEnds = start;
    private long _nextPiece = long.MaxValue;
    private long _nextTemperature = start;
    private double _temperature = Setpoint;
    private int _suspect;
    private bool _begun;

    /// <summary>What has really been made up to the last <see cref="Advance"/>.</summary>
    public Made Made { get; private set; }

    public PackMlState State => _phase.State;

    /// <summary>Lives up to and including <paramref name="until"/> (ms UTC); every change since the last call, in order.</summary>
    public IReadOnlyList<FillerChange> Advance(long until)
    {
        _changes.Clear();
        if (!_begun && until >= _start) Begin();
        while (true)
        {
            // At the same moment the piece is finished before the machine stops.
            var at = Math.Min(_nextPiece, Math.Min(_phaseEnds, _nextTemperature));
            if (at > until) break;
            if (at == _nextPiece) FinishPiece(at);
            else if (at == _phaseEnds) Enter(_plan.Next(), at);
            else MeasureTemperature(at);
        }

        return [.. _changes];
    }

    private void Begin()
    {
        _begun = true;
        foreach (var signal in Enum.GetValues<FillerSignal>())
        {
            // The others begin with their own first event, at the same moment.
            if (signal is not (FillerSignal.State or FillerSignal.Mode or FillerSignal.Temperature)) Report(_start, signal, 0);
        }
    }

    private void Enter(FillerPhase next, long at)
    {
        var last = _phase;
        _phase = next;
        _phaseEnds = at + next.Duration;
        if (next.Mode != last.Mode) Report(at, FillerSignal.Mode, next.Mode);
        if (next.StopReason != last.StopReason) Report(at, FillerSignal.StopReason, next.StopReason);
        if (next.IsStarved != last.IsStarved) Report(at, FillerSignal.Starved, next.IsStarved ? 1 : 0);
        if (next.IsBlocked != last.IsBlocked) Report(at, FillerSignal.Blocked, next.IsBlocked ? 1 : 0);
        if (next.State != last.State) Report(at, FillerSignal.State, (int)next.State);
        if (next.Cycle != last.Cycle) Report(at, FillerSignal.Speed, next.Cycle == 0 ? 0 : Math.Round(60_000.0 / next.Cycle, 1));

        if (next.State != PackMlState.Execute) _nextPiece = long.MaxValue;
        else if (last.State != PackMlState.Execute) _nextPiece = at + next.Cycle;
        if (next.State == PackMlState.Aborted) _suspect = _random.Next(3, 9);
    }

    private void FinishPiece(long at)
    {
        _nextPiece = at + _phase.Cycle;

        // The first pieces after a jam are damaged more often.
        var isReject = _random.NextDouble() < (_suspect > 0 ? 0.4 : 0.015);
        if (_suspect > 0) _suspect--;
        Made = isReject ? Made with { Reject = Made.Reject + 1 } : Made with { Good = Made.Good + 1 };
        Report(at, FillerSignal.Processed, Made.Total);
        if (isReject) Report(at, FillerSignal.Reject, Made.Reject);
        else Report(at, FillerSignal.Good, Made.Good);
    }

    private void MeasureTemperature(long at)
    {
        _nextTemperature = at + TemperatureEvery;
        var target = _phase.State == PackMlState.Execute ? Setpoint : Setpoint - 3;
        _temperature += (0.05 * (target - _temperature)) + (0.2 * (_random.NextDouble() - 0.5));
        Report(at, FillerSignal.Temperature, Math.Round(_temperature, 2));
    }

    private void Report(long at, FillerSignal signal, double value) => _changes.Add(new(at, signal, value));
}
