namespace EdgeCollector.Demo;

/// <summary>The two machines and their clock: an hour in the past at once, then as fast as the clock runs.</summary>
internal sealed class DemoMachines
{
    private static readonly TimeSpan StepEvery = TimeSpan.FromMilliseconds(20);
    private readonly ScaledTimeProvider _clock;
    private readonly FillerServer _server;
    private readonly SimulatedLines _lines;
    private readonly SimulatedFiller _filler;
    private readonly SimulatedPacker _packer;

    public DemoMachines(ScaledTimeProvider clock, FillerServer server, SimulatedLines lines, int seed, long start)
    {
        _clock = clock;
        _server = server;
        _lines = lines;
        _filler = new(seed, start);
        _packer = new(seed, start);
    }

    public Made Filler => _filler.Made;

    public Made Packer => _packer.Made;

    /// <summary>Lives up to <paramref name="until"/>; the changes also show at the server and on the lines.</summary>
    public (IReadOnlyList<FillerChange> Filler, IReadOnlyList<PackerEdge> Packer) Advance(long until)
    {
        var changes = _filler.Advance(until);
        var edges = _packer.Advance(until, changes);
        _server.Publish(changes);
        return (changes, edges);
    }

    /// <summary>Runs with the clock until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var steps = new PeriodicTimer(StepEvery, TimeProvider.System);
        try
        {
            while (await steps.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                _lines.Drive(Advance(_clock.GetUtcNow().ToUnixTimeMilliseconds()).Packer);
            }
        }
        catch (OperationCanceledException)
        {
            // The machines stand still from now on.
        }
    }
}
