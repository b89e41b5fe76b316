namespace EdgeCollector.Core.Oee;

/// <summary>The sums of a record once more, from nothing but what an explanation shows.</summary>
internal readonly record struct ExplainedSums(
    CategoryTimes Times, long Total, long Good, long Scrap, long Rework, long Recovered, long OutsidePlan, double Ideal,
    double FullyProductive)
{
    public static ExplainedSums Of(Explanation explanation)
    {
        CategoryTimes times = default;
        foreach (var interval in explanation.Intervals)
        {
            times[interval.Category] += interval.End - interval.Start;
        }

        var steps = explanation.Steps;
        var (hasTotal, hasGood) = (explanation.Counters.Contains(CounterRole.Total), explanation.Counters.Contains(CounterRole.Good));
        long Sum(IEnumerable<ExplainedStep> of, CounterRole role) => of.Where(s => s.Role == role).Sum(s => s.Micro);
        long All(IReadOnlyList<ExplainedStep> of) => hasTotal ? Sum(of, CounterRole.Total)
            : Sum(of, CounterRole.Good) + Sum(of, CounterRole.Scrap) + Sum(of, CounterRole.Rework);
        long Fine(IReadOnlyList<ExplainedStep> of) => hasGood ? Sum(of, CounterRole.Good)
            : All(of) - Sum(of, CounterRole.Scrap) - Sum(of, CounterRole.Rework);

        var counted = steps.Where(s => s.Bucket == Words.Counted).ToList();
        var measured = (explanation.Record.Flags & RecordFlags.QualityNotMeasured) == 0;
        double ideal = 0, fully = 0;
        foreach (var lot in counted.GroupBy(s => (s.Product, s.Ideal)).OrderBy(g => g.Key.Product, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Ideal ?? double.NaN))
        {
            var of = lot.ToList();
            ideal += (lot.Key.Ideal ?? double.NaN) * All(of);
            fully += (lot.Key.Ideal ?? double.NaN) * Fine(of);
        }

        return new(
            times, Whole(All(counted)), measured ? Whole(Fine(counted)) : 0, Whole(Sum(counted, CounterRole.Scrap)),
            Whole(Sum(counted, CounterRole.Rework)), Whole(All([.. steps.Where(s => s.Bucket == Words.Recovered)])),
            Whole(All([.. steps.Where(s => s.Bucket == Words.OutsidePlan)])), ideal / PieceTally.PerPiece, fully / PieceTally.PerPiece);
    }

    private static long Whole(long micro) => RecordBuilder.Whole(micro);

    internal static class Words
    {
        public const string Counted = "counted";
        public const string Recovered = "recovered";
        public const string OutsidePlan = "outside_plan";
    }
}
