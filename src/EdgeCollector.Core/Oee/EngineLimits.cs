namespace EdgeCollector.Core.Oee;

/// <summary>How much an engine remembers.</summary>
/// <param name="Horizon">ms behind now within which a fact is still placed.</param>
/// <param name="MaxPages">Pages of 4 kB per machine; beyond it the oldest keep their sums only.</param>
/// <param name="Windows">Keeps hour and shift windows and tells stops; a replay asks for its reports instead.</param>
public sealed record EngineLimits(long Horizon, int MaxPages, bool Windows)
{
    public static EngineLimits Live { get; } = new(WindowBook.Horizon, Timeline.MaxPages, true);

    /// <summary>Everything a file holds, in whatever order it comes.</summary>
    public static EngineLimits Unbounded { get; } = new(long.MaxValue, int.MaxValue, false);
}
