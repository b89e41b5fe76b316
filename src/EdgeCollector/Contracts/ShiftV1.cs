using EdgeCollector.Core.Lines;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Contracts;

/// <summary>The shift in one glance (contract <c>shift_v1</c>), once it is over and again after each correction; the full sums are in the
/// <c>oee_v1</c> record of the same id.</summary>
internal sealed record ShiftV1
{
    public string Schema => "shift_v1";
    public required string Id { get; init; }
    public required string Machine { get; init; }
    public required long Seq { get; init; }
    public required long TimestampMs { get; init; }
    public required string Shift { get; init; }
    public required string Start { get; init; }
    public required string? End { get; init; }
    public required string Status { get; init; }
    public required int Rev { get; init; }
    public required double? Oee { get; init; }
    public required double? Availability { get; init; }
    public required double? Performance { get; init; }
    public required double? Quality { get; init; }
    public required double? Coverage { get; init; }
    public required double PlannedS { get; init; }
    public required double RunS { get; init; }
    public required double UnknownS { get; init; }
    public required double UnreasonedS { get; init; }
    public required int Failures { get; init; }
    public required int MinorStops { get; init; }
    public required int StopsWithoutReason { get; init; }
    public required long Total { get; init; }
    public required long Good { get; init; }
    public required long Scrap { get; init; }
    public required double? Target { get; init; }

    /// <summary>Target - good, in pieces; negative: more than due. Null without a target.</summary>
    public required double? Missing { get; init; }
    public required string Flags { get; init; }
    public required string Config { get; init; }
    public required string Version { get; init; }

    /// <param name="r">A shift window that is over.</param>
    /// <param name="sequence">Journal sequence it lies under.</param>
    public static ShiftV1 From(OeeRecord r, long sequence) => new()
    {
        Id = r.Id,
        Machine = r.Machine,
        Seq = sequence,
        TimestampMs = r.Time,
        Shift = r.Shift,
        Start = Instant.Text(r.Start),
        End = Instant.Text(r.End),
        Status = Words.Of(r.Status),
        Rev = r.Rev,
        Oee = OeeFormula.Oee(r),
        Availability = OeeFormula.Availability(r),
        Performance = OeeFormula.Performance(r),
        Quality = OeeFormula.Quality(r),
        Coverage = OeeFormula.Coverage(r),
        PlannedS = Words.Seconds(r.Planned),
        RunS = Words.Seconds(r.Run),
        UnknownS = Words.Seconds(r.Times[Category.Unknown]),
        UnreasonedS = Words.Seconds(r.Unreasoned),
        Failures = r.Failures,
        MinorStops = r.MicroStops,
        StopsWithoutReason = r.StopsWithoutReason,
        Total = r.Total,
        Good = r.Good,
        Scrap = r.Scrap,
        Target = r.Target,
        Missing = r.Target - r.Good,
        Flags = Words.Of(r.Flags),
        Config = r.Config,
        Version = ProductVersion.Text,
    };
}
