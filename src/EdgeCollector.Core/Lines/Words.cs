using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Lines;

/// <summary>The words and units that facts are published with (ux.md 1.1): the same in lines, JSON and pages.</summary>
public static class Words
{
    private static readonly string[] Categories = Enum.GetNames<Category>();

    private static readonly (RecordFlags Flag, string Word)[] FlagWords =
    [
        (RecordFlags.Partial, "partial"), (RecordFlags.Estimated, "estimated"), (RecordFlags.Wrap, "wrap"),
        (RecordFlags.Reset, "reset"), (RecordFlags.Implausible, "implausible"),
        (RecordFlags.IdealCycleSuspect, "ideal_cycle_suspect"), (RecordFlags.Clock, "clock"), (RecordFlags.Late, "late"),
        (RecordFlags.QualityNotMeasured, "quality_not_measured"), (RecordFlags.UnmappedState, "unmapped_state"),
        (RecordFlags.GoodExceedsTotal, "good_exceeds_total"), (RecordFlags.Degraded, "degraded"),
    ];

    /// <summary>As in oee-reference.md 2: <c>Running</c>, <c>MicroStop</c>.</summary>
    public static string Of(Category category) => Categories[(int)category];

    /// <summary>live | provisional | final.</summary>
    public static string Of(RecordStatus status) => status switch
    {
        RecordStatus.Live => "live",
        RecordStatus.Provisional => "provisional",
        _ => "final",
    };

    /// <summary>hour | shift | order.</summary>
    public static string Of(WindowKind window) => window switch
    {
        WindowKind.Hour => "hour",
        WindowKind.Shift => "shift",
        _ => "order",
    };

    /// <summary>start | reason | split | end | withdrawn.</summary>
    public static string Of(StopEvent stop) => stop switch
    {
        StopEvent.Start => "start",
        StopEvent.Reason => "reason",
        StopEvent.Split => "split",
        StopEvent.End => "end",
        _ => "withdrawn",
    };

    /// <summary>The flags as a comma list in the order of the closed set; empty where nothing was unusual.</summary>
    public static string Of(RecordFlags flags) => flags == RecordFlags.None
        ? ""
        : string.Join(',', FlagWords.Where(f => flags.HasFlag(f.Flag)).Select(f => f.Word));

    /// <summary>Milliseconds to seconds, the unit of everything that is published.</summary>
    public static double Seconds(long milliseconds) => milliseconds / 1000.0;

    /// <summary>As <see cref="Seconds(long)"/>; null stays null.</summary>
    public static double? Seconds(double? milliseconds) => milliseconds / 1000.0;

    /// <summary>Length of a stop in ms; of an open one, up to the moment of its fact.</summary>
    public static long DurationOf(StopFact stop) => Math.Max(0, (stop.End ?? stop.Time) - stop.Start);
}
