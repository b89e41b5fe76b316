namespace EdgeCollector.Bridge;

/// <param name="Filter">Topics of the batches, <c>…/_edge_v1/node/lp/+</c> or with <c>+</c> for all nodes of the site.</param>
/// <param name="DeadLetterFile">Where refused lines are kept.</param>
internal sealed record BridgeSettings(string Filter, string DeadLetterFile)
{
    /// <summary>Bridges of the same group take turns over the batches, where the broker speaks MQTT 5; empty: this one gets all.</summary>
    public string Share { get; init; } = "";

    /// <summary>Bytes of one POST.</summary>
    public int PostLimit { get; init; } = 1024 * 1024;

    /// <summary>How long the first batch of a POST waits for more.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Bytes held in memory; what comes beyond stays with the broker.</summary>
    public long QueueLimit { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes of the dead-letter file; then it is set aside once, so that at most twice as much lies there.</summary>
    public long DeadLetterLimit { get; init; } = 16 * 1024 * 1024;

    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a stopped database is tried again: who mends it sees data again within 10 s.</summary>
    public TimeSpan StopProbe { get; init; } = TimeSpan.FromSeconds(10);
}
