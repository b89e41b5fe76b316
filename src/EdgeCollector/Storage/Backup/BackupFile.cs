using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;

namespace EdgeCollector.Storage.Backup;

/// <summary>A backup as a tar.gz that any tool can look into: a line that says what it is, then the files.</summary>
internal static class BackupFile
{
    private const string Manifest = "edgecollector-backup";
    private const int Version = 1;

    /// <summary>Writes it beside <paramref name="path"/> and gives it its name once it is whole and on the disk.</summary>
    /// <returns>Bytes of the files in it.</returns>
    /// <exception cref="IOException">A file cannot be read, or the backup not be written; nothing of it is left.</exception>
    public static long Write(string path, IReadOnlyList<BackupItem> items, CancellationToken stop)
    {
        var fresh = path + ".new";
        var bytes = 0L;
        try
        {
            using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
                using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
                {
                    tar.WriteEntry(Entry(Manifest, new MemoryStream(System.Text.Encoding.ASCII.GetBytes(
                        string.Create(CultureInfo.InvariantCulture, $"edgecollector backup {Version}\n")))));
                    foreach (var item in items)
                    {
                        stop.ThrowIfCancellationRequested();
                        using var content = Copy(item.Path);
                        bytes += content.Length;
                        tar.WriteEntry(Entry(item.Name, content));
                    }
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
            return bytes;
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    /// <summary>Unpacks it whole into an empty folder.</summary>
    /// <returns>How many files.</returns>
    /// <exception cref="InvalidDataException">It is no backup, of a later version, or damaged.</exception>
    /// <exception cref="IOException">It cannot be read, or the folder not be written.</exception>
    public static int Unpack(string path, string folder, CancellationToken stop)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        CheckManifest(tar.GetNextEntry());
        var count = 0;
        while (tar.GetNextEntry() is { } entry)
        {
            stop.ThrowIfCancellationRequested();
            if (entry.EntryType != TarEntryType.RegularFile || !IsOurs(entry.Name))
            {
                throw new InvalidDataException($"holds \"{entry.Name}\", which no backup of edgecollector has");
            }

            var target = Path.Combine(folder, entry.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            entry.ExtractToFile(target, overwrite: false);
            count++;
        }

        return count;
    }

    private static PaxTarEntry Entry(string name, Stream content) =>
        new(TarEntryType.RegularFile, name) { DataStream = content, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite };

    /// <summary>A file may grow while it is copied: it is taken as long as it is now.</summary>
    private static MemoryStream Copy(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        return new MemoryStream(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    private static void CheckManifest(TarEntry? entry)
    {
        if (entry?.Name != Manifest || entry.DataStream is null)
        {
            throw new InvalidDataException("is no backup of edgecollector");
        }

        var text = new StreamReader(entry.DataStream).ReadToEnd().Trim();
        if (!int.TryParse(text.AsSpan(text.LastIndexOf(' ') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            || version > Version)
        {
            throw new InvalidDataException($"was made by a later version (\"{text}\"; this one knows {Version}) – restore it with that one");
        }
    }

    private static bool IsOurs(string name) =>
        (name.StartsWith(BackupContents.Data, StringComparison.Ordinal) || name.StartsWith(BackupContents.Configuration, StringComparison.Ordinal))
        && !name.Split('/').Any(part => part is "" or "." or "..");
}
