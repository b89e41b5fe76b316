namespace EdgeCollector.Core.Oee;

/// <summary>
/// The only place that divides (oee-reference.md 4). A ratio that does not exist is null: never 0, NaN or 100 %. Nothing is
/// clamped: performance above 1 is reported as it is (section 9).
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

    /// <summary>known / planned.</summary>
    public static double? Coverage(OeeRecord r) => Ratio(r.Known, r.Planned);

    /// <summary>A if all Unknown time was down.</summary>
    public static double? AvailabilityLow(OeeRecord r) => Ratio(r.Run, r.Planned);

    /// <summary>A if all Unknown time was run time.</summary>
    public static double? AvailabilityHigh(OeeRecord r) => Ratio(r.Run + r.Times[Category.Unknown], r.Planned);

    public static double? Ratio(double? numerator, double? denominator) =>
        numerator is { } n && denominator is { } d && d != 0 ? n / d : null;
}
