using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// Folds one machine's facts in time order into raw intervals and pieces. It only advances time and asks the parts: what a value means
/// (<see cref="MachineStateModel"/>), what a reading counts (<see cref="PartCounter"/>). Same facts, same result, however often a page is
/// folded again.
/// </summary>
internal sealed class MachineTracker(CalendarTimeline calendar, TextIds texts, IReadOnlyList<CompiledMachine> configurations)
{
    private const long InterlockGrace = 2_000;
    private const long MostMicro = 1_000_000_000 * PieceTally.PerPiece;
    private CompiledMachine _machine = configurations[0];

    public TrackerState State { get; } = new();

    public IntervalList Intervals { get; } = new();

    public CompiledMachine Machine => _machine;

    /// <summary>Told of every reading and every count: only while something is explained.</summary>
    public IFoldTrace? Trace { get; set; }

    /// <summary>Somebody has told of an order, at some time.</summary>
    public bool HasOrders { get; private set; }

    /// <summary>Start of the earliest interval that changed since the owner set it back.</summary>
    public long ChangedFrom { get; set; } = long.MaxValue;

    public void Begin(long time)
    {
        ref var core = ref State.Core;
        core = default;
        core.Reading.Category = Category.Unknown;
        core.LastPulse = long.MinValue;
        core.SuspendedSince = long.MinValue;
        core.LastStateTime = long.MinValue;
        core.UnknownEnd = long.MinValue;
        core.ProductSince = long.MinValue;
        core.IdealUntil = long.MinValue;
        Use(0);
        core.Product = core.ProductBefore = texts.Of(_machine.Definition.InitialProduct);
        Intervals.Last.Product = core.Product;
        ChangedFrom = time;
    }

    public void Save(TrackerState into)
    {
        State.Core.IntervalEnd = Intervals.End;
        State.Core.LastInterval = Intervals.Last;
        State.CopyTo(into);
    }

    public void Restore(TrackerState from)
    {
        from.CopyTo(State);
        Intervals.CutTo(State.Core.IntervalEnd, State.Core.LastInterval);
        Use(State.Core.Configuration);
        ChangedFrom = Math.Min(ChangedFrom, Intervals.Last.Start);
    }

    /// <summary>Begins at a page's start beside the machine's own tracker, whose intervals before that it looks back at.</summary>
    public void Branch(TrackerState from, IntervalList intervals)
    {
        from.CopyTo(State);
        Intervals.Branch(intervals, State.Core.IntervalEnd, State.Core.LastInterval);
        Use(State.Core.Configuration);
    }

    public void Export(RecordWriter w)
    {
        State.Export(w);
        Intervals.Export(w);
        w.Boolean(HasOrders);
        w.Int(ChangedFrom);
    }

    public void Import(ref RecordReader r)
    {
        State.Import(ref r);
        Intervals.Import(ref r);
        HasOrders = r.Boolean();
        ChangedFrom = r.Int();
        if (State.Core.Configuration >= configurations.Count)
        {
            r.Fail();
            return;
        }

        _machine = configurations[State.Core.Configuration];
    }

    /// <summary>The state from here to the next one changed its word: what the fold tells about a fact that was new.</summary>
    public bool Fold(in TimelineFact fact, PieceTally tally)
    {
        var before = State.Core.Reading;
        AdvanceTo(fact.Time);
        switch (fact.Kind)
        {
            case FactKind.Sample:
                Sample(fact, tally);
                break;
            case FactKind.Lost:
                State.Core.Blind = true;
                State.Core.Awaiting = true;
                SetReading(fact.Time, fact.Sequence);
                break;
            case FactKind.Restored:
                State.Core.Blind = false;
                if (_machine.HasPulseState)
                {
                    State.Core.LastPulse = fact.Time;
                    State.Core.LastPulseSequence = fact.Sequence;
                    State.Core.PulseRunning = true;
                }

                break;
            case FactKind.Product:
                SetProduct((int)fact.Value, fact.Time, fact.Sequence);
                break;
            case FactKind.Order:
                SetOrder((int)fact.Value, fact.Time, fact.Sequence);
                break;
            case FactKind.Pieces:
                Count((CounterRole)fact.Slot, fact.Value, fact.Time, fact.Time, tally);
                break;
            case FactKind.Configuration:
                Use((int)fact.Value);
                SetReading(fact.Time, fact.Sequence);
                break;
            default:
                break;
        }

        return !before.SameWord(State.Core.Reading);
    }

