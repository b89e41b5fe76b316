using System.CommandLine;
using EdgeCollector.Options;

namespace EdgeCollector.Cli;

/// <summary><c>--data DIR</c>: beats the configuration's folder; without either, ./data.</summary>
internal static class DataOption
{
    public static Option<string?> Data() =>
        new("--data") { Description = "Data folder; else node.data of the configuration, else ./data.", HelpName = "DIR" };

    /// <summary>The folder. A configuration that does not exist is no error here: trust comes before it. A bad one is.</summary>
    /// <returns>Null after printing what is wrong with the configuration.</returns>
    public static string? Folder(string? data, string? config, CliHost host)
    {
        if (data is not null) return Path.GetFullPath(data, host.WorkingDirectory);

        var path = Path.Combine(host.WorkingDirectory, ConfigurationLoader.Locate(config, host.WorkingDirectory));
        if (config is null && !File.Exists(path)) return Path.GetFullPath(new NodeOptions().Data, host.WorkingDirectory);

        var loaded = ConfigurationLoader.Load(path, host.Environment);
        if (loaded.Options is { } options) return Path.GetFullPath(options.Node.Data, host.WorkingDirectory);

        DiagnosticPrinter.Print(loaded, host.Error, colour: false);
        return null;
    }
}
