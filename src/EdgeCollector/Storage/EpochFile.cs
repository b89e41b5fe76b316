using System.Globalization;

namespace EdgeCollector.Storage;

/// <summary>
/// The last epoch that was begun, so that two starts never share ids: epoch = max(last + 1, Unix seconds). The clock part keeps ids apart
/// where the data directory was lost, the count where the clock stood still or went back.
/// </summary>
internal static class EpochFile
{
    private const string Name = "epoch";

    /// <summary>ENOSPC.</summary>
    private const int NoSpace = 28;

    /// <summary>Begins the next epoch; it is on disk before this returns, unless the disk is full: then the clock alone, and what the journal
    /// knows, keep it unique.</summary>
    /// <param name="atLeast">Where the file was lost and the journal knows better.</param>
    /// <exception cref="IOException">The data directory cannot be written.</exception>
    public static long Next(string dataFolder, TimeProvider time, long atLeast = 0)
    {
        Directory.CreateDirectory(dataFolder);
        var path = Path.Combine(dataFolder, Name);
        var last = File.Exists(path)
            && long.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0;
        var epoch = Math.Max(Math.Max(last + 1, atLeast), time.GetUtcNow().ToUnixTimeSeconds());
        var fresh = path + ".new";
        try
        {
            using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(epoch.ToString(CultureInfo.InvariantCulture)));
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
        }
        catch (IOException e) when (e.HResult == NoSpace)
        {
            File.Delete(fresh);
        }

        return epoch;
    }
}
