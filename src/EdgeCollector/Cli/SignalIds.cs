using EdgeCollector.Core.Inputs;
using EdgeCollector.Storage.Archive;

namespace EdgeCollector.Cli;

/// <summary>The ids that machines and signals were given by earlier runs: each name keeps its own.</summary>
internal static class SignalIds
{
    public static SignalTable Of(string dataFolder)
    {
        var archive = new ArchiveFiles(ArchiveFiles.In(dataFolder));
        try
        {
            return archive.ConfigurationOf(archive.End().Epoch) is { Ids.Count: > 0 } configuration ? new(configuration.Ids) : new();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // An archive that cannot be read is said when the service opens it, and is no reason not to start.
            return new();
        }
    }
}