    /// <summary>When a silent pulse line becomes a stop; <see cref="long.MaxValue"/>: nothing is waited for.</summary>
    public long SilentAt => _machine.HasPulseState && State.Core is { PulseRunning: true, Blind: false }
        && State.Core.LastPulse != long.MinValue
        ? State.Core.LastPulse + _machine.StoppedAfter
        : long.MaxValue;

    /// <summary>Ideal cycle of the product that a piece at <paramref name="time"/> belongs to, ms; NaN: none.</summary>
    public double IdealAt(int product, long time) => _machine.IdealAt(product, time, out _);

    private void Use(int configuration)
    {
        _machine = configurations[configuration];
        State.Core.Configuration = configuration;
        State.Core.IdealUntil = long.MinValue;
        State.EnsureSlots(_machine.Signals.Length);
    }

    private void AdvanceTo(long time)
    {
        if (time < SilentAt)
        {
            return;
        }

        // Back-dated: the machine stood from the last piece + one ideal cycle on, not from the time-out (oee-reference.md 6).
        ref var core = ref State.Core;
        var ideal = _machine.IdealAt(core.Product, core.LastPulse, out _);
        core.PulseRunning = false;
        core.Awaiting = false;
        SetReading(core.LastPulse + (double.IsNaN(ideal) ? 0 : Math.Min((long)ideal, _machine.StoppedAfter)), core.LastPulseSequence);
    }

    private void Sample(in TimelineFact fact, PieceTally tally)
    {
        if (fact.Slot >= _machine.Signals.Length)
        {
            // Older than the configuration that brought its signal.
            return;
        }

        ref readonly var signal = ref _machine.Signals[fact.Slot];
        switch (signal.Role)
        {
            case >= SignalRole.Total and <= SignalRole.Rework:
                Flag(fact, tally);
                Piece(fact, signal, tally);
                break;
            case SignalRole.StopReason:
                if (fact.Quality == Quality.Good)
                {
                    State.Core.StopCode = fact.ValueKind == ValueKind.Text
                        ? (long.TryParse(texts[(int)fact.Value], out var code) ? code : 0)
                        : fact.ValueKind == ValueKind.Real ? (long)fact.AsDouble : fact.Value;
                    SetReading(fact.Time, fact.Sequence);
                }

                break;
            case SignalRole.Product when fact.Quality == Quality.Good:
                SetProduct(TextOf(fact), fact.Time, fact.Sequence);
                break;
            case SignalRole.Order when fact.Quality == Quality.Good:
                SetOrder(IsNumberZero(fact) ? texts.Of("") : TextOf(fact), fact.Time, fact.Sequence);
                break;
            case SignalRole.State or SignalRole.Mode or SignalRole.Run or SignalRole.Fault or SignalRole.Starved or SignalRole.Blocked
                or SignalRole.Operand:
                Flag(fact, tally);
                StateValue(fact, signal.Role);
                break;
            default:
                break;
        }
    }

    private static void Flag(in TimelineFact fact, PieceTally tally)
    {
        if ((fact.Flags & (InputFlags.Clock | InputFlags.Estimated)) != 0)
        {
            tally.Flags |= (fact.Flags & InputFlags.Clock) != 0 ? RecordFlags.Clock : 0;
            tally.Flags |= (fact.Flags & InputFlags.Estimated) != 0 ? RecordFlags.Estimated : 0;
        }
    }

