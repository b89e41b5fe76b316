namespace EdgeCollector.Core.Oee;

/// <summary>
/// The only place that divides (oee-reference.md 4). A ratio that does not exist is null: never 0, NaN or 100 %. Nothing is
/// clamped: performance above 1 is reported as it is (section 9). Times are ms, so time results are ms too.
/// </summary>
public static class OeeFormula
{
    /// <summary>A = run / known.</summary>
    public static double? Availability(OeeRecord r) => Ratio(r.Run, r.Known);

    /// <summary>P = sum(ideal x total) / run.</summary>
    public static double? Performance(OeeRecord r) => Ratio(r.Ideal, r.Run);

    /// <summary>Q = sum(ideal x good) / sum(ideal x total).</summary>
    public static double? Quality(OeeRecord r) => Ratio(r.FullyProductive, r.Ideal);

    /// <summary>OEE = sum(ideal x good) / known, directly and not from rounded factors; equals A x P x Q where those exist.</summary>
    public static double? Oee(OeeRecord r) => Ratio(r.FullyProductive, r.Known);

    /// <summary>A x P: the headline of a machine whose quality nobody measures.</summary>
    public static double? AvailabilityTimesPerformance(OeeRecord r) => Ratio(r.Ideal, r.Known);

    /// <summary>known / planned.</summary>
    public static double? Coverage(OeeRecord r) => Ratio(r.Known, r.Planned);

    /// <summary>A if all Unknown time was down.</summary>
    public static double? AvailabilityLow(OeeRecord r) => Ratio(r.Run, r.Planned);

    /// <summary>A if all Unknown time was run time.</summary>
    public static double? AvailabilityHigh(OeeRecord r) => Ratio(r.Run + r.Times[Category.Unknown], r.Planned);

    /// <summary>Good / total pieces; equals <see cref="Quality"/> for one product.</summary>
    public static double? QualityCountRatio(OeeRecord r) => r.FullyProductive is null && (r.Flags & RecordFlags.QualityNotMeasured) != 0
        ? null
        : Ratio(r.Good, r.Total);

    public static double? ScrapRatio(OeeRecord r) => Ratio(r.Scrap, r.Total);

    public static double? ReworkRatio(OeeRecord r) => Ratio(r.Rework, r.Total);

    /// <summary>(run + Changeover) / known x P x Q; null when P or Q does not exist.</summary>
    public static double? Nee(OeeRecord r) =>
        Ratio(r.Run + r.Times[Category.Changeover], r.Known) * Performance(r) * Quality(r);

    /// <summary>planned / calendar.</summary>
    public static double? Utilization(OeeRecord r) => Ratio(r.Planned, r.Times.Sum());

    /// <summary>OEE x utilization.</summary>
    public static double? Teep(OeeRecord r) => Oee(r) * Utilization(r);

    /// <summary>Counted and recovered good pieces over planned time: needs no states.</summary>
    public static double? OeeCountBased(OeeRecord r) => Ratio(r.FullyProductiveWithRecovered, r.Planned);

    /// <summary>APT / PBT: micro-stops count against it.</summary>
    public static double? IsoAvailability(OeeRecord r) => Ratio(r.Times[Category.Running], r.Known);

    /// <summary>PRI x PQ / APT.</summary>
    public static double? IsoEffectiveness(OeeRecord r) => Ratio(r.Ideal, r.Times[Category.Running]);

    /// <summary>APT / (APT + ADET).</summary>
    public static double? TechnicalEfficiency(OeeRecord r) => Ratio(r.Times[Category.Running], r.Times[Category.Running] + Delay(r));

    /// <summary>AUBT / PBT.</summary>
    public static double? AllocationEfficiency(OeeRecord r) => Ratio(Busy(r), r.Known);

    /// <summary>APT / AUBT.</summary>
    public static double? UtilizationEfficiency(OeeRecord r) => Ratio(r.Times[Category.Running], Busy(r));

    /// <summary>AUST / AUPT.</summary>
    public static double? SetupRatio(OeeRecord r) =>
        Ratio(r.Times[Category.Changeover], r.Times[Category.Running] + r.Times[Category.Changeover]);

    /// <summary>(Running + Changeover) / failures, ms; no failure: null, never infinity.</summary>
    public static double? Mtbf(OeeRecord r) => Ratio(r.Times[Category.Running] + r.Times[Category.Changeover], r.Failures);

    /// <summary>Down in planned time / failures, ms.</summary>
    public static double? Mttr(OeeRecord r) => Ratio(r.Times[Category.Down], r.Failures);

    /// <summary>Whole lengths, by the clock, of the failures that ended in the window / their number, ms (IEC 60050-191); not to be
    /// mixed with <see cref="Mttr"/>.</summary>
    public static double? MttrClock(OeeRecord r) => Ratio(r.RepairTime, r.Repairs);

    /// <summary>PQ / AOET of an order window: pieces per hour of order execution time.</summary>
    public static double? ThroughputRate(OeeRecord r) => r.Window == WindowKind.Order ? Ratio(r.Total * 3_600_000.0, r.Times.Sum()) : null;

    /// <summary>AUBT / AOET of an order window.</summary>
    public static double? AllocationRatio(OeeRecord r) => r.Window == WindowKind.Order ? Ratio(Busy(r), r.Times.Sum()) : null;

    /// <summary>APT / AOET of an order window.</summary>
    public static double? ProductionProcessRatio(OeeRecord r) =>
        r.Window == WindowKind.Order ? Ratio(r.Times[Category.Running], r.Times.Sum()) : null;

    /// <summary>A loss as pieces that could have been made in its time: at the window's mean ideal cycle, or the current product's where
    /// nothing was made.</summary>
    public static double? PiecesLost(OeeRecord r, double? loss) =>
        Ratio(loss, Ratio(r.Ideal, r.Total) is > 0 and { } mean ? mean : r.IdealCycle);

    /// <summary>A part of a whole, for shares and cumulative shares of a Pareto.</summary>
    public static double? Share(double part, double whole) => Ratio(part, whole);

    /// <summary>Availability without the stops that others caused; never to be called OEE.</summary>
    public static double? AvailabilityExcludingExternal(OeeRecord r) =>
        Ratio(r.Run, r.Known - r.Times[Category.Starved] - r.Times[Category.Blocked] - r.Times[Category.External]);

    /// <summary>Pieces per hour of run time.</summary>
    public static double? PiecesPerRunHour(OeeRecord r) => Ratio(r.Total * 3_600_000.0, r.Run);

    /// <summary>Pieces that were due in the planned time so far.</summary>
    public static double? Due(OeeRecord r, double? target) => Ratio(target * r.Planned, r.IdealCycle);

    /// <summary>Line OEE at its bottleneck: ideal x good pieces leaving the line / known time of the bottleneck.</summary>
    public static double? LineOee(double ideal, long lineGood, OeeRecord bottleneck) => Ratio(ideal * lineGood, bottleneck.Known);

    public static double? Ratio(double? numerator, double? denominator) =>
        numerator is { } n && denominator is { } d && d != 0 ? n / d : null;

    /// <summary>ADET: malfunctions, minor stoppages, other unplanned.</summary>
    private static long Delay(OeeRecord r) => r.Times[Category.MicroStop] + r.Times[Category.Down] + r.Times[Category.Stop]
        + r.Times[Category.Starved] + r.Times[Category.Blocked] + r.Times[Category.External];

    private static long Busy(OeeRecord r) => r.Times[Category.Running] + r.Times[Category.Changeover] + Delay(r);
}
