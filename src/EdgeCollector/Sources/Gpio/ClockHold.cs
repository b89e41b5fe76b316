using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// The door for a board's inputs while the wall clock is not right yet: a box without a clock of its own wakes up at the time of its last
/// stop, or in 1970, and learns what time it is a little later. Until then inputs wait here, and are stamped anew by the monotonic clock,
/// which has run since the boot. Waiting is memory that a power cut takes, so it ends: at the latest so long after the boot, or when it is
/// full; what goes then bears the time there is. All that waited is flagged <c>clock</c>. One thread.
/// </summary>
/// <param name="trust">Whether the wall clock can be believed.</param>
internal sealed class ClockHold(IInputs inputs, TimeProvider time, OwnClock clock, ClockTrust trust) : IInputs
{
    /// <summary>Inputs that wait at most: 4.5 MB.</summary>
    public const int Most = 65_536;

    private const int Chunk = 1024;
    private const long AskEvery = 200_000_000;
    private readonly List<Input> _held = [];
    private bool _open = trust.IsRight() || time.MonotonicNanoseconds() >= trust.Until;
    private long _askedAt = time.MonotonicNanoseconds();

    /// <summary>Nothing waits, and nothing will.</summary>
    public bool IsOpen => _open && _held.Count == 0;

    /// <inheritdoc/>
    /// <param name="last">0 where they wait.</param>
    public bool TrySubmit(ReadOnlySpan<Input> some, out long last)
    {
        last = 0;
        if (!_open && _held.Count + some.Length > Most)
        {
            Open(rightly: false);
        }

        if (_open)
        {
            return TryEmpty() && inputs.TrySubmit(some, out last);
        }

        _held.AddRange(some);
        return true;
    }

    /// <summary>What waited goes first.</summary>
    public long Submit(ReadOnlySpan<Input> some)
    {
        Look(final: true);
        for (var at = 0; at < _held.Count; at += Chunk)
        {
            inputs.Submit(Held(at));
        }

        _held.Clear();
        return inputs.Submit(some);
    }

    /// <summary>Now and then: lets go of what waits once the clock is right, or has had its time.</summary>
    public void Step()
    {
        if (!IsOpen)
        {
            Look(final: false);
            TryEmpty();
        }
    }

    private void Look(bool final)
    {
        var now = time.MonotonicNanoseconds();
        if (_open || (!final && now - _askedAt < AskEvery))
        {
            return;
        }

        _askedAt = now;
        if (trust.IsRight())
        {
            Open(rightly: true);
        }
        else if (final || now >= trust.Until)
        {
            Open(rightly: false);
        }
    }

    private void Open(bool rightly)
    {
        _open = true;
        clock.Follow();
        for (var i = 0; i < _held.Count; i++)
        {
            var input = _held[i];
            input.Flags |= InputFlags.Clock;
            if (rightly)
            {
                // Each by what it was stamped with: the clock may have been set while it waited.
                var shift = clock.Utc(input.MonotonicTime) - input.ReceiveTime;
                input.SourceTime += shift;
                input.ReceiveTime += shift;
                input.Bits += input.Kind == InputKind.Gap ? shift : 0;
            }

            _held[i] = input;
        }
    }

    private bool TryEmpty()
    {
        while (_open && _held.Count > 0)
        {
            var some = Held(0);
            if (!inputs.TrySubmit(some, out _)) return false;
            _held.RemoveRange(0, some.Length);
        }

        return true;
    }

    private ReadOnlySpan<Input> Held(int at) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_held)[at..Math.Min(_held.Count, at + Chunk)];
}

/// <param name="IsRight">Whether the kernel's clock has been set by a time server, or never needs to be.</param>
/// <param name="Wait">So long after the boot its answer is waited for.</param>
internal sealed record ClockTrust(Func<bool> IsRight, TimeSpan Wait)
{
    public static ClockTrust Always { get; } = new(static () => true, TimeSpan.Zero);

    /// <summary>On the monotonic clock, which begins with the boot (ns).</summary>
    public long Until => Wait.Ticks * 100;
}
