namespace EdgeCollector.Demo;

/// <summary>A time in one state at one pace.</summary>
/// <param name="State">What the machine does.</param>
/// <param name="Duration">For how long, ms.</param>
/// <param name="Mode">1 Produce, 2 Maintenance.</param>
/// <param name="Cycle">ms a piece in Execute, else 0.</param>
/// <param name="StopReason">The PLC's code, 0 for none.</param>
/// <param name="IsStarved">Nothing comes from upstream.</param>
/// <param name="IsBlocked">Downstream takes nothing.</param>
internal readonly record struct FillerPhase(
    PackMlState State, int Duration, int Mode = 1, int Cycle = 0, int StopReason = 0, bool IsStarved = false, bool IsBlocked = false);

/// <summary>What happens to a filler: runs at changing pace; between them holds, waiting for the line, jams, stops and
/// maintenance.</summary>
internal sealed class FillerPlan(int seed)
{
    /// <summary>Stop codes of a jam at the infeed and at the capper.</summary>
    public const int InfeedJam = 1203, CapperJam = 1204;

    /// <summary>Stop code of an empty cap hopper, refilled by hand.</summary>
    public const int NoCaps = 1310;

    private readonly Random _random = new(seed ^ 0x5EED);
    private readonly Queue<FillerPhase> _ahead = new([Resetting, Starting]);

    private static FillerPhase Resetting => new(PackMlState.Resetting, 5_000);

    private static FillerPhase Starting => new(PackMlState.Starting, 8_000);

    /// <summary>The next phase; each follows the last without a gap.</summary>
    public FillerPhase Next()
    {
        if (_ahead.TryDequeue(out var phase)) return phase;

        switch (_random.NextDouble())
        {
            case < 0.25:
                break;
            case < 0.70:
                Then(new(PackMlState.Held, Seconds(5, 90)), new(PackMlState.Unholding, 2_000));
                break;
            case < 0.82:
                var starved = _random.NextDouble() < 0.6;
                Then(new FillerPhase(PackMlState.Suspended, Seconds(15, 150), IsStarved: starved, IsBlocked: !starved));
                break;
            case < 0.93:
                Jam(_random.NextDouble() < 0.6 ? InfeedJam : CapperJam);
                break;
            case < 0.985:
                Then(new(PackMlState.Stopped, Seconds(60, 240), StopReason: NoCaps), Resetting, Starting);
                break;
            default:
                Then(new(PackMlState.Stopped, Seconds(240, 480), Mode: 2), Resetting, Starting);
                break;
        }

        Then(Run());
        return _ahead.Dequeue();
    }

    private void Jam(int code)
    {
        // The code stands until the machine is started again: the restart belongs to the same stop.
        Then(
            new FillerPhase(PackMlState.Aborted, Seconds(40, 240), StopReason: code),
            new FillerPhase(PackMlState.Clearing, Seconds(10, 40), StopReason: code),
            new FillerPhase(PackMlState.Stopped, Seconds(5, 40), StopReason: code),
            Resetting with { StopReason = code },
            Starting);
    }

    /// <summary>A run of 30 s to 12 min, most of them short; one in five is slow.</summary>
    private FillerPhase Run()
    {
        var length = (int)Math.Clamp(-250_000 * Math.Log(1 - _random.NextDouble()), 30_000, 720_000);
        var cycle = _random.NextDouble() < 0.2 ? _random.Next(1750, 2050) : _random.Next(1505, 1590);
        return new(PackMlState.Execute, length, Cycle: cycle);
    }

    private void Then(params ReadOnlySpan<FillerPhase> phases)
    {
        foreach (var phase in phases)
        {
            _ahead.Enqueue(phase);
        }
    }

    private int Seconds(int from, int to) => _random.Next(from * 1000, (to * 1000) + 1);
}
