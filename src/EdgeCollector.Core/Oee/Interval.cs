using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// A stretch of one raw category of a machine, up to the start of the next one: before calendar, micro-stops and reasons, which
/// <see cref="IntervalList"/> lays over it.
/// </summary>
internal struct Interval
{
    public const long NoEpisode = long.MinValue;

    /// <summary>ms UTC; the end is the next interval's start.</summary>
    public long Start;

    /// <summary>Start of the stop episode that this interval belongs to; <see cref="NoEpisode"/> outside stops.</summary>
    public long EpisodeStart;

    /// <summary>Sequence number of the input that opened the episode.</summary>
    public long OpenedBy;

    /// <summary>The PLC's stop code; 0: none.</summary>
    public long StopCode;

    /// <summary>Text id of the machine's own word at the start.</summary>
    public int Name;

    /// <summary>Text id.</summary>
    public int Product;

    /// <summary>Text id.</summary>
    public int Order;

    /// <summary>Number of the configuration in force.</summary>
    public int Configuration;

    public Category Category;

    /// <summary>The episode begins where Unknown ends, so its length is a lower bound and it is never micro.</summary>
    public bool AfterUnknown;

    public bool Unmapped;

    /// <summary>In unit mode Manual.</summary>
    public bool Manual;

    public readonly bool IsStop => EpisodeStart != NoEpisode;

    /// <summary>Down, Stop, Starved, Blocked, External: what makes an episode (oee-reference.md 6).</summary>
    public static bool IsStopCategory(Category category) => category is >= Category.Down and <= Category.External;

    public readonly bool SaysTheSame(in Interval other) =>
        Category == other.Category && StopCode == other.StopCode && Product == other.Product && Order == other.Order
        && Configuration == other.Configuration && Unmapped == other.Unmapped && Manual == other.Manual;

    public readonly void Export(RecordWriter w)
    {
        w.Int(Start);
        w.Int(EpisodeStart);
        w.Int(OpenedBy);
        w.Int(StopCode);
        w.UInt((uint)Name);
        w.UInt((uint)Product);
        w.UInt((uint)Order);
        w.UInt((uint)Configuration);
        w.Byte((byte)Category);
        w.Boolean(AfterUnknown);
        w.Boolean(Unmapped);
        w.Boolean(Manual);
    }

    public static Interval Import(ref RecordReader r) => new()
    {
        // Initialisers run in this order, which is the order of the bytes.
        Start = r.Int(),
        EpisodeStart = r.Int(),
        OpenedBy = r.Int(),
        StopCode = r.Int(),
        Name = r.Int32(),
        Product = r.Int32(),
        Order = r.Int32(),
        Configuration = r.Int32(),
        Category = FactRecords.Category(ref r),
        AfterUnknown = r.Boolean(),
        Unmapped = r.Boolean(),
        Manual = r.Boolean(),
    };
}
