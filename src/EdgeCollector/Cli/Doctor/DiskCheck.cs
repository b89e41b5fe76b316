using System.Globalization;

namespace EdgeCollector.Cli.Doctor;

/// <summary>The data folder can be written, and has room for the journal.</summary>
internal static class DiskCheck
{
    private const double Gigabyte = 1e9;

    /// <summary>Without a limit in the configuration the journal takes at most this.</summary>
    private const double DefaultJournal = 2e9;

    public static Finding Run(Installation box)
    {
        try
        {
            Directory.CreateDirectory(box.Data);
            var probe = Path.Combine(box.Data, $".doctor-{Environment.ProcessId}");
            File.WriteAllBytes(probe, new byte[4096]);
            File.Delete(probe);
            var drive = new DriveInfo(Path.GetFullPath(box.Data));
            var limit = box.Options.Journal.MaxSize?.Bytes ?? Math.Min(DefaultJournal, drive.TotalSize / 4.0);
            var text = string.Create(CultureInfo.InvariantCulture,
                $"{box.Data}: {drive.AvailableFreeSpace / Gigabyte:0.0} GB free, the journal takes up to {limit / Gigabyte:0.0} GB");
            return drive.AvailableFreeSpace > limit
                ? Finding.Ok("disk", "", text)
                : Finding.Warning("disk", "", text + " – make room, or set a smaller journal.max_size");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Failed("disk", "", $"{box.Data} cannot be written ({e.Message}) – give the service's user the folder: chown -R");
        }
    }
}
