using EdgeCollector.Core.Lines;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Contracts;

/// <summary>One window of one machine or line (contract <c>oee_v1</c>), flat; <c>bottleneck</c> and <c>cause</c> are empty for machines.
/// Ratios 0..1 in full precision, null where they do not exist; seconds; times UTC.</summary>
internal sealed record OeeV1
{
    public string Schema => "oee_v1";
    public required string Id { get; init; }
    public required string Machine { get; init; }
    public required long Seq { get; init; }
    public required long TimestampMs { get; init; }
    public required string Window { get; init; }
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
    public required double? AvailabilityLow { get; init; }
    public required double? AvailabilityHigh { get; init; }
    public required double CalendarS { get; init; }
    public required double PlannedS { get; init; }
    public required double KnownS { get; init; }
    public required double RunS { get; init; }
    public required double? IdealS { get; init; }
    public required double? FullyProductiveS { get; init; }
    public required double NotScheduledS { get; init; }
    public required double BreakS { get; init; }
    public required double PlannedDowntimeS { get; init; }
    public required double NoDemandS { get; init; }
    public required double RunningS { get; init; }
    public required double MinorS { get; init; }
    public required double DownS { get; init; }
    public required double StopS { get; init; }
    public required double StarvedS { get; init; }
    public required double BlockedS { get; init; }
    public required double ExternalS { get; init; }
    public required double ChangeoverS { get; init; }
    public required double PlannedStopS { get; init; }
    public required double UnknownS { get; init; }
    public required double UnreasonedS { get; init; }
    public required int Failures { get; init; }
    public required double? IdealCycleS { get; init; }
    public required long Total { get; init; }
    public required long Good { get; init; }
    public required long Scrap { get; init; }
    public required long Rework { get; init; }
    public required long Recovered { get; init; }
    public required long OutsidePlan { get; init; }
    public required double? Target { get; init; }
    public required string Order { get; init; }
    public required string Product { get; init; }
    public required string Flags { get; init; }
    public required string Config { get; init; }
    public required string Mapping { get; init; }
    public required string Version { get; init; }

    /// <summary>Failures that ended in the window, and their whole lengths by the clock.</summary>
    public int Repairs { get; init; }
    public double RepairS { get; init; }

    /// <summary>Team of the shift, where there is a rotation.</summary>
    public string Team { get; init; } = "";

    /// <summary>Of lines: whose time it is, and what made it wait most.</summary>
    public string Bottleneck { get; init; } = "";
    public string Cause { get; init; } = "";

    /// <param name="r">The window.</param>
    /// <param name="sequence">Journal sequence it lies under.</param>
    public static OeeV1 From(OeeRecord r, long sequence) => new()
    {
        Id = r.Id,
        Machine = r.Machine,
        Seq = sequence,
        TimestampMs = r.Time,
        Window = Words.Of(r.Window),
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
        AvailabilityLow = OeeFormula.AvailabilityLow(r),
        AvailabilityHigh = OeeFormula.AvailabilityHigh(r),
        CalendarS = Words.Seconds(r.Times.Sum()),
        PlannedS = Words.Seconds(r.Planned),
        KnownS = Words.Seconds(r.Known),
        RunS = Words.Seconds(r.Run),
        IdealS = Words.Seconds(r.Ideal),
        FullyProductiveS = Words.Seconds(r.FullyProductive),
        NotScheduledS = Words.Seconds(r.Times[Category.NotScheduled]),
        BreakS = Words.Seconds(r.Times[Category.Break]),
        PlannedDowntimeS = Words.Seconds(r.Times[Category.PlannedDowntime]),
        NoDemandS = Words.Seconds(r.Times[Category.NoDemand]),
        RunningS = Words.Seconds(r.Times[Category.Running]),
        MinorS = Words.Seconds(r.Times[Category.MicroStop]),
        DownS = Words.Seconds(r.Times[Category.Down]),
        StopS = Words.Seconds(r.Times[Category.Stop]),
        StarvedS = Words.Seconds(r.Times[Category.Starved]),
        BlockedS = Words.Seconds(r.Times[Category.Blocked]),
        ExternalS = Words.Seconds(r.Times[Category.External]),
        ChangeoverS = Words.Seconds(r.Times[Category.Changeover]),
        PlannedStopS = Words.Seconds(r.Times[Category.PlannedStop]),
        UnknownS = Words.Seconds(r.Times[Category.Unknown]),
        UnreasonedS = Words.Seconds(r.Unreasoned),
        Failures = r.Failures,
        Repairs = r.Repairs,
        RepairS = Words.Seconds(r.RepairTime),
        IdealCycleS = Words.Seconds(r.IdealCycle),
        Total = r.Total,
        Good = r.Good,
        Scrap = r.Scrap,
        Rework = r.Rework,
        Recovered = r.Recovered,
        OutsidePlan = r.OutsidePlan,
        Target = r.Target,
        Team = r.Team,
        Bottleneck = r.Bottleneck,
        Cause = r.Cause,
        Order = r.Order,
        Product = r.Product,
        Flags = Words.Of(r.Flags),
        Config = r.Config,
        Mapping = r.Mapping,
        Version = ProductVersion.Text,
    };
}
