using System.CommandLine;
using System.Reflection;

namespace EdgeCollector.Cli;

/// <summary><c>version</c>: the version of the program, one line.</summary>
internal static class VersionCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command("version", "Print the version.");
        command.SetAction(_ =>
        {
            var version = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
            host.Out.WriteLine(version?.InformationalVersion);
            return ExitCodes.Ok;
        });
        return command;
    }
}
