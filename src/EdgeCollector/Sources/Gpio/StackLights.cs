using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.Gpio;

/// <summary>A lamp of a machine's stack light and the two operands it becomes.</summary>
/// <param name="Lit">True while it is lit, steadily or blinking; the line's levels come in under this signal.</param>
/// <param name="Blinks">True while it blinks.</param>
/// <param name="Blink">Two changes within this time are blinking, ns.</param>
internal sealed record StackLamp(Signal Lit, Signal Blinks, long Blink);

/// <summary>What an operand became, and since when.</summary>
internal readonly record struct OperandChange(Signal Signal, bool Value, Moment At);

/// <summary>
/// The lamps of stack lights together. What one lamp did is told only when no other lamp of its machine can still be found to have done
/// something before it: so the operands of a machine come in the order of their dates. No clock, no I/O. One owner.
/// </summary>
internal sealed class StackLights
{
    private readonly IReadOnlyList<StackLamp> _lamps;
    private readonly LampDecoder[] _decoders;
    private readonly LampDecoder[] _savedDecoders;
    private readonly LampState[] _told;
    private readonly LampState[] _savedTold;
    private readonly List<(int Lamp, LampChange Change)> _held = [];
    private readonly List<(int Lamp, LampChange Change)> _savedHeld = [];

    public StackLights(IReadOnlyList<StackLamp> lamps)
    {
        _lamps = lamps;
        _decoders = [.. lamps.Select(lamp => new LampDecoder(lamp.Blink))];
        _savedDecoders = [.. _decoders];
        _told = new LampState[lamps.Count];
        _savedTold = new LampState[lamps.Count];
    }

    /// <summary>A later moment than this decides (monotonic); <see cref="long.MaxValue"/>: nothing is waited for.</summary>
    public long Due
    {
        get
        {
            var due = long.MaxValue;
            foreach (ref readonly var decoder in _decoders.AsSpan())
            {
                due = Math.Min(due, decoder.Due ?? long.MaxValue);
            }

            return due;
        }
    }

    /// <summary>The lamp whose levels come in under a signal; -1: none.</summary>
    public int IndexOf(int signal)
    {
        for (var i = 0; i < _lamps.Count; i++)
        {
            if (_lamps[i].Lit.Id == signal)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The lines of a machine are gone: what was decided is told.</summary>
    public void End(int machine, List<OperandChange> into)
    {
        for (var i = 0; i < _lamps.Count; i++)
        {
            if (_lamps[i].Lit.MachineId == machine)
            {
                _decoders[i].End();
            }
        }

        Release(into);
    }

    /// <summary>Nothing but the level is known; what was decided is told.</summary>
    public void Begin(int lamp, bool level, Moment at, List<OperandChange> into)
    {
        _decoders[lamp].End();
        Release(into);
        _held.RemoveAll(held => held.Lamp == lamp);
        _told[lamp] = LampState.Unknown;
        _decoders[lamp].Begin(level, at);
    }

    public void Edge(int lamp, bool level, Moment at, List<OperandChange> into)
    {
        Span<LampChange> changes = stackalloc LampChange[LampDecoder.Most];
        Hold(lamp, changes[.._decoders[lamp].Edge(level, at, changes)]);
        Release(into);
    }

    /// <summary>Every edge up to <paramref name="now"/> (monotonic ns) has been seen.</summary>
    public void Advance(long now, List<OperandChange> into)
    {
        Span<LampChange> changes = stackalloc LampChange[LampDecoder.Most];
        for (var i = 0; i < _lamps.Count; i++)
        {
            Hold(i, changes[.._decoders[i].Advance(now, changes)]);
        }

        Release(into);
    }

    /// <summary>For <see cref="Restore"/>: what was told may find no room.</summary>
    public void Save() => Copy(_decoders, _savedDecoders, _told, _savedTold, _held, _savedHeld);

    public void Restore() => Copy(_savedDecoders, _decoders, _savedTold, _told, _savedHeld, _held);

    private static void Copy(
        LampDecoder[] decoders, LampDecoder[] toDecoders, LampState[] told, LampState[] toTold, List<(int, LampChange)> held,
        List<(int, LampChange)> toHeld)
    {
        decoders.CopyTo(toDecoders, 0);
        told.CopyTo(toTold, 0);
        toHeld.Clear();
        toHeld.AddRange(held);
    }

    private void Hold(int lamp, ReadOnlySpan<LampChange> changes)
    {
        foreach (var change in changes)
        {
            // Behind those of the same moment.
            var at = _held.FindLastIndex(held => held.Change.At.Monotonic <= change.At.Monotonic);
            _held.Insert(at + 1, (lamp, change));
        }
    }

    private void Release(List<OperandChange> into)
    {
        for (var i = 0; i < _held.Count;)
        {
            var (lamp, change) = _held[i];
            if (change.At.Monotonic > UndecidedOf(_lamps[lamp].Lit.MachineId))
            {
                i++;
                continue;
            }

            _held.RemoveAt(i);
            Tell(lamp, change, into);
        }
    }

    private long UndecidedOf(int machine)
    {
        var earliest = long.MaxValue;
        for (var i = 0; i < _lamps.Count; i++)
        {
            earliest = _lamps[i].Lit.MachineId == machine ? Math.Min(earliest, _decoders[i].Undecided) : earliest;
        }

        return earliest;
    }

    /// <summary>In such an order that no rule over one state of the lamp sees a third one between two: blinking is set before lit and
    /// taken back after it.</summary>
    private void Tell(int lamp, LampChange change, List<OperandChange> into)
    {
        var (before, after) = (_told[lamp], change.State);
        var (lit, blinks) = (after != LampState.Off, after == LampState.Blinking);
        var tellLit = before == LampState.Unknown || lit != (before != LampState.Off);
        var tellBlinks = before == LampState.Unknown || blinks != (before == LampState.Blinking);
        _told[lamp] = after;
        if (tellBlinks && blinks) into.Add(new(_lamps[lamp].Blinks, blinks, change.At));
        if (tellLit) into.Add(new(_lamps[lamp].Lit, lit, change.At));
        if (tellBlinks && !blinks) into.Add(new(_lamps[lamp].Blinks, blinks, change.At));
    }
}
