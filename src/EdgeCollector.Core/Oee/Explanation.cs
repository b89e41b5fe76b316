namespace EdgeCollector.Core.Oee;

/// <summary>
/// One record and everything it was made from: recomputing from these parts gives its figures to the last digit
/// (<see cref="Differences"/>). Of a line: its own record, and its machines' explanations as <see cref="Parts"/>.
/// </summary>
/// <param name="Record">As the fold gives it.</param>
/// <param name="Intervals">Cover the window, in order of time.</param>
/// <param name="Steps">Every reading of a counter, pulse and entry of pieces.</param>
/// <param name="Facts">What came in, in event time.</param>
/// <param name="Counters">Roles of the machine's counters: without a total, total is the sum of the others.</param>
/// <param name="Edits">Reasons that were given, in the order in which they win.</param>
public sealed record Explanation(
    OeeRecord Record, IReadOnlyList<CounterRole> Counters, IReadOnlyList<ExplainedInterval> Intervals, IReadOnlyList<ExplainedStep> Steps,
    IReadOnlyList<ExplainedFact> Facts, IReadOnlyList<ExplainedEdit> Edits, IReadOnlyList<Explanation> Parts)
{
    /// <summary>What does not follow from the parts; empty: all of it does.</summary>
    public IReadOnlyList<string> Differences()
    {
        var found = new List<string>();
        foreach (var part in Parts)
        {
            found.AddRange(part.Differences().Select(d => $"{part.Record.Machine}: {d}"));
        }

        if (Parts.Count == 0)
        {
            var again = ExplainedSums.Of(this);
            for (var c = Category.NotScheduled; c <= Category.Unknown; c++)
            {
                Compare($"{c}, ms", Record.Times[c], again.Times[c]);
            }

            Compare("total", Record.Total, again.Total);
            Compare("good", Record.Good, again.Good);
            Compare("scrap", Record.Scrap, again.Scrap);
            Compare("rework", Record.Rework, again.Rework);
            Compare("recovered", Record.Recovered, again.Recovered);
            Compare("outside plan", Record.OutsidePlan, again.OutsidePlan);
            if (Record.Ideal is { } ideal) Compare("ideal, ms", ideal, again.Ideal);
            if (Record.FullyProductive is { } fully) Compare("fully productive, ms", fully, again.FullyProductive);
        }

        return found;

        void Compare(string what, double stated, double recomputed)
        {
            if (!stated.Equals(recomputed))
            {
                found.Add(FormattableString.Invariant($"{what}: stated {stated:R}, recomputed {recomputed:R}"));
            }
        }
    }
}

/// <param name="Start">ms UTC; the end is exclusive.</param>
/// <param name="Category">After calendar, micro-stop rule and reasons.</param>
/// <param name="Raw">What the machine said.</param>
/// <param name="Name">In its own word.</param>
/// <param name="Source">Of the reason: plc, rule, operator, or empty.</param>
public sealed record ExplainedInterval(
    long Start, long End, Category Category, Category Raw, string Name, string Reason, string Source, string Note, string Product,
    string Shift);

/// <param name="Time">ms UTC.</param>
/// <param name="Sequence">Of the input.</param>
/// <param name="Signal">Name; empty for pieces entered by hand.</param>
/// <param name="Before">Reading that the step is counted from; null: none, or a pulse.</param>
/// <param name="Value">The reading.</param>
/// <param name="What">baseline, plain, wrap, reset, held (implausible, nothing counted), pulse or entry.</param>
/// <param name="From">The step covers (From, Time].</param>
/// <param name="Micro">Millionths of pieces.</param>
/// <param name="Bucket">counted, recovered or outside_plan.</param>
/// <param name="Ideal">ms per piece; null: the product has none.</param>
public sealed record ExplainedStep(
    long Time, long Sequence, string Signal, CounterRole Role, long? Before, long Value, string What, long From, long Micro, string Bucket,
    string Product, double? Ideal);

/// <param name="What">A signal's name, or lost, restored, product, order, pieces, configuration, silence.</param>
public sealed record ExplainedFact(long Time, long Sequence, string What, string Value, Inputs.Quality Quality);

/// <param name="Code">Null: a reason was taken back.</param>
public sealed record ExplainedEdit(long EnteredAt, long From, long? To, string? Code, string Note);
