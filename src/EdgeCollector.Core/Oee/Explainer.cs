using System.Globalization;
using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Core.Oee;

/// <summary>A machine's window with all it was made from. The machine's facts of the window are folded once more and watched.</summary>
internal sealed class Explainer(MachineEngine machine, TextIds texts) : IFoldTrace
{
    private readonly List<ExplainedStep> _steps = [];
    private readonly List<ExplainedFact> _facts = [];
    private (TimelineFact Fact, string Signal, CounterRole Role, long? Before, string What, long From) _reading;

    public Explanation Explain(OeeWindow window, long now)
    {
        var record = machine.Source.Build(window, now);
        var sums = new WindowSums { Stretches = [] };
        machine.Fold.Fold(window.Start, window.End, now, sums);
        machine.Pieces.Explain(window.Start, window.End, this);
        return new Explanation(
            record, [.. Enum.GetValues<CounterRole>().Where(machine.Machine.HasRole)],
            [.. sums.Stretches.Select(s => new ExplainedInterval(s.Start, s.End, s.Category, s.Raw, texts[s.Name], s.Reason, s.Source,
                s.Note, texts[s.Product], machine.Calendar.ShiftAt(s.Start)?.Label ?? ""))],
            _steps, _facts,
            [.. machine.Reasons(window.Start, Math.Min(window.End, now))
                .Select(r => new ExplainedEdit(r.EnteredAt, r.From, r.To == long.MaxValue ? null : r.To, r.Code, r.Note))],
            []);
    }

    public void Fact(in TimelineFact fact)
    {
        var what = fact.Kind == FactKind.Sample ? machine.SignalName(fact.Slot) : fact.Kind.ToString().ToLowerInvariant();
        var value = fact.ValueKind == ValueKind.Text || fact.Kind is FactKind.Product or FactKind.Order ? texts[(int)fact.Value]
            : fact.ValueKind == ValueKind.Real ? fact.AsDouble.ToString("R", CultureInfo.InvariantCulture)
            : fact.ValueKind == ValueKind.None && fact.Kind == FactKind.Sample ? "" : fact.Value.ToString(CultureInfo.InvariantCulture);
        _facts.Add(new ExplainedFact(fact.Time, fact.Sequence, what, value, fact.Quality));
        _reading = (fact, "", fact.Kind == FactKind.Pieces ? (CounterRole)fact.Slot : CounterRole.Total, null, "entry", fact.Time);
    }

    public void Read(in TimelineFact fact, in CompiledSignal signal, in CounterState before, in CounterStep step)
    {
        var what = signal.Pulse ? "pulse" : step.Kind.ToString().ToLowerInvariant();
        _reading = (fact, signal.Name, signal.Counter, before.HasBaseline && !signal.Pulse ? before.Baseline : null, what, step.From);
        if (step.Units == 0)
        {
            _steps.Add(Step(0, "", "", null));
        }
    }

    public void Counted(CounterRole role, long micro, long from, long time, int product, double ideal, Bucket bucket) => _steps.Add(Step(
        micro,
        bucket switch
        {
            Bucket.Counted => ExplainedSums.Words.Counted,
            Bucket.Recovered => ExplainedSums.Words.Recovered,
            _ => ExplainedSums.Words.OutsidePlan,
        },
        texts[product], double.IsNaN(ideal) ? null : ideal));

    private ExplainedStep Step(long micro, string bucket, string product, double? ideal) => new(
        _reading.Fact.Time, _reading.Fact.Sequence, _reading.Signal, _reading.Role, _reading.Before, _reading.Fact.Value, _reading.What,
        _reading.From, micro, bucket, product, ideal);
}
