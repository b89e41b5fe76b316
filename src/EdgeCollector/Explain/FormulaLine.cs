using System.Globalization;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Explain;

/// <summary>One figure of a record as it is computed; the value is <see cref="OeeFormula"/>'s, the numbers are the record's sums.</summary>
/// <param name="Value">Null: the figure does not exist.</param>
internal readonly record struct FormulaLine(string Name, string Formula, string Numbers, double? Value)
{
    public static IReadOnlyList<FormulaLine> Of(OeeRecord r) =>
    [
        new("OEE", "ideal time of good pieces ÷ known time", Over(Seconds(r.FullyProductive), Seconds(r.Known)), OeeFormula.Oee(r)),
        new("Availability", "run ÷ known", Over(Seconds(r.Run), Seconds(r.Known)), OeeFormula.Availability(r)),
        new("Performance", "ideal time of all pieces ÷ run", Over(Seconds(r.Ideal), Seconds(r.Run)), OeeFormula.Performance(r)),
        new("Quality", "ideal time of good pieces ÷ of all", Over(Seconds(r.FullyProductive), Seconds(r.Ideal)), OeeFormula.Quality(r)),
        new("Coverage", "known ÷ planned", Over(Seconds(r.Known), Seconds(r.Planned)), OeeFormula.Coverage(r)),
        new("Availability, low", "run ÷ planned", Over(Seconds(r.Run), Seconds(r.Planned)), OeeFormula.AvailabilityLow(r)),
        new("Availability, high", "(run + unknown) ÷ planned",
            Over($"({Seconds(r.Run)} + {Seconds(r.Times[Category.Unknown])})", Seconds(r.Planned)), OeeFormula.AvailabilityHigh(r)),
        new("Utilization", "planned ÷ calendar", Over(Seconds(r.Planned), Seconds(r.Times.Sum())), OeeFormula.Utilization(r)),
        new("TEEP", "OEE x utilization", "", OeeFormula.Teep(r)),
        new("NEE", "(run + changeover) ÷ known x P x Q",
            Over($"({Seconds(r.Run)} + {Seconds(r.Times[Category.Changeover])})", Seconds(r.Known)), OeeFormula.Nee(r)),
        new("MTBF, s", "(running + changeover) ÷ failures",
            Over($"({Seconds(r.Times[Category.Running])} + {Seconds(r.Times[Category.Changeover])})", Whole(r.Failures)),
            Thousandth(OeeFormula.Mtbf(r))),
        new("MTTR, s", "down in planned time ÷ failures", Over(Seconds(r.Times[Category.Down]), Whole(r.Failures)),
            Thousandth(OeeFormula.Mttr(r))),
        new("MTTR by the clock, s", "whole lengths of failures that ended ÷ their number", Over(Seconds(r.RepairTime), Whole(r.Repairs)),
            Thousandth(OeeFormula.MttrClock(r))),
    ];

    private static string Over(string numerator, string denominator) => $"{numerator} ÷ {denominator}";

    private static string Seconds(double? ms) => Thousandth(ms)?.ToString("0.### s", CultureInfo.InvariantCulture) ?? "none";

    private static string Whole(int n) => n.ToString(CultureInfo.InvariantCulture);

    private static double? Thousandth(double? ms) => ms * 0.001;
}
