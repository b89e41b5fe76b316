using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>`history`: the archive of facts behind pages and reports.</summary>
internal sealed record HistoryOptions
{
    public static readonly Section<HistoryOptions> Section = new Section<HistoryOptions>("history",
        "The archive of facts behind pages and reports.", new())
        .Key("keep", Values.Duration("1d", "36500d"), o => o.Keep, (o, v) => o with { Keep = v }, "How long facts are kept.")
        .Key("max_size", Values.Size("64MB", "1TB"), o => o.MaxSize, (o, v) => o with { MaxSize = v },
            "Most space on disk; the oldest facts go first.");

    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(400);

    public ByteSize MaxSize { get; init; } = new(2_000_000_000);
}
