using System.CommandLine;
using System.Text.Json;
using EdgeCollector.Options;

namespace EdgeCollector.Cli;

/// <summary><c>validate</c>: every error of the configuration at once, without connecting.</summary>
internal static class ValidateCommand
{
    public static Command Create(CliHost host)
    {
        var (config, json) = (ConfigOption.Config(), ConfigOption.Json());
        var command = new Command("validate",
            "Check the configuration: every error at once, with file, line, column and a suggestion.") { config, json };
        command.SetAction(parsed => Run(ConfigOption.Load(parsed.GetValue(config), host), parsed.GetValue(json), host));
        return command;
    }

    private static int Run(LoadedConfiguration configuration, bool json, CliHost host)
    {
        var exit = configuration.Options is null ? ExitCodes.Configuration : ExitCodes.Ok;
        if (json)
        {
            host.Out.WriteLine(JsonText.Write(writer => WriteJson(writer, configuration, exit)));
        }
        else if (configuration.Diagnostics.Count > 0)
        {
            DiagnosticPrinter.Print(configuration, host.Out, host.Colour);
        }
        else
        {
            var (lines, machines) = (configuration.Options!.Lines.Length, configuration.Options.Machines.Count());
            var plant = FormattableString.Invariant(
                $"{lines} {(lines == 1 ? "line" : "lines")}, {machines} {(machines == 1 ? "machine" : "machines")}");
            host.Out.WriteLine($"✓ {configuration.Root!.At.Source.Name}  {plant} – no errors, no warnings");
        }

        return exit;
    }

    private static void WriteJson(Utf8JsonWriter writer, LoadedConfiguration configuration, int exit)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid", configuration.Options is not null);
        writer.WriteNumber("exit", exit);
        writer.WriteStartArray("diagnostics");
        foreach (var found in configuration.Diagnostics)
        {
            writer.WriteStartObject();
            writer.WriteString("severity", found.Severity == Severity.Error ? "error" : "warning");
            writer.WriteString("file", found.At.Source.Name);
            writer.WriteNumber("line", found.At.Line);
            writer.WriteNumber("column", found.At.Column);
            writer.WriteString("path", found.Path);
            writer.WriteString("message", found.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
