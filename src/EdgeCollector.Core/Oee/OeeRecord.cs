namespace EdgeCollector.Core.Oee;

/// <summary>
/// Sums and identity of one window of one machine (oee-reference.md 13); it holds no ratio: <see cref="OeeFormula"/> divides, and
/// nobody else. Every record can be understood without its collector.
/// </summary>
public sealed record OeeRecord(string Machine, long Time) : Fact(Machine, Time)
{
    /// <summary><c>machine-window-startms</c>, with <c>.rN</c> from revision 1 on.</summary>
    public string Id => Rev == 0 ? $"{Machine}-{Name(Window)}-{Start}" : $"{Machine}-{Name(Window)}-{Start}.r{Rev}";

    public required WindowKind Window { get; init; }

    /// <summary><c>2026-11-23/early</c> for shift windows, else the shift at the start or empty.</summary>
    public string Shift { get; init; } = "";

    /// <summary>Window start, ms UTC.</summary>
    public required long Start { get; init; }

    /// <summary>Window end, ms UTC; null while live.</summary>
    public long? End { get; init; }

    public RecordStatus Status { get; init; }

    public int Rev { get; init; }

    /// <summary>Milliseconds per category up to <see cref="Fact.Time"/> or the end; they add up to calendar time.</summary>
    public CategoryTimes Times { get; init; }

    /// <summary>Stops longer than <c>minor_stop</c> that nobody gave a reason, ms (within Down..External).</summary>
    public long Unreasoned { get; init; }

    public int Failures { get; init; }

    public int MicroStops { get; init; }

    public int StopsWithoutReason { get; init; }

    /// <summary>Sum of ideal cycle x total over products, ms; null when a product without an ideal cycle was made (section 4).</summary>
    public double? Ideal { get; init; }

    /// <summary>Sum of ideal cycle x good over products, ms; null as <see cref="Ideal"/>, or when quality is not measured.</summary>
    public double? FullyProductive { get; init; }

    /// <summary>The same over counted and recovered pieces: numerator of <c>oeeCountBased</c>.</summary>
    public double? FullyProductiveWithRecovered { get; init; }

    /// <summary>Counted pieces of the window.</summary>
    public long Total { get; init; }

    public long Good { get; init; }

    public long Scrap { get; init; }

    public long Rework { get; init; }

    /// <summary>Pieces of an outage, known from the counter afterwards (total, good).</summary>
    public long Recovered { get; init; }

    public long RecoveredGood { get; init; }

    /// <summary>Pieces made in schedule loss (total, good).</summary>
    public long OutsidePlan { get; init; }

    public long OutsidePlanGood { get; init; }

    /// <summary>Ideal cycle of the current product, ms; null: none configured.</summary>
    public double? IdealCycle { get; init; }

    /// <summary>Down runs that began in a shift and ended in this window: the denominator of <c>mttrClock</c>.</summary>
    public int Repairs { get; init; }

    /// <summary>Their whole lengths by the clock, breaks and nights included, ms.</summary>
    public long RepairTime { get; init; }

    /// <summary>Team or teams of the shift; empty without a rotation.</summary>
    public string Team { get; init; } = "";

    /// <summary>Records of lines: the machine whose time this is (of parallel machines: empty).</summary>
    public string Bottleneck { get; init; } = "";

    /// <summary>Records of lines by first cause: the machine that cost the bottleneck most of its starved and blocked time; empty:
    /// none.</summary>
    public string Cause { get; init; } = "";

    /// <summary>Pieces that were due up to this moment: target ratio x planned time / ideal cycle; null without a target.</summary>
    public double? Target { get; init; }

    public string Order { get; init; } = "";

    public string Product { get; init; } = "";

    public RecordFlags Flags { get; init; }

    /// <summary>Configuration revision, <c>c…</c>.</summary>
    public string Config { get; init; } = "";

    /// <summary>State-mapping revision, <c>m…</c>.</summary>
    public string Mapping { get; init; } = "";

    /// <summary>Counter flags of the window, for <c>counterFlags</c> of a replay.</summary>
    public int Rollovers { get; init; }

    public int Resets { get; init; }

    public int Implausible { get; init; }

    /// <summary>Total over all products in planned, known time of <see cref="Times"/>: planned production, ms.</summary>
    public long Planned => Times.Sum() - Times[Category.NotScheduled] - Times[Category.Break] - Times[Category.PlannedDowntime]
        - Times[Category.NoDemand];

    /// <summary>Planned without Unknown: the denominator of the headline figures, ms.</summary>
    public long Known => Planned - Times[Category.Unknown];

    /// <summary>Running + MicroStop, ms.</summary>
    public long Run => Times[Category.Running] + Times[Category.MicroStop];

    private static string Name(WindowKind window) => window switch
    {
        WindowKind.Hour => "hour",
        WindowKind.Shift => "shift",
        _ => "order",
    };
}
