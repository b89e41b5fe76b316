using EdgeCollector.Core.Oee;

namespace EdgeCollector.Outputs;

/// <summary>
/// Which lamps are lit now: facts in, decisions out, no clock and no I/O. What cannot be known is null, and the lamp then goes to its
/// safe state. One owner.
/// </summary>
internal sealed class LampBoard
{
    /// <summary>Stops of one machine without a reason that are remembered; more light no other lamp.</summary>
    private const int MostStops = 1000;

    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Facts in the journal's order; those that concern no lamp are passed over.</summary>
    public void Apply(Fact fact)
    {
        switch (fact)
        {
            case StateFact state:
                // A late fact tells of the past: what was said about a later moment stands. A loss is dated back and still holds.
                var machine = Of(fact.Machine);
                if (state.Time >= machine.StateTime || state.Category == Category.Unknown)
                {
                    (machine.StateTime, machine.Category) = (state.Time, state.Category);
                }

                break;
            case StopFact stop:
                Of(fact.Machine).Tell(stop);
                break;
            case OeeRecord { Window: WindowKind.Shift } record:
                Of(fact.Machine).Tell(record);
                break;
            default:
                break;
        }
    }

    /// <summary>Lit, not lit, or null: unknown.</summary>
    /// <param name="now">Event time, ms UTC.</param>
    public bool? IsLit(Lamp lamp, long now)
    {
        if (lamp.Trigger == LampTrigger.BelowTarget)
        {
            return IsBelow(lamp);
        }

        bool? lit = false;
        foreach (var name in lamp.Machines)
        {
            lit |= lamp.Trigger == LampTrigger.StopLonger ? StandsTooLong(name, lamp.After, now) : MissesReason(name, lamp.After, now);
        }

        return lit;
    }

    private bool? StandsTooLong(string name, long after, long now)
    {
        if (!_known.TryGetValue(name, out var machine) || machine.Category == Category.Unknown)
        {
            return null;
        }

        return machine.InShift && machine.OpenSince is { } since && now - since > after;
    }

    private bool? MissesReason(string name, long after, long now)
    {
        if (!_known.TryGetValue(name, out var machine))
        {
            return null;
        }

        // A stop of before that nobody explained stays one, whatever the machine does now.
        return machine.HasUnreasoned(after, now) ? true : machine.Category == Category.Unknown ? null : false;
    }

    private bool? IsBelow(Lamp lamp)
    {
        if (!_known.TryGetValue(lamp.Figure, out var of) || of.Shift is not { } shift)
        {
            return null;
        }

        if (shift.Status != RecordStatus.Live)
        {
            return false;
        }

        // As on the board: where nobody measures quality the headline is A x P.
        var quality = (shift.Flags & RecordFlags.QualityNotMeasured) == 0;
        var oee = quality ? OeeFormula.Oee(shift) : OeeFormula.AvailabilityTimesPerformance(shift);
        return lamp.Machines is [var only] && _known.GetValueOrDefault(only)?.Category is null or Category.Unknown ? null
            : shift.Known < lamp.After ? false
            : oee is { } figure ? figure < lamp.Target : null;
    }

    private Known Of(string name)
    {
        if (!_known.TryGetValue(name, out var known))
        {
            _known.Add(name, known = new Known());
        }

        return known;
    }

    /// <summary>What is known of a machine or a line.</summary>
    private sealed class Known
    {
        private readonly Dictionary<string, StopFact> _unreasoned = new(StringComparer.Ordinal);
        private string _open = "";
        private (string Episode, long Since, long? End) _closed = ("", 0, null);

        /// <summary>Until a state is told.</summary>
        public Category Category { get; set; } = Category.Unknown;

        public long StateTime { get; set; } = long.MinValue;

        /// <summary>Start of the stop that stands.</summary>
        public long? OpenSince { get; private set; }

        /// <summary>A stop outside shifts bothers nobody.</summary>
        public bool InShift => Shift is not { Status: not RecordStatus.Live };

        /// <summary>The newest record of a shift.</summary>
        public OeeRecord? Shift { get; private set; }

        public void Tell(StopFact stop)
        {
            if (stop.End is null)
            {
                // A stop that a reason split goes on in its next part.
                OpenSince = _closed.End == stop.Start && _closed.Episode == Episode(stop.Id) ? _closed.Since : stop.Start;
                _open = stop.Id;
            }
            else if (stop.Id == _open && OpenSince is { } since)
            {
                _closed = (Episode(stop.Id), since, stop.Event == StopEvent.Withdrawn ? null : stop.End);
                (OpenSince, _open) = (null, "");
            }

            if (stop is { Minor: false, Reason: "", Event: not StopEvent.Withdrawn } && _unreasoned.Count < MostStops)
            {
                _unreasoned[stop.Id] = stop;
            }
            else
            {
                _unreasoned.Remove(stop.Id);
            }
        }

        public void Tell(OeeRecord record)
        {
            if (Shift is null || record.Start >= Shift.Start)
            {
                Shift = record;
            }

            if (record.Status == RecordStatus.Live)
            {
                foreach (var gone in _unreasoned.Values.Where(stop => stop.End <= record.Start).Select(stop => stop.Id).ToList())
                {
                    _unreasoned.Remove(gone);
                }
            }
        }

        public bool HasUnreasoned(long after, long now) =>
            InShift && _unreasoned.Values.Any(stop => (stop.End ?? now) - stop.Start > after);

        private static string Episode(string id) => id.IndexOf("-p", StringComparison.Ordinal) is var at and >= 0 ? id[..at] : id;
    }
}
