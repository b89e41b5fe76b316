using System.CommandLine;
using EdgeCollector.Options;

namespace EdgeCollector.Cli;

/// <summary><c>--config FILE</c>, the same for every verb, and <c>--json</c>.</summary>
internal static class ConfigOption
{
    public static Option<string?> Config() => new("--config")
    {
        Description = $"Configuration file; else {ConfigurationLoader.FileName} here, else {ConfigurationLoader.SystemFile}.",
        HelpName = "FILE",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON." };

    public static LoadedConfiguration Load(string? given, CliHost host)
    {
        var path = ConfigurationLoader.Locate(given, host.WorkingDirectory);
        return ConfigurationLoader.Load(path, host.Environment);
    }
}
