using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>One window of one machine and what was published of it.</summary>
internal sealed class OeeWindow(WindowKind kind, long start, long end, string shift)
{
    public WindowKind Kind { get; } = kind;

    public long Start { get; } = start;

    /// <summary>Earlier than planned where a new calendar cut it.</summary>
    public long End { get; set; } = end;

    public string Shift { get; } = shift;

    public string Team { get; init; } = "";

    /// <summary>The same stretch, nothing stated of it.</summary>
    public OeeWindow Copy() => new(Kind, Start, End, Shift) { Team = Team, Order = Order };

    public string Order { get; set; } = "";

    public RecordStatus Status { get; set; }

    public int Rev { get; set; }

    /// <summary>A late fact changed it after it was settled.</summary>
    public bool Late { get; set; }

    /// <summary>What was published when it was last settled.</summary>
    public OeeRecord? Settled { get; set; }

    public DowntimeHourFact? Downtime { get; set; }

    /// <summary>Windows of a line: the rule with which it began.</summary>
    public LineFold? Line { get; set; }

    /// <summary>All but <see cref="Line"/>, which the line's engine looks after.</summary>
    public void Export(RecordWriter w)
    {
        w.Byte((byte)Kind);
        w.Int(Start);
        w.Int(End);
        w.Text(Shift);
        w.Text(Team);
        w.Text(Order);
        w.Byte((byte)Status);
        w.Int(Rev);
        w.Boolean(Late);
        FactRecords.EncodeBlock(w, Settled);
        FactRecords.EncodeBlock(w, Downtime);
    }

    public static OeeWindow Import(ref RecordReader r) =>
        new((WindowKind)r.Enum((byte)WindowKind.Order), r.Int(), r.Int(), r.Text())
        {
            Team = r.Text(),
            Order = r.Text(),
            Status = (RecordStatus)r.Enum((byte)RecordStatus.Final),
            Rev = (int)r.Int(),
            Late = r.Boolean(),
            Settled = FactRecords.DecodeBlock<OeeRecord>(ref r, RecordKind.OeeRecord),
            Downtime = FactRecords.DecodeBlock<DowntimeHourFact>(ref r, RecordKind.DowntimeHourFact),
        };
}
