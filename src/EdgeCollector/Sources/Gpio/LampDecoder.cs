namespace EdgeCollector.Sources.Gpio;

internal enum LampState
{
    /// <summary>Not decided since the lines were opened.</summary>
    Unknown,
    Off,
    On,
    Blinking,
}

/// <summary>One moment by both clocks, ns: differences are taken of the first, dates of the second.</summary>
internal readonly record struct Moment(long Monotonic, long Utc);

/// <summary>A lamp came into a state.</summary>
internal readonly record struct LampChange(LampState State, Moment At);

/// <summary>
/// Off, on or blinking, from a lamp's edges. Two changes within one blink time are blinking, dated back to the first of them; a level
/// that outlasts the blink time is steady, dated at its edge. So nothing is said before it is decided, and what is said depends on the
/// edges' times alone and not on when somebody asked. A value: a copy can be put back.
/// </summary>
internal struct LampDecoder(long blink)
{
    /// <summary>Changes that one call can give.</summary>
    public const int Most = 2;

    private LampState _told;
    private bool _begun;
    private bool _level;

    /// <summary>The present level is not decided yet; blinking never is, since it may end.</summary>
    private bool _waits;

    /// <summary>Since the lines were opened: edges before the first decision.</summary>
    private int _early;

    /// <summary>Where the undecided stretch began.</summary>
    private Moment _first;

    /// <summary>Where the present level began.</summary>
    private Moment _since;

    public readonly LampState Told => _told;

    /// <summary>A later moment than this decides; null: there is nothing to decide.</summary>
    public readonly long? Due => _begun && _waits ? _since.Monotonic + blink : null;

    /// <summary>A change that is told later is not dated before this (monotonic); <see cref="long.MaxValue"/>: nothing is
    /// undecided.</summary>
    public readonly long Undecided => !_begun || !_waits ? long.MaxValue
        : _told == LampState.Blinking ? _since.Monotonic : _first.Monotonic;

    /// <summary>The lines are open, or what came between is lost: all that is known is the level.</summary>
    public void Begin(bool level, Moment at) =>
        (_told, _begun, _level, _waits, _early, _first, _since) = (LampState.Unknown, true, level, true, 0, at, at);

    /// <summary>The lines are gone.</summary>
    public void End() => _begun = false;

    /// <returns>How many changes.</returns>
    public int Edge(bool level, Moment at, Span<LampChange> into)
    {
        if (!_begun || level == _level)
        {
            return 0;
        }

        var count = Advance(at.Monotonic, into);
        (_level, _since) = (level, at);
        if (!_waits)
        {
            (_waits, _first) = (true, at);
        }
        else if (_told == LampState.Unknown && _early++ == 0)
        {
            // The level at the opening is no change: it takes one more edge to say that it blinks.
            return count;
        }
        else if (_told != LampState.Blinking)
        {
            into[count++] = new(_told = LampState.Blinking, _first);
        }

        return count;
    }

    /// <summary>Every edge up to <paramref name="now"/> (monotonic ns) has been seen.</summary>
    /// <returns>How many changes.</returns>
    public int Advance(long now, Span<LampChange> into)
    {
        if (Due is not { } due || now <= due)
        {
            return 0;
        }

        var count = 0;
        if (_told == LampState.Unknown && _early > 0)
        {
            into[count++] = new(Steady(!_level), _first);
        }

        into[count++] = new(_told = Steady(_level), _since);
        _waits = false;
        return count;
    }

    private static LampState Steady(bool level) => level ? LampState.On : LampState.Off;
}
