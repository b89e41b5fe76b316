using EdgeCollector.Core.Journal;
using EdgeCollector.Storage.Archive;

namespace EdgeCollector.Storage.Backup;

/// <summary>A file of a backup: where it lies, and its name in there.</summary>
internal readonly record struct BackupItem(string Path, string Name);

/// <summary>
/// What a backup holds: archive, journal, epoch, trusted certificates, configuration. Not the history, which is made anew; not our own key,
/// which never leaves the box; not secrets, which the configuration only points at.
/// </summary>
internal static class BackupContents
{
    public const string Data = "data/";
    public const string Configuration = "config/";
    private static readonly string[] Trust = [Path.Combine("pki", "trusted"), Path.Combine("pki", "rejected")];

    /// <summary>In the order in which they are to be copied while a collector goes on: the archive before the journal that continues it, and of
    /// the journal the newest segment first, so that what is written meanwhile lies behind its end and leaves no hole before it.</summary>
    /// <param name="configuration">The main file and those it names; the first is the main one.</param>
    public static IReadOnlyList<BackupItem> Of(string data, IReadOnlyList<string> configuration)
    {
        var items = new List<BackupItem>();
        var root = configuration.Count > 0 ? Path.GetDirectoryName(Path.GetFullPath(configuration[0]))! : "";
        items.AddRange(configuration.Select(path => new BackupItem(path, Configuration + Relative(root, path))));
        items.AddRange(Trust.SelectMany(folder => Files(data, folder)));
        items.AddRange(Files(data, Path.GetRelativePath(data, ArchiveFiles.In(data))));
        items.AddRange(Files(data, Path.GetRelativePath(data, JournalFolder.In(data))).OrderByDescending(Number));
        items.AddRange(new[] { Path.Combine(data, "epoch") }.Where(File.Exists).Select(path => new BackupItem(path, Data + "epoch")));
        return items;
    }

    private static IEnumerable<BackupItem> Files(string data, string folder)
    {
        var path = Path.Combine(data, folder);
        return !Directory.Exists(path) ? [] : Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)
            .Select(file => new BackupItem(file, Data + Relative(data, file)));
    }

    private static string Relative(string root, string path)
    {
        var relative = Path.GetRelativePath(root, path).Replace('\\', '/');
        return relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFileName(path) : relative;
    }

    /// <summary>Of a segment's present use; the cursor, which may be older than the segments but not newer, comes before them all.</summary>
    private static long Number(BackupItem item)
    {
        if (!item.Path.EndsWith(".segment", StringComparison.Ordinal))
        {
            return long.MaxValue;
        }

        using var file = new FileStream(item.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var head = new byte[4096];
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length ? 0 : SegmentNumber.Read(head);
    }
}