    private int TextOf(in TimelineFact fact) => fact.ValueKind switch
    {
        ValueKind.Text => (int)fact.Value,
        ValueKind.Real => texts.Of(fact.AsDouble.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
        _ => texts.Of(fact.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    };

    private void StateValue(in TimelineFact fact, SignalRole role)
    {
        ref var core = ref State.Core;
        State.Values[fact.Slot] = new SignalValue { Bits = fact.Value, Kind = fact.ValueKind, Quality = fact.Quality };
        var makesState = role is SignalRole.State or SignalRole.Run or SignalRole.Fault or SignalRole.Operand;
        if (makesState)
        {
            core.Awaiting &= core.Blind || fact.Quality != Quality.Good;
            if ((fact.Flags & InputFlags.Overflow) != 0 && core.LastStateTime != long.MinValue && core.LastStateTime < fact.Time)
            {
                // Changes were lost: what held since the previous one is not known (packml.md 4).
                Append(Math.Max(core.LastStateTime, Intervals.Last.Start), fact.Sequence, new StateReading { Category = Category.Unknown });
                core.Reading = new StateReading { Category = Category.Unknown };
            }

            core.LastStateTime = fact.Time;
        }

        SetReading(fact.Time, fact.Sequence);
    }

    private void SetReading(long time, long sequence)
    {
        ref var core = ref State.Core;
        var reading = core.Awaiting ? new StateReading { Category = Category.Unknown } : MachineStateModel.Read(_machine, State, texts);
        var from = Math.Max(time, Intervals.Last.Start);
        if (!reading.Suspended)
        {
            core.SuspendedSince = long.MinValue;
        }
        else if (core.SuspendedSince == long.MinValue)
        {
            core.SuspendedSince = from;
        }
        else if (from - core.SuspendedSince <= InterlockGrace && reading.Category != core.Reading.Category)
        {
            // The cause of a suspension may come just after it: then it holds from the beginning (packml.md 1.3).
            from = Math.Max(core.SuspendedSince, Intervals.Last.Start);
        }

        Append(from, sequence, reading);
        core.Reading = reading;
    }

    private void Append(long from, long sequence, in StateReading reading)
    {
        ref var core = ref State.Core;
        var stop = Interval.IsStopCategory(reading.Category);
        var next = new Interval
        {
            Start = from,
            EpisodeStart = Interval.NoEpisode,
            Category = reading.Category,
            Unmapped = reading.Unmapped,
            Manual = reading.Manual,
            Name = reading.Name,
            StopCode = stop ? core.StopCode : 0,
            Product = core.Product,
            Order = core.Order,
            Configuration = core.Configuration,
        };
        if (Intervals.Last.SaysTheSame(next))
        {
            return;
        }

        ChangedFrom = Math.Min(ChangedFrom, from);
        core.LastStateTime = Math.Max(core.LastStateTime, from);
        if (Intervals.Last.Category == Category.Unknown)
        {
            core.UnknownEnd = Math.Max(core.UnknownEnd, calendar.PlannedEnd(Intervals.Last.Start, from));
        }

        if (Intervals.Last.Start == from && Intervals.End - Intervals.First > 1)
        {
            Intervals.RemoveLast();
            if (Intervals.Last.SaysTheSame(next))
            {
                return;
            }
        }

        if (stop)
        {
            ref readonly var last = ref Intervals.Last;
            next.EpisodeStart = last.IsStop ? last.EpisodeStart : from;
            next.OpenedBy = last.IsStop ? last.OpenedBy : sequence;
            next.AfterUnknown = last.IsStop ? last.AfterUnknown : last.Category == Category.Unknown;
        }

        Intervals.Append(next);
    }

    private void SetProduct(int product, long time, long sequence)
    {
        ref var core = ref State.Core;
        if (product == core.Product)
        {
            return;
        }

        if (time > core.ProductSince)
        {
            core.ProductBefore = core.Product;
            core.ProductSince = time;
        }

        core.Product = product;
        core.IdealUntil = long.MinValue;
        Append(Math.Max(time, Intervals.Last.Start), sequence, core.Reading);
    }

    /// <summary>An empty order is the order system's word that there is none (oee-reference.md 2, NoDemand).</summary>
    private void SetOrder(int order, long time, long sequence)
    {
        HasOrders = true;
        State.Core.Order = order;
        State.Core.NoOrder = texts[order].Length == 0;
        SetReading(time, sequence);
    }

    /// <summary>A PLC that counts its orders says "none" with 0.</summary>
    private static bool IsNumberZero(in TimelineFact fact) =>
        fact.ValueKind is not (ValueKind.Text or ValueKind.None) && fact.AsDouble == 0;

    private void Piece(in TimelineFact fact, in CompiledSignal signal, PieceTally tally)
    {
        if (fact.Quality != Quality.Good)
        {
            return;
        }

        ref var counter = ref State.Counters[fact.Slot];
        var restarted = (fact.Flags & InputFlags.AnnouncedReset) != 0;
        if (fact.ValueKind is ValueKind.None or ValueKind.Text)
        {
            counter.Restarted |= restarted;
            return;
        }

        CounterStep step;
        var before = counter;
        if (signal.Pulse)
        {
            var pieces = fact.ValueKind == ValueKind.Boolean ? (fact.IsTrue != signal.Invert ? 1 : 0) : Math.Max(0, fact.Value);
            // The first pulse stands for its own moment alone: in Unknown it is recovered like every later one.
            step = new CounterStep(StepKind.Plain, pieces, counter.HasBaseline ? counter.BaselineTime : fact.Time - 1);
            counter.BaselineTime = fact.Time;
            counter.HasBaseline = true;
        }
        else
        {
            var value = fact.ValueKind == ValueKind.Real ? (long)Math.Floor(fact.AsDouble) : fact.Value;
            step = PartCounter.Read(ref counter, value, fact.Time, signal.Modulus, signal.UnitsPerMillisecond, restarted);
            Note(step, signal, fact.Time, tally);
        }

        if (step.Units > MostMicro / Math.Max(1, signal.MicroPieces))
        {
            // Only an announced restart can say so, and nothing makes so much: the sum would not fit 64 bits.
            step = new CounterStep(StepKind.Held, 0, fact.Time);
            tally.Implausible++;
        }

        Trace?.Read(fact, signal, before, step);
        if (step.Units > 0)
        {
            Count(signal.Counter, step.Units * signal.MicroPieces, step.From, fact.Time, tally);
            if (_machine.HasPulseState && signal.Role is SignalRole.Total or SignalRole.Good)
            {
                Pulse(fact.Time, fact.Sequence);
            }
        }
    }

    private void Note(in CounterStep step, in CompiledSignal signal, long time, PieceTally tally)
    {
        if (step.Kind == StepKind.Wrap)
        {
            tally.Wraps++;
        }
        else if (step.Kind == StepKind.Reset)
        {
            tally.Resets++;
        }
        else if (step.Kind == StepKind.Held)
        {
            tally.Implausible++;
        }

        if (step.Units > 0 && signal.Sampling > 0 && time - step.From > 2 * signal.Sampling
            && calendar.BoundaryAtOrAfter(time) != calendar.BoundaryAtOrAfter(step.From + 1))
        {
            tally.Flags |= RecordFlags.Estimated;
        }
    }

    private void Pulse(long time, long sequence)
    {
        ref var core = ref State.Core;
        core.LastPulse = time;
        core.LastPulseSequence = sequence;
        core.Awaiting &= core.Blind;
        if (!core.PulseRunning || core.Reading.Category == Category.Unknown)
        {
            core.PulseRunning = true;
            SetReading(time, sequence);
        }
    }

    /// <summary>A step covers (from, time]; it belongs to the product current just before <paramref name="time"/>.</summary>
    private void Count(CounterRole role, long micro, long from, long time, PieceTally tally)
    {
        ref var core = ref State.Core;
        core.Believed[(int)role] += micro;
        var product = core.ProductSince < time ? core.Product : core.ProductBefore;
        double ideal;
        if (product != core.Product)
        {
            ideal = _machine.IdealAt(product, time - 1, out _);
        }
        else
        {
            if (time > core.IdealUntil || core.IdealUntil == long.MinValue)
            {
                core.Ideal = _machine.IdealAt(product, time - 1, out core.IdealUntil);
            }

            ideal = core.Ideal;
        }

        var bucket = BucketOf(from, time);
        Trace?.Counted(role, micro, from, time, product, ideal, bucket);
        tally.For(product, ideal).Counts[role, bucket] += micro;
    }

    private Bucket BucketOf(long from, long time)
    {
        ref var core = ref State.Core;

        // What was the state during the last millisecond before the reading: a change at this very moment comes after it.
        ref readonly var last = ref Intervals.Last;
        ref readonly var before = ref last.Start < time || Intervals.End - Intervals.First == 1 ? ref last
            : ref Intervals[Intervals.End - 2];
        if (before.Category == Category.NoDemand || !calendar.IsPlanned(time - 1))
        {
            return Bucket.OutsidePlan;
        }

        var unknownEnd = core.UnknownEnd;
        if (last.Category == Category.Unknown)
        {
            unknownEnd = Math.Max(unknownEnd, calendar.PlannedEnd(last.Start, time));
        }

        return unknownEnd > from ? Bucket.Recovered : Bucket.Counted;
    }
}
