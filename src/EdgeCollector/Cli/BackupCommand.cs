using System.CommandLine;
using System.Globalization;
using EdgeCollector.Options;
using EdgeCollector.Storage.Backup;

namespace EdgeCollector.Cli;

/// <summary><c>backup FILE</c>: everything a spare box needs to go on. Takes no lock: the collector goes on meanwhile.</summary>
internal static class BackupCommand
{
    public static Command Create(CliHost host)
    {
        var file = new Argument<string>("FILE") { Description = "To be written: line1.tar.gz." };
        var config = ConfigOption.Config();
        var data = DataOption.Data();
        var command = new Command(
            "backup", "Journal, archive, configuration and trusted certificates as one file; not our own key, and no secrets.")
        {
            file, config, data,
        };
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

        var target = Path.GetFullPath(file, host.WorkingDirectory);
        try
        {
            var items = BackupContents.Of(folder, Configuration(config, host));
            if (!items.Any(item => item.Name.StartsWith(BackupContents.Data, StringComparison.Ordinal)))
            {
                host.Error.WriteLine($"edgecollector backup: {folder} holds no data of a collector – give its folder with --data");
                return ExitCodes.Failed;
            }

            var bytes = BackupFile.Write(target, items, stop);
            host.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{target}: {items.Count} files, {bytes / 1e6:0.0} MB in {new FileInfo(target).Length / 1e6:0.0} MB"));
            return ExitCodes.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            host.Error.WriteLine($"edgecollector backup: {e.Message}");
            return ExitCodes.Failed;
        }
    }

    /// <summary>The main file, its conf.d, and the tables and calendars that they name and that lie beside them.</summary>
    private static List<string> Configuration(string? config, CliHost host)
    {
        var main = Path.GetFullPath(ConfigurationLoader.Locate(config, host.WorkingDirectory), host.WorkingDirectory);
        if (!File.Exists(main))
        {
            return [];
        }

        var folder = Path.GetDirectoryName(main)!;
        var parts = Path.Combine(folder, "conf.d");
        return
        [
            main,
            .. Directory.Exists(parts) ? Directory.GetFiles(parts, "*.yaml") : [],
            .. Directory.GetFiles(folder).Where(path => Path.GetExtension(path) is ".csv" or ".ics"),
        ];
    }
}
