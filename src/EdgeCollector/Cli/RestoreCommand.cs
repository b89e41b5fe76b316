using System.CommandLine;
using System.Globalization;
using EdgeCollector.Options;
using EdgeCollector.Storage;
using EdgeCollector.Storage.Archive;
using EdgeCollector.Storage.Backup;

namespace EdgeCollector.Cli;

/// <summary><c>restore FILE</c>: a backup into a folder that has no data yet. Whole or not at all; the next start begins a new epoch.</summary>
internal static class RestoreCommand
{
    private const string Configuration = "restored-config";

    public static Command Create(CliHost host)
    {
        var file = new Argument<string>("FILE") { Description = "As backup wrote it." };
        var config = ConfigOption.Config();
        var data = DataOption.Data();
        var command = new Command("restore", "A backup into an empty data folder; the configuration where there is none.") { file, config, data };
        command.SetAction((parsed, stop) =>
            Task.FromResult(Run(parsed.GetValue(file)!, parsed.GetValue(config), parsed.GetValue(data), host, stop)));
        return command;
    }

    private static int Run(string file, string? config, string? data, CliHost host, CancellationToken stop)
    {
        if (DataOption.Folder(data, config, host) is not { } folder)
        {
            return ExitCodes.Configuration;
        }

        var source = Path.GetFullPath(file, host.WorkingDirectory);
        try
        {
            using var taken = FileLock.Take(folder);
            if (Directory.Exists(JournalFolder.In(folder)) || Directory.Exists(ArchiveFiles.In(folder)))
            {
                host.Error.WriteLine(
                    $"edgecollector restore: {folder} holds data already – move it away, or give an empty folder with --data");
                return ExitCodes.Failed;
            }

            Restore(source, folder, Path.GetFullPath(ConfigurationLoader.Locate(config, host.WorkingDirectory), host.WorkingDirectory), host, stop);
            return ExitCodes.Ok;
        }
        catch (InvalidDataException e)
        {
            host.Error.WriteLine($"edgecollector restore: {source} {e.Message}");
            return ExitCodes.Configuration;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            host.Error.WriteLine($"edgecollector restore: {e.Message}");
            return ExitCodes.Failed;
        }
    }

    private static void Restore(string source, string folder, string config, CliHost host, CancellationToken stop)
    {
        var fresh = Path.Combine(folder, "restoring");
        try
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
            Directory.CreateDirectory(fresh);
            var count = BackupFile.Unpack(source, fresh, stop);
            var data = Path.Combine(fresh, BackupContents.Data);

            // Beyond any epoch that was begun after the backup, as far as this box's clock is right.
            EpochFile.Next(data, host.Time);
            Move(data, folder);
            host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folder}: {count} files; the next start begins a new epoch"));
            RestoreConfiguration(Path.Combine(fresh, BackupContents.Configuration), folder, config, host);
        }
        finally
        {
            Directory.Delete(fresh, recursive: true);
        }
    }

    /// <summary>By name only, on one file system; the journal last.</summary>
    private static void Move(string from, string to)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(from).OrderBy(path => path == JournalFolder.In(from) ? 1 : 0))
        {
            var target = Path.Combine(to, Path.GetFileName(path));
            if (Directory.Exists(path) && Directory.Exists(target)) Move(path, target);
            else if (Directory.Exists(path)) Directory.Move(path, target);
            else File.Move(path, target, overwrite: true);
        }
    }

    private static void RestoreConfiguration(string from, string data, string config, CliHost host)
    {
        if (!Directory.Exists(from))
        {
            return;
        }

        var there = File.Exists(config);
        var target = there ? Path.Combine(data, Configuration) : Path.GetDirectoryName(config)!;
        Directory.CreateDirectory(target);
        Move(from, target);
        host.Out.WriteLine(there ? $"{config} is kept; the backup's configuration lies in {target}" : $"configuration in {target}");
    }
}
