using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>Body of an <see cref="OeeRecord"/>.</summary>
internal static class OeeRecords
{
    public static void Encode(RecordWriter w, OeeRecord r)
    {
        w.Byte((byte)r.Window);
        w.Text(r.Shift);
        w.Int(r.Start);
        w.OptionalInt(r.End);
        w.Byte((byte)r.Status);
        w.Int(r.Rev);
        foreach (var ms in r.Times)
        {
            w.Int(ms);
        }

        w.Int(r.Unreasoned);
        w.Int(r.Failures);
        w.Int(r.MicroStops);
        w.Int(r.StopsWithoutReason);
        w.OptionalReal(r.Ideal);
        w.OptionalReal(r.FullyProductive);
        w.OptionalReal(r.FullyProductiveWithRecovered);
        w.Int(r.Total);
        w.Int(r.Good);
        w.Int(r.Scrap);
        w.Int(r.Rework);
        w.Int(r.Recovered);
        w.Int(r.RecoveredGood);
        w.Int(r.OutsidePlan);
        w.Int(r.OutsidePlanGood);
        w.OptionalReal(r.IdealCycle);
        w.OptionalReal(r.Target);
        w.Text(r.Order);
        w.Text(r.Product);
        w.UInt((ulong)r.Flags);
        w.Text(r.Config);
        w.Text(r.Mapping);
        w.Int(r.Rollovers);
        w.Int(r.Resets);
        w.Int(r.Implausible);
        w.Text(r.Team);
        w.Text(r.Bottleneck);
        w.Text(r.Cause);
        w.Int(r.Repairs);
        w.Int(r.RepairTime);
    }

    public static OeeRecord Decode(ref RecordReader r, string machine, long time) => new(machine, time)
    {
        // Initialisers run in this order, which is the order of the bytes.
        Window = (WindowKind)r.Enum((byte)WindowKind.Order),
        Shift = r.Text(),
        Start = r.Int(),
        End = r.OptionalInt(),
        Status = (RecordStatus)r.Enum((byte)RecordStatus.Final),
        Rev = (int)r.Int(),
        Times = Times(ref r),
        Unreasoned = r.Int(),
        Failures = (int)r.Int(),
        MicroStops = (int)r.Int(),
        StopsWithoutReason = (int)r.Int(),
        Ideal = r.OptionalReal(),
        FullyProductive = r.OptionalReal(),
        FullyProductiveWithRecovered = r.OptionalReal(),
        Total = r.Int(),
        Good = r.Int(),
        Scrap = r.Int(),
        Rework = r.Int(),
        Recovered = r.Int(),
        RecoveredGood = r.Int(),
        OutsidePlan = r.Int(),
        OutsidePlanGood = r.Int(),
        IdealCycle = r.OptionalReal(),
        Target = r.OptionalReal(),
        Order = r.Text(),
        Product = r.Text(),
        Flags = (RecordFlags)r.UInt(),
        Config = r.Text(),
        Mapping = r.Text(),
        Rollovers = (int)r.Int(),
        Resets = (int)r.Int(),
        Implausible = (int)r.Int(),
        Team = r.More ? r.Text() : "",
        Bottleneck = r.More ? r.Text() : "",
        Cause = r.More ? r.Text() : "",
        Repairs = r.More ? (int)r.Int() : 0,
        RepairTime = r.More ? r.Int() : 0,
    };

    private static CategoryTimes Times(ref RecordReader r)
    {
        var times = default(CategoryTimes);
        for (var i = 0; i < CategoryTimes.Count; i++)
        {
            times[i] = r.Int();
        }

        return times;
    }
}
