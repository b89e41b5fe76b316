using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>`journal`: the log of everything measured, until it is stored elsewhere.</summary>
internal sealed record JournalOptions
{
    public static readonly Section<JournalOptions> Section = new Section<JournalOptions>("journal",
        "The log of everything measured, until it is stored elsewhere.", new())
        .Key("commit", Values.Duration("20ms", "1m"), o => o.Commit, (o, v) => o with { Commit = v },
            "Longest wait for the disk: the GPIO edges a power cut can take. Shorter costs card wear.")
        .Key("max_size", Values.Size("64MB", "1TB"), o => o.MaxSize, (o, v) => o with { MaxSize = v },
            "Most space on disk; unset, the smaller of 2GB and a quarter of the file system.")
        .Key("keep_stored", Values.Duration("0s", "400d"), o => o.KeepStored, (o, v) => o with { KeepStored = v },
            "How long a segment stays after the store acknowledgement.")
        .Key("replay_window", Values.Duration("1m", "400d"), o => o.ReplayWindow, (o, v) => o with { ReplayWindow = v },
            "How long a segment stays after the broker's acknowledgement where no bridge answers.");

    public TimeSpan Commit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Null: the smaller of 2 GB and a quarter of the file system.</summary>
    public ByteSize? MaxSize { get; init; }

    public TimeSpan KeepStored { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan ReplayWindow { get; init; } = TimeSpan.FromHours(24);
}
