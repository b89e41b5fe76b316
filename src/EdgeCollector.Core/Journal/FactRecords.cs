using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>Bodies of facts, fields in the order of their declaration; a later version appends.</summary>
internal static class FactRecords
{
    public static RecordKind KindOf(Fact fact) => fact switch
    {
        StateFact => RecordKind.StateFact,
        CountFact => RecordKind.CountFact,
        StopFact => RecordKind.StopFact,
        DowntimeHourFact => RecordKind.DowntimeHourFact,
        GapFact => RecordKind.GapFact,
        OeeRecord => RecordKind.OeeRecord,
        BaselineFact => RecordKind.BaselineFact,
        _ => throw new ArgumentException($"The journal has no format for a fact of type {fact.GetType().Name}; add it to FactRecords."),
    };

    public static void Encode(RecordWriter w, Fact fact)
    {
        w.Text(fact.Machine);
        w.Int(fact.Time);
        switch (fact)
        {
            case StateFact f:
                w.Byte((byte)f.Category);
                w.Text(f.Name);
                w.OptionalInt(f.Code);
                w.Text(f.Mode);
                w.Boolean(f.PackMl);
                break;
            case CountFact f:
                w.OptionalInt(f.Total);
                w.OptionalInt(f.Good);
                w.OptionalInt(f.Scrap);
                w.OptionalInt(f.Rework);
                break;
            case StopFact f:
                Encode(w, f);
                break;
            case DowntimeHourFact f:
                w.Int(f.Hour);
                w.List(f.Reasons, static (w, r) =>
                {
                    w.Text(r.Reason);
                    w.Int(r.Milliseconds);
                    w.Int(r.Stops);
                });
                break;
            case GapFact f:
                w.Int(f.From);
                w.Int(f.To);
                w.Text(f.Reason);
                break;
            case OeeRecord f:
                OeeRecords.Encode(w, f);
                break;
            case BaselineFact f:
                BaselineRecords.Encode(w, f);
                break;
        }
    }

    /// <summary>False if the bytes are no such fact; also for a kind that this version does not know.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> body, RecordKind kind, out Fact? fact)
    {
        var r = new RecordReader(body);
        var machine = r.Text();
        var time = r.Int();
        fact = kind switch
        {
            RecordKind.StateFact => new StateFact(machine, time, Category(ref r), r.Text(), r.OptionalInt(), r.Text(), r.Boolean()),
            RecordKind.CountFact => new CountFact(machine, time, r.OptionalInt(), r.OptionalInt(), r.OptionalInt(), r.OptionalInt()),
            RecordKind.StopFact => DecodeStop(ref r, machine, time),
            RecordKind.DowntimeHourFact => new DowntimeHourFact(machine, time, r.Int(), r.List(static (ref RecordReader r) =>
                new ReasonTotal(r.Text(), r.Int(), (int)r.Int()))),
            RecordKind.GapFact => new GapFact(machine, time, r.Int(), r.Int(), r.Text()),
            RecordKind.OeeRecord => OeeRecords.Decode(ref r, machine, time),
            RecordKind.BaselineFact => BaselineRecords.Decode(ref r, machine, time),
            _ => null,
        };
        if (r.Failed)
        {
            fact = null;
        }

        return fact is not null;
    }

    /// <summary>A whole fact as a block; an empty one stands for none.</summary>
    public static void EncodeBlock(RecordWriter w, Fact? fact)
    {
        var begin = w.Begin();
        if (fact is not null)
        {
            Encode(w, fact);
        }

        w.End(begin);
    }

    public static T? DecodeBlock<T>(ref RecordReader r, RecordKind kind)
        where T : Fact
    {
        var body = r.Bytes(r.Int32());
        if (!body.IsEmpty && TryDecode(body, kind, out var fact))
        {
            return (T)fact!;
        }

        if (!body.IsEmpty)
        {
            r.Fail();
        }

        return null;
    }

    public static Category Category(ref RecordReader r) => (Category)r.Enum(CategoryTimes.Count - 1);

    private static void Encode(RecordWriter w, StopFact f)
    {
        w.Text(f.Id);
        w.Byte((byte)f.Event);
        w.Int(f.Start);
        w.OptionalInt(f.End);
        w.Text(f.Reason);
        w.Text(f.Group);
        w.Byte((byte)f.Category);
        w.Boolean(f.Minor);
        w.Text(f.Source);
        w.OptionalInt(f.StopCode);
        w.Text(f.Name);
        w.Text(f.Note);
        w.Byte((byte)f.Status);
        w.Int(f.Rev);
        w.UInt((ulong)f.Flags);
    }

    private static StopFact DecodeStop(ref RecordReader r, string machine, long time) => new(
        machine, time, r.Text(), (StopEvent)r.Enum((byte)StopEvent.Withdrawn), r.Int(), r.OptionalInt(), r.Text(), r.Text(),
        Category(ref r), r.Boolean(), r.Text(), r.OptionalInt(), r.Text(), r.Text(), (RecordStatus)r.Enum((byte)RecordStatus.Final),
        (int)r.Int(), (RecordFlags)r.UInt());
}
