using System.Runtime.InteropServices;
using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// A door before the door: levels of lamps come in, decided operands go on with the time of the edge that made them; all else passes. So
/// the journal holds what a lamp was, and never a blink. A lamp that nothing is known of is Bad. Safe for many threads.
/// </summary>
internal sealed class StackLightInputs : IInputs, IDisposable
{
    /// <summary>An edge is here this long after it happened, ns: what is not here by then did not happen.</summary>
    private const long Arrival = 200_000_000;

    private const long NanosecondsPerTick = 100;
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);
    private readonly Lock _lock = new();
    private readonly IInputs _inner;
    private readonly IReadOnlyList<StackLamp> _lamps;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly StackLights _lights;
    private readonly List<Input> _out = [];
    private readonly List<OperandChange> _changes = [];
    private bool _refused;

    public StackLightInputs(IInputs inner, IReadOnlyList<StackLamp> lamps, TimeProvider time)
    {
        (_inner, _lamps, _lights, _time) = (inner, lamps, new StackLights(lamps), time);
        _timer = time.CreateTimer(
            static door => ((StackLightInputs)door!).Decide(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private ReadOnlySpan<Input> Out => CollectionsMarshal.AsSpan(_out);

    /// <inheritdoc/>
    public long Submit(ReadOnlySpan<Input> inputs)
    {
        lock (_lock)
        {
            Translate(inputs);
            var last = _out.Count == 0 ? 0 : _inner.Submit(Out);
            Accepted();
            return last;
        }
    }

    /// <inheritdoc/>
    public bool TrySubmit(ReadOnlySpan<Input> inputs, out long last)
    {
        lock (_lock)
        {
            _lights.Save();
            Translate(inputs);
            last = 0;
            if (_out.Count > 0 && !_inner.TrySubmit(Out, out last))
            {
                // The source comes again with the same edges: until then nothing may be decided without them.
                _lights.Restore();
                _refused = true;
                return false;
            }

            Accepted();
            return true;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Accepted()
    {
        _refused = false;
        Arm();
    }

    private void Decide()
    {
        lock (_lock)
        {
            if (_refused)
            {
                return;
            }

            _lights.Save();
            _out.Clear();
            var now = _time.MonotonicNanoseconds();
            _lights.Advance(now - Arrival, _changes);
            Tell(_time.UtcNanoseconds(), now);
            try
            {
                if (_out.Count > 0 && !_inner.TrySubmit(Out, out _))
                {
                    _lights.Restore();
                    _timer.Change(Again, Timeout.InfiniteTimeSpan);
                    return;
                }
            }
            catch (ObjectDisposedException)
            {
                // The core has stopped: there is nobody left to tell.
                return;
            }

            Arm();
        }
    }

    private void Arm()
    {
        // One tick more: the decision is for a later moment than the one that is due.
        var wait = _lights.Due is var due && due == long.MaxValue ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromTicks((Math.Max(0, due + Arrival - _time.MonotonicNanoseconds()) / NanosecondsPerTick) + 1);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void Translate(ReadOnlySpan<Input> inputs)
    {
        _out.Clear();
        foreach (ref readonly var input in inputs)
        {
            var lamp = input.Kind == InputKind.Sample ? _lights.IndexOf(input.Id) : -1;
            if (lamp >= 0)
            {
                Level(lamp, input);
                continue;
            }

            if (input is { Kind: InputKind.Communication, Bits: 0 })
            {
                _lights.End(input.Id, _changes);
                Tell(input.ReceiveTime, input.MonotonicTime);
            }

            _out.Add(input);
        }
    }

    private void Level(int lamp, in Input input)
    {
        var level = input.Bits != 0;
        var at = new Moment(input.MonotonicTime - (input.ReceiveTime - input.SourceTime), input.SourceTime);
        if ((input.Flags & (InputFlags.Initial | InputFlags.Estimated)) == 0)
        {
            _lights.Edge(lamp, level, at, _changes);
            Tell(input.ReceiveTime, input.MonotonicTime);
            return;
        }

        // After an opening, or after edges that were lost or merged.
        _lights.Begin(lamp, level, at, _changes);
        Tell(input.ReceiveTime, input.MonotonicTime);
        _out.Add(input with { Id = _lamps[lamp].Blinks.Id, Quality = Quality.Bad, Bits = 0 });
        _out.Add(input with { Id = _lamps[lamp].Lit.Id, Quality = Quality.Bad, Bits = 0 });
    }

    private void Tell(long utc, long monotonic)
    {
        foreach (var change in _changes)
        {
            _out.Add(new Input
            {
                Kind = InputKind.Sample,
                ValueKind = ValueKind.Boolean,
                Id = change.Signal.Id,
                Bits = change.Value ? 1 : 0,
                SourceTime = change.At.Utc,
                ReceiveTime = utc,
                MonotonicTime = monotonic,
            });
        }

        _changes.Clear();
    }
}
