namespace EdgeCollector.Core.Oee;

/// <summary>Several windows or machines as one: sums of seconds, pieces and ideal seconds, divided afterwards; ratios are never averaged
/// (oee-reference.md 12).</summary>
public static class OeeRecordSum
{
    /// <summary>The sum of at least one record; the first one lends its identity, flags are united.</summary>
    public static OeeRecord Of(IReadOnlyList<OeeRecord> records)
    {
        var sum = records[0];
        for (var i = 1; i < records.Count; i++)
        {
            var next = records[i];
            var times = sum.Times;
            times.Add(next.Times);
            sum = sum with
            {
                End = next.End,
                Times = times,
                Unreasoned = sum.Unreasoned + next.Unreasoned,
                Failures = sum.Failures + next.Failures,
                MicroStops = sum.MicroStops + next.MicroStops,
                StopsWithoutReason = sum.StopsWithoutReason + next.StopsWithoutReason,
                Ideal = sum.Ideal + next.Ideal,
                FullyProductive = sum.FullyProductive + next.FullyProductive,
                FullyProductiveWithRecovered = sum.FullyProductiveWithRecovered + next.FullyProductiveWithRecovered,
                Total = sum.Total + next.Total,
                Good = sum.Good + next.Good,
                Scrap = sum.Scrap + next.Scrap,
                Rework = sum.Rework + next.Rework,
                Recovered = sum.Recovered + next.Recovered,
                RecoveredGood = sum.RecoveredGood + next.RecoveredGood,
                OutsidePlan = sum.OutsidePlan + next.OutsidePlan,
                OutsidePlanGood = sum.OutsidePlanGood + next.OutsidePlanGood,
                Target = sum.Target + next.Target,
                Flags = sum.Flags | next.Flags,
                Rollovers = sum.Rollovers + next.Rollovers,
                Resets = sum.Resets + next.Resets,
                Implausible = sum.Implausible + next.Implausible,
                Repairs = sum.Repairs + next.Repairs,
                RepairTime = sum.RepairTime + next.RepairTime,
            };
        }

        return sum;
    }
}
