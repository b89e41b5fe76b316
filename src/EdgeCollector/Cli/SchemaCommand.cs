using System.CommandLine;
using EdgeCollector.Options;

namespace EdgeCollector.Cli;

/// <summary><c>schema</c>: the JSON Schema of the configuration, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command("schema", "Print the JSON Schema (draft-07) of the configuration file.");
        command.SetAction(_ =>
        {
            host.Out.Write(OptionsSchema.ToText());
            return ExitCodes.Ok;
        });
        return command;
    }
}
