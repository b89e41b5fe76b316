using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>A reason given for the time [From, To) of a machine.</summary>
/// <param name="EnteredAt">ms UTC: later ones win; equal ones: the last to arrive.</param>
/// <param name="To">ms UTC; <see cref="long.MaxValue"/>: until the stop that stood between From and EnteredAt ends.</param>
/// <param name="Code">Null takes the operator's reason back.</param>
internal sealed record GivenReason(long EnteredAt, long From, long To, string? Code, string Note);

/// <summary>Why a piece of a stop stands, and up to when that answer holds.</summary>
internal readonly record struct ReasonAnswer(string Code, string Source, string Note, Category? Category, long Until);

/// <summary>
/// Who wins: the operator over the PLC's stop code over the rule that a stop in unit mode Manual is <see cref="Manual"/>. A reason
/// belongs to (machine, from, to), not to a stop, so a stop that moves keeps it (decision 8).
/// </summary>
internal sealed class ReasonRules
{
    /// <summary>Reason of a stop in unit mode Manual (packml.md 1.2); a site that lists this code gives it group, label and
    /// category.</summary>
    public const string Manual = "manual";

    private readonly List<GivenReason> _given = [];

    public void Add(GivenReason reason)
    {
        var place = _given.Count;
        while (place > 0 && _given[place - 1].EnteredAt > reason.EnteredAt)
        {
            place--;
        }

        _given.Insert(place, reason);
    }

    /// <summary>Those that touch [from, to), in the order in which they win.</summary>
    public IEnumerable<GivenReason> Within(long from, long to) => _given.Where(r => r.From < to && r.To > from);

    public void ForgetBefore(long time) => _given.RemoveAll(r => r.To != long.MaxValue ? r.To < time : r.EnteredAt < time);

    public void Export(RecordWriter w)
    {
        w.UInt((ulong)_given.Count);
        foreach (var reason in _given)
        {
            w.Int(reason.EnteredAt);
            w.Int(reason.From);
            w.Int(reason.To);
            w.OptionalText(reason.Code);
            w.Text(reason.Note);
        }
    }

    public void Import(ref RecordReader r)
    {
        for (var left = r.Int32(r.Remaining); left > 0 && !r.Failed; left--)
        {
            _given.Add(new GivenReason(r.Int(), r.Int(), r.Int(), r.OptionalText(), r.Text()));
        }
    }

    /// <summary>The answer for <paramref name="time"/> within the episode [start, end).</summary>
    public ReasonAnswer At(long time, long start, long end, long stopCode, bool manual, CompiledMachine machine)
    {
        GivenReason? winner = null;
        var until = end;
        foreach (var reason in _given)
        {
            var to = reason.To;
            if (to == long.MaxValue)
            {
                to = start <= reason.EnteredAt && end > reason.From ? end : reason.From;
            }

            if (reason.From <= time && time < to)
            {
                winner = reason;
            }

            until = reason.From > time ? Math.Min(until, reason.From) : until;
            until = to > time ? Math.Min(until, to) : until;
        }

        if (winner?.Code is { } code)
        {
            return new ReasonAnswer(code, "operator", winner.Note, CategoryOf(code, machine), until);
        }

        return stopCode != 0 && machine.PlcReasons.TryGetValue(stopCode, out var plc)
            ? new ReasonAnswer(plc.Code, "plc", "", plc.Category, until)
            : manual ? new ReasonAnswer(Manual, "rule", "", CategoryOf(Manual, machine), until)
            : new ReasonAnswer("", "", "", null, until);
    }

    private static Category? CategoryOf(string code, CompiledMachine machine) =>
        machine.Reasons.TryGetValue(code, out var category) ? category : null;
}
