using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// A machine on a chip: its inputs on their way to the ring, and how it is. What finds no room in the ring is merged into the next
/// sample's count and the merge is counted.
/// </summary>
/// <param name="lines">A line's number is its place among the machine's own.</param>
/// <param name="report">How the lines are, in one line; called again and again with the same words while a fault stands.</param>
internal sealed class GpioMachine(string name, int id, IReadOnlyList<GpioInput> lines, Action<GpioHealth, string> report)
{
    private readonly int _most = GpioSampler.Most(EdgeLoop.ReadAtMost, lines.Count);
    private readonly Input[] _pending = new Input[(2 * GpioSampler.Most(EdgeLoop.ReadAtMost, lines.Count)) + 1];
    private GpioSampler? _sampler;
    private int _count;
    private long _bounces;
    private long _recovered;
    private long _merged;
    private bool _missingTold;

    public string Name => name;

    public int Lines => lines.Count;

    /// <summary>Pulses rejected as bounces by <see cref="GpioInput.Spacing"/>.</summary>
    public long Bounces => Interlocked.Read(ref _bounces);

    /// <summary>Pulses whose edges were lost and that were counted by the line's own numbers.</summary>
    public long Recovered => Interlocked.Read(ref _recovered);

    /// <summary>Samples merged because the ring was full.</summary>
    public long Merged => Interlocked.Read(ref _merged);

    public void Report(GpioHealth health, string message) => report(health, message);

    /// <summary>Its lines are open, from number <paramref name="first"/> on.</summary>
    /// <exception cref="IOException">The chip is gone again: the machine was not there.</exception>
    public void Connected(IGpioLines chip, int first, OwnClock clock, long now)
    {
        var sampler = new GpioSampler(id, [.. lines.Select(line => line with { Line = line.Line + first })], chip, clock);
        _count = 0;
        _count = sampler.Connected(now, _pending);
        _sampler = sampler;
        _missingTold = false;
    }

    public void Take(in GpioEdge edge, long now)
    {
        var (bounces, recovered) = (_sampler!.Bounces, _sampler.Recovered);
        _count += _sampler.Sample(edge, now, Room);
        Interlocked.Add(ref _bounces, _sampler.Bounces - bounces);
        Interlocked.Add(ref _recovered, _sampler.Recovered - recovered);
    }

    public void Gap(in EdgeLoss loss, long now) => _count += _sampler!.Gap(loss, now, Room);

    /// <summary>The wall clock was set ahead: lost by the old time, back by the new one.</summary>
    public void SetAhead(long skipped, long now)
    {
        ref var lost = ref Room[0];
        lost = _sampler!.Lost(now, now);
        lost.SourceTime -= skipped;
        lost.ReceiveTime -= skipped;
        _count++;
        _count += _sampler.Connected(now, Room, InputFlags.Clock);
    }

    /// <summary>Hands over what it can; what is left is never so much that the next edges have no room.</summary>
    public void Submit(IInputs inputs)
    {
        if (_count == 0 || inputs.TrySubmit(_pending.AsSpan(0, _count), out _))
        {
            _count = 0;
            return;
        }

        for (var levels = 0; levels < 2 && _count > _most; levels++)
        {
            _count = SampleMerge.Merge(_pending.AsSpan(0, _count), levels == 1, out var merged);
            Interlocked.Add(ref _merged, merged);
        }
    }

    /// <summary>The lines are gone, or nobody reads them any more.</summary>
    /// <param name="wait">No edge can be missed any more, so this may wait for room.</param>
    public void Lost(IInputs inputs, long lastSeen, long now, bool wait)
    {
        if (_sampler is null)
        {
            return;
        }

        Room[0] = _sampler.Lost(lastSeen, now);
        _count++;
        _sampler = null;
        if (wait)
        {
            inputs.Submit(_pending.AsSpan(0, _count));
            _missingTold = true;
        }
        else
        {
            inputs.TrySubmit(_pending.AsSpan(0, _count), out _);
        }

        _count = 0;
    }

    /// <summary>A chip that was never there leaves no last proof of life: lost from now on. Told once; later, where there is no
    /// room.</summary>
    public void Missing(IInputs inputs, TimeProvider time) => _missingTold = _missingTold || inputs.TrySubmit(
        [new Input
        {
            Kind = InputKind.Communication,
            Id = id,
            SourceTime = time.UtcNanoseconds(),
            ReceiveTime = time.UtcNanoseconds(),
            MonotonicTime = time.MonotonicNanoseconds(),
        }], out _);

    private Span<Input> Room => _pending.AsSpan(_count);
}
