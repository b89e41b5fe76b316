using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// A line's window from its machines': whose time is the line's is the rule's business, the pieces are those that leave the line, and the
/// ideal cycle is the bottleneck's for one finished unit. So A x P x Q is the line's OEE = ideal x good pieces leaving / known time.
/// </summary>
internal abstract class LineFold(LineDefinition line, IReadOnlyList<MachineEngine> machines)
{
    private const RecordFlags OfPieces = RecordFlags.Estimated | RecordFlags.Wrap | RecordFlags.Reset | RecordFlags.Implausible
        | RecordFlags.Clock | RecordFlags.QualityNotMeasured | RecordFlags.GoodExceedsTotal | RecordFlags.Degraded;

    /// <summary>In the order in which the product passes them.</summary>
    public IReadOnlyList<MachineEngine> Machines => machines;

    /// <summary>Its pieces leave the line.</summary>
    public MachineEngine Last => machines[^1];

    public abstract CalendarTimeline Calendar { get; }

    /// <summary>Whose time is the line's; null where that is no single machine.</summary>
    public virtual MachineEngine? Bottleneck => null;

    protected LineDefinition Definition => line;

    public static LineFold Of(LineDefinition line, IReadOnlyList<MachineEngine> machines) => line.Rule == LineRuleKind.Parallel
        ? new ParallelFold(line, machines)
        : new BottleneckFold(line, machines, Slowest(line, machines));

    public void Export(RecordWriter w, IReadOnlyList<MachineEngine> all)
    {
        ConfigurationRecords.Encode(w, line);
        w.List(machines, (w, machine) => w.UInt((ulong)Number(machine)));
        w.Int(Bottleneck is { } bottleneck ? Number(bottleneck) : -1);

        int Number(MachineEngine machine)
        {
            var number = 0;
            while (all[number] != machine)
            {
                number++;
            }

            return number;
        }
    }

    /// <summary>The machine that was the slowest when the rule began stays it, whatever has been configured since. Null: damaged.</summary>
    public static LineFold? Import(ref RecordReader r, IReadOnlyList<MachineEngine> all)
    {
        var line = ConfigurationRecords.DecodeLine(ref r);
        var numbers = r.List(static (ref RecordReader r) => r.Int32());
        var bottleneck = r.Int();
        if (r.Failed || numbers.Count == 0 || numbers.Any(number => number >= all.Count) || bottleneck >= all.Count)
        {
            r.Fail();
            return null;
        }

        MachineEngine[] machines = [.. numbers.Select(number => all[number])];
        return bottleneck < 0 ? new ParallelFold(line, machines) : new BottleneckFold(line, machines, all[(int)bottleneck]);
    }

    public abstract OeeRecord Build(OeeWindow window, long now);

    /// <summary>The record of a line: times as given, pieces of <paramref name="pieces"/>.</summary>
    protected OeeRecord Join(OeeRecord times, OeeRecord pieces)
    {
        var known = times.Ideal is not null;
        var record = times with
        {
            Machine = line.Name,
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
    private static MachineEngine Slowest(LineDefinition line, IReadOnlyList<MachineEngine> machines)
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
