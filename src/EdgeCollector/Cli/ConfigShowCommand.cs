using System.CommandLine;
using EdgeCollector.Options;

namespace EdgeCollector.Cli;

/// <summary><c>config show</c>: every value in effect and where it came from; secrets stay hidden.</summary>
internal static class ConfigShowCommand
{
    public static Command Create(CliHost host)
    {
        var (config, json) = (ConfigOption.Config(), ConfigOption.Json());
        var show = new Command("show", "Print each value in effect with its origin: default, file, conf.d or environment.")
        {
            config, json,
        };
        show.SetAction(parsed => Run(ConfigOption.Load(parsed.GetValue(config), host), parsed.GetValue(json), host));
        return new Command("config", "Look at the configuration.") { show };
    }

    private static int Run(LoadedConfiguration configuration, bool json, CliHost host)
    {
        if (configuration.Options is null)
        {
            DiagnosticPrinter.Print(configuration, host.Error, colour: false);
            return ExitCodes.Configuration;
        }

        var lines = configuration.Show();
        if (json)
        {
            host.Out.WriteLine(JsonText.Write(writer =>
            {
                writer.WriteStartArray();
                foreach (var line in lines)
                {
                    writer.WriteStartObject();
                    writer.WriteString("path", line.Path);
                    writer.WriteString("value", line.Value);
                    writer.WriteString("origin", line.Origin);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }));
            return ExitCodes.Ok;
        }

        var (paths, values) = (lines.Max(line => line.Path.Length), Math.Min(50, lines.Max(line => line.Value.Length)));
        foreach (var line in lines)
        {
            host.Out.WriteLine($"{line.Path.PadRight(paths)}  {line.Value.PadRight(values)}  {line.Origin}");
        }

        return ExitCodes.Ok;
    }
}
