using System.CommandLine;
using EdgeCollector.Explain;
using EdgeCollector.Options;
using EdgeCollector.Storage.Archive;

namespace EdgeCollector.Cli;

/// <summary><c>explain ID</c>: formula, intervals, counts, facts, edits behind one record, recomputed from the archive. Takes no
/// lock.</summary>
internal static class ExplainCommand
{
    private const int MostRows = 40;

    public static Command Create(CliHost host)
    {
        var id = new Argument<string>("ID")
        {
            Description = "As published: filler1-shift-1795410000000, with .r2 for a revision, or a stop's id.",
        };
        var config = ConfigOption.Config();
        var data = DataOption.Data();
        var json = ConfigOption.Json();
        var all = new Option<bool>("--all") { Description = "Every row of long lists." };
        var command = new Command(
            "explain", "What one record was made of: formula, intervals, counts, facts, edits; recomputed from the archive.")
        {
            id, config, data, json, all,
        };
        command.SetAction((parsed, stop) => Task.FromResult(Run(
            parsed.GetValue(id)!, parsed.GetValue(config), parsed.GetValue(data), parsed.GetValue(json), parsed.GetValue(all), host,
            stop)));
        return command;
    }

    private static int Run(string text, string? config, string? data, bool json, bool all, CliHost host, CancellationToken stop)
    {
        if (!RecordId.TryParse(text, out var id))
        {
            host.Error.WriteLine($"edgecollector explain: \"{text}\" is no id of a record – like filler1-shift-1795410000000, "
                + "filler1-hour-1795410000000.r1 or edge-line1.1795406400.86977");
            return ExitCodes.Usage;
        }

        if (DataOption.Folder(data, config, host) is not { } folder)
        {
            return ExitCodes.Configuration;
        }

        try
        {
            var evidence = new ExplainRunner(new ArchiveFiles(ArchiveFiles.In(folder))).Explain(id, stop);
            if (json)
            {
                host.Out.WriteLine(System.Text.Encoding.UTF8.GetString(ExplanationJson.Write(evidence)));
            }
            else
            {
                new ExplanationText(host.Out, Zone(config, host), all ? int.MaxValue : MostRows).Write(evidence);
            }

            return evidence.Differences.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (NotExplainedException e)
        {
            host.Error.WriteLine($"edgecollector explain: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            host.Error.WriteLine($"edgecollector explain: the archive in {folder} cannot be read: {e.Message}");
        }

        return ExitCodes.Failed;
    }

    /// <summary>The site's zone where there is a configuration, else UTC.</summary>
    private static TimeZoneInfo Zone(string? config, CliHost host) =>
        ConfigOption.Load(config, host).Options is { } options ? ConfiguredZone.Of(options.Node) : TimeZoneInfo.Utc;
}
