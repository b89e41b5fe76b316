namespace EdgeCollector.Core.Oee;

/// <summary>
/// A line's window from its machines': whose time is the line's is the rule's business, the pieces are those that leave the line, and the
/// ideal cycle is the bottleneck's for one finished unit. So A x P x Q is the line's OEE = ideal x good pieces leaving / known time.
/// </summary>
internal abstract class LineFold(string name, IReadOnlyList<MachineEngine> machines)
{
    private const RecordFlags OfPieces = RecordFlags.Estimated | RecordFlags.Wrap | RecordFlags.Reset | RecordFlags.Implausible
        | RecordFlags.Clock | RecordFlags.QualityNotMeasured | RecordFlags.GoodExceedsTotal | RecordFlags.Degraded;

    /// <summary>In the order in which the product passes them.</summary>
    public IReadOnlyList<MachineEngine> Machines => machines;

    /// <summary>Its pieces leave the line.</summary>
    public MachineEngine Last => machines[^1];

    public abstract CalendarTimeline Calendar { get; }

    public static LineFold Of(LineDefinition line, IReadOnlyList<MachineEngine> machines) => line.Rule == LineRuleKind.Parallel
        ? new ParallelFold(line, machines)
        : new BottleneckFold(line, machines, Bottleneck(line, machines));

    public abstract OeeRecord Build(OeeWindow window, long now);

    /// <summary>The record of a line: times as given, pieces of <paramref name="pieces"/>.</summary>
    protected OeeRecord Join(OeeRecord times, OeeRecord pieces)
    {
        var known = times.Ideal is not null;
        var record = times with
        {
            Machine = name,
            Ideal = known ? pieces.Ideal : null,
            FullyProductive = known ? pieces.FullyProductive : null,
            FullyProductiveWithRecovered = known ? pieces.FullyProductiveWithRecovered : null,
            Total = pieces.Total,
            Good = pieces.Good,
            Scrap = pieces.Scrap,
            Rework = pieces.Rework,
            Recovered = pieces.Recovered,
            RecoveredGood = pieces.RecoveredGood,
            OutsidePlan = pieces.OutsidePlan,
            OutsidePlanGood = pieces.OutsidePlanGood,
            Rollovers = pieces.Rollovers,
            Resets = pieces.Resets,
            Implausible = pieces.Implausible,
            Flags = (times.Flags & ~(OfPieces | RecordFlags.IdealCycleSuspect)) | (times.Flags & (RecordFlags.Clock | RecordFlags.Estimated
                | RecordFlags.Degraded)) | (pieces.Flags & OfPieces),
        };
        var whole = record.Window == WindowKind.Shift && record.End is not null;
        return record with
        {
            Target = OeeFormula.Due(record, Last.Machine.Definition.Target),
            Flags = record.Flags | (OeeFormula.Performance(record) > (whole ? 1.0 : 1.1) ? RecordFlags.IdealCycleSuspect : 0),
        };
    }

    /// <summary>ms per finished unit at a machine; NaN: no ideal cycle.</summary>
    protected static double PerUnit(MachineEngine machine, int product, long time) =>
        machine.Tracker.IdealAt(product, time) * machine.Machine.Definition.PerUnit;

    /// <summary>Configured, or the largest ideal cycle per finished unit (section 12); of equals the first.</summary>
    private static MachineEngine Bottleneck(LineDefinition line, IReadOnlyList<MachineEngine> machines)
    {
        var slowest = machines[^1];
        var longest = double.NaN;
        foreach (var machine in machines)
        {
            if (machine.Name == line.Bottleneck)
            {
                return machine;
            }

            var cycle = (machine.Machine.LongestIdeal ?? double.NaN) * machine.Machine.Definition.PerUnit;
            if (cycle > longest || (double.IsNaN(longest) && !double.IsNaN(cycle)))
            {
                (slowest, longest) = (machine, cycle);
            }
        }

        return slowest;
    }
}
