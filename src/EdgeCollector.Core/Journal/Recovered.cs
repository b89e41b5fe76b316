namespace EdgeCollector.Core.Journal;

/// <summary>What lay on the disk when the log was opened.</summary>
/// <param name="Epochs">Oldest first.</param>
/// <param name="First">Lowest id kept.</param>
/// <param name="Last">Highest id kept; below <paramref name="First"/>: none.</param>
/// <param name="Segments">That hold something.</param>
/// <param name="DamagedBytes">Put into quarantine; of the segments that were read whole, which are the newest and those that look damaged.</param>
/// <param name="Unreadable">Files that could not be read at all, and are left alone.</param>
public sealed record Recovered(
    IReadOnlyList<RecoveredEpoch> Epochs, long First, long Last, int Segments, long DamagedBytes, int Unreadable)
{
    /// <summary>The newest; 0: none.</summary>
    public long Epoch => Epochs.Count > 0 ? Epochs[^1].Epoch : 0;

    /// <summary>What lies in a journal's folder, without opening it for a run.</summary>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    public static Recovered In(IBlockFolder folder) => SegmentLog.Inspect(folder, new SegmentOptions());
}

/// <summary>Ids of one epoch that are kept; some within may be missing.</summary>
public sealed record RecoveredEpoch(long Epoch, long First, long Last);
