using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// Reads the edges of one request and hands each to its machine, on a thread of its own, until the lines are gone. It never waits for
/// the ring. Lost edges are a gap of every machine on the request, since a loss does not say whose it was; counted and reported.
/// </summary>
/// <param name="deadlines">The clock of reports; real where the demo's other clock runs faster.</param>
/// <param name="trust">Whether the wall clock can be believed; see <see cref="ClockHold"/>.</param>
internal sealed class EdgeLoop(
    IReadOnlyList<GpioMachine> machines, IGpioLines chip, TimeProvider time, TimeProvider deadlines, ClockTrust trust)
{
    public const int ReadAtMost = 64;

    /// <summary>Losses within this time are one gap (ns): each is committed at once, and an overload must not make the disk its next
    /// victim.</summary>
    private const long GapAtMost = 1_000_000_000;

    private const long CompareClocksEvery = 100_000_000;
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LossStandsFor = TimeSpan.FromMinutes(10);
    private readonly OwnClock _clock = new(time);
    private readonly int[] _owners = [.. machines.SelectMany((machine, i) => Enumerable.Repeat(i, machine.Lines))];
    private EdgeSequence? _sequence;
    private long _lastSeen;
    private long _compared;
    private long _gapSince = long.MaxValue;
    private long _lossAt;
    private long _lost;
    private bool _lossStands;

    /// <exception cref="IOException">The chip is gone; the machines are told.</exception>
    public void Run(IInputs inputs, CancellationToken cancellationToken)
    {
        Span<GpioEdge> edges = stackalloc GpioEdge[ReadAtMost];
        var door = new ClockHold(inputs, time, _clock, trust);
        try
        {
            Connect();
            while (!cancellationToken.IsCancellationRequested)
            {
                foreach (var machine in machines)
                {
                    machine.Submit(door);
                }

                door.Step();
                Take(edges[..chip.Read(edges, ReadTimeout)]);
            }

            End(door, wait: false);
        }
        catch (IOException)
        {
            End(door, wait: true);
            throw;
        }
    }

    private void Connect()
    {
        var now = _clock.Now;
        (_lastSeen, _compared) = (now, now);
        var first = 0;
        foreach (var machine in machines)
        {
            machine.Connected(chip, first, _clock, now);
            first += machine.Lines;
        }

        _sequence = new(now);
    }

    /// <summary>Edges in their order; none is a time-out, and a proof of life too.</summary>
    private void Take(ReadOnlySpan<GpioEdge> edges)
    {
        var now = _clock.Now;
        foreach (ref readonly var edge in edges)
        {
            _sequence!.Accept(edge.Sequence, edge.MonotonicTime);
            machines[_owners[edge.Line]].Take(edge, now);
        }

        if (now - _compared >= CompareClocksEvery)
        {
            CompareClocks(now);
        }

        _lastSeen = now;
        _gapSince = _sequence!.Open ? Math.Min(_gapSince, now) : long.MaxValue;
        if (_sequence.Open && (edges.IsEmpty || now - _gapSince >= GapAtMost))
        {
            Gap(now);
        }
        else
        {
            ReportLoss(0);
        }
    }

    /// <summary>The time that the wall clock skipped is Unknown: nobody lived it.</summary>
    private void CompareClocks(long now)
    {
        _compared = now;
        var skipped = _clock.Refresh();
        if (skipped == 0)
        {
            return;
        }

        foreach (var machine in machines)
        {
            machine.SetAhead(skipped, now);
        }
    }

    private void Gap(long now)
    {
        _gapSince = long.MaxValue;
        if (!_sequence!.TryTake(out var loss))
        {
            return;
        }

        foreach (var machine in machines)
        {
            machine.Gap(loss, now);
        }

        ReportLoss(loss.Count);
    }

    private void End(IInputs inputs, bool wait)
    {
        var now = _clock.Now;
        foreach (var machine in machines)
        {
            machine.Lost(inputs, _lastSeen, now, wait);
        }
    }

    private void ReportLoss(long lost)
    {
        if (lost > 0)
        {
            _lossAt = deadlines.GetTimestamp();
            _lossStands = true;
            _lost += lost;
            Report(GpioHealth.Failed, FormattableString.Invariant($"{_lost} edges lost: they came faster than they were read, ")
                + "times between them are unknown – debounce contacts that bounce, or give the processor less to do");
        }
        else if (_lossStands && deadlines.GetElapsedTime(_lossAt) >= LossStandsFor)
        {
            _lossStands = false;
            Report(GpioHealth.Ok, chip.Limits);
        }
    }

    private void Report(GpioHealth health, string message)
    {
        foreach (var machine in machines)
        {
            machine.Report(health, message);
        }
    }
}
