using System.Text.Json.Nodes;

namespace EdgeCollector.Tests.Replay.Oracle;

/// <summary>Sums of a window, and the table of results as the format lists it.</summary>
internal sealed class BruteForceSums
{
    public Dictionary<string, double> Seconds { get; } = BruteForce.Categories.ToDictionary(c => c, _ => 0.0);

    public int Failures { get; set; }

    public int MicroStops { get; set; }

    public (long Total, long Good, long Scrap, long Rework) Counted { get; private set; }

    public double Known => Seconds.Values.Sum() - Schedule - Seconds["Unknown"];

    private (long Total, long Good) Recovered { get; set; }

    private (long Total, long Good) OutsidePlan { get; set; }

    private double IdealSeconds { get; set; }

    private double GoodSeconds { get; set; }

    private double RecoveredGoodSeconds { get; set; }

    private int Rollovers { get; set; }

    private int Resets { get; set; }

    private int Implausible { get; set; }

    private double Schedule => Seconds["NotScheduled"] + Seconds["Break"] + Seconds["PlannedDowntime"] + Seconds["NoDemand"];

    public static BruteForceSums Of(IEnumerable<BruteForceSums> all)
    {
        var sum = new BruteForceSums();
        foreach (var one in all)
        {
            foreach (var (category, seconds) in one.Seconds)
            {
                sum.Seconds[category] += seconds;
            }

            sum.Failures += one.Failures;
            sum.MicroStops += one.MicroStops;
            sum.Counted = (sum.Counted.Total + one.Counted.Total, sum.Counted.Good + one.Counted.Good,
                sum.Counted.Scrap + one.Counted.Scrap, sum.Counted.Rework + one.Counted.Rework);
            sum.Recovered = (sum.Recovered.Total + one.Recovered.Total, sum.Recovered.Good + one.Recovered.Good);
            sum.OutsidePlan = (sum.OutsidePlan.Total + one.OutsidePlan.Total, sum.OutsidePlan.Good + one.OutsidePlan.Good);
            sum.IdealSeconds += one.IdealSeconds;
            sum.GoodSeconds += one.GoodSeconds;
            sum.RecoveredGoodSeconds += one.RecoveredGoodSeconds;
            sum.Rollovers += one.Rollovers;
            sum.Resets += one.Resets;
            sum.Implausible += one.Implausible;
        }

        return sum;
    }

    /// <summary>Without a total counter total is the sum of the others; without a good counter good is the rest.</summary>
    public void Add(BruteForceStep step, double ideal, bool hasTotal, bool hasGood)
    {
        Rollovers += step.Flag == "rollovers" ? 1 : 0;
        Resets += step.Flag == "resets" ? 1 : 0;
        Implausible += step.Flag == "implausible" ? 1 : 0;
        var n = step.Pieces;
        var total = hasTotal ? (step.Kind == "total" ? n : 0) : n;
        var good = hasGood ? (step.Kind == "good" ? n : 0) : step.Kind switch { "total" => n, "good" => n, _ => hasTotal ? -n : 0 };
        switch (step.Bucket)
        {
            case "outsidePlan":
                OutsidePlan = (OutsidePlan.Total + total, OutsidePlan.Good + good);
                break;
            case "recovered":
                Recovered = (Recovered.Total + total, Recovered.Good + good);
                RecoveredGoodSeconds += ideal * good;
                break;
            default:
                Counted = (Counted.Total + total, Counted.Good + good, Counted.Scrap + (step.Kind == "scrap" ? n : 0),
                    Counted.Rework + (step.Kind == "rework" ? n : 0));
                IdealSeconds += ideal * total;
                GoodSeconds += ideal * good;
                break;
        }
    }

    public JsonObject Keys()
    {
        var s = Seconds;
        var calendar = s.Values.Sum();
        var planned = calendar - Schedule;
        var run = s["Running"] + s["MicroStop"];
        var apt = s["Running"];
        var adet = s["MicroStop"] + s["Down"] + s["Stop"] + s["Starved"] + s["Blocked"] + s["External"];
        var aubt = apt + s["Changeover"] + adet;
        var (performance, quality, oee) = (Over(IdealSeconds, run), Over(GoodSeconds, IdealSeconds), Over(GoodSeconds, Known));
        return new JsonObject
        {
            ["calendarSeconds"] = calendar,
            ["seconds"] = new JsonObject(s.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
            ["plannedProductionSeconds"] = planned,
            ["knownSeconds"] = Known,
            ["runSeconds"] = run,
            ["idealSeconds"] = IdealSeconds,
            ["fullyProductiveSeconds"] = GoodSeconds,
            ["losses"] = new JsonObject
            {
                ["schedule"] = calendar - planned,
                ["availability"] = Known - run,
                ["performance"] = run - IdealSeconds,
                ["quality"] = IdealSeconds - GoodSeconds,
            },
            ["counts"] = new JsonObject
            {
                ["total"] = Counted.Total, ["good"] = Counted.Good, ["scrap"] = Counted.Scrap, ["rework"] = Counted.Rework,
            },
            ["recoveredCounts"] = new JsonObject { ["total"] = Recovered.Total, ["good"] = Recovered.Good },
            ["outsidePlanCounts"] = new JsonObject { ["total"] = OutsidePlan.Total, ["good"] = OutsidePlan.Good },
            ["availability"] = Over(run, Known),
            ["performance"] = performance,
            ["quality"] = quality,
            ["oee"] = oee,
            ["qualityCountRatio"] = Over(Counted.Good, Counted.Total),
            ["scrapRatio"] = Over(Counted.Scrap, Counted.Total),
            ["reworkRatio"] = Over(Counted.Rework, Counted.Total),
            ["nee"] = Over(run + s["Changeover"], Known) * performance * quality,
            ["utilization"] = Over(planned, calendar),
            ["teep"] = oee * Over(planned, calendar),
            ["coverage"] = Over(Known, planned),
            ["availabilityLow"] = Over(run, planned),
            ["availabilityHigh"] = Over(run + s["Unknown"], planned),
            ["oeeCountBased"] = Over(GoodSeconds + RecoveredGoodSeconds, planned),
            ["isoAvailability"] = Over(apt, Known),
            ["isoEffectiveness"] = Over(IdealSeconds, apt),
            ["technicalEfficiency"] = Over(apt, apt + adet),
            ["allocationEfficiency"] = Over(aubt, Known),
            ["utilizationEfficiency"] = Over(apt, aubt),
            ["setupRatio"] = Over(s["Changeover"], apt + s["Changeover"]),
            ["failures"] = Failures,
            ["mtbfSeconds"] = Over(apt + s["Changeover"], Failures),
            ["mttrSeconds"] = Over(s["Down"], Failures),
            ["microStops"] = MicroStops,
            ["counterFlags"] = new JsonObject { ["rollovers"] = Rollovers, ["resets"] = Resets, ["implausible"] = Implausible },
        };
    }

    private static double? Over(double numerator, double denominator) => denominator == 0 ? null : numerator / denominator;
}
