using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeCollector.Core.Journal;
using EdgeCollector.Storage;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Cli;

/// <summary><c>ledger</c>: where every id went that the journal ever took. Takes no lock; beside a running collector it may be some seconds
/// behind.</summary>
internal static class LedgerCommand
{
    public static Command Create(CliHost host)
    {
        var config = ConfigOption.Config();
        var data = DataOption.Data();
        var json = ConfigOption.Json();
        var command = new Command("ledger", "What came in, and where it went: stored, pending, or dropped for a reason. It has to balance.")
        {
            config, data, json,
        };
        command.SetAction(parsed => Run(parsed.GetValue(config), parsed.GetValue(data), parsed.GetValue(json), host));
        return command;
    }

    private static int Run(string? config, string? data, bool json, CliHost host)
    {
        if (DataOption.Folder(data, config, host) is not { } folder)
        {
            return ExitCodes.Configuration;
        }

        try
        {
            if (JournalFolder.ReadLedger(folder) is not { } ledger)
            {
                host.Error.WriteLine($"edgecollector ledger: {folder} holds no journal – give the data folder of a collector with --data");
                return ExitCodes.Failed;
            }

            host.Out.WriteLine(json ? Json(ledger) : Text(ledger));
            return ledger.Balanced ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            host.Error.WriteLine($"edgecollector ledger: the journal in {folder} cannot be read: {e.Message}");
            return ExitCodes.Failed;
        }
    }

    private static string Json(Ledger ledger)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new() { Indented = true }))
        {
            writer.WriteStartObject();
            Write(writer, ledger.Read());
            writer.WriteBoolean("balanced", ledger.Balanced);
            writer.WriteStartObject("lanes");
            foreach (var lane in Enum.GetValues<Lane>())
            {
                writer.WriteStartObject(lane.ToString().ToLowerInvariant());
                Write(writer, ledger.Read(lane));
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, LedgerLine line)
    {
        writer.WriteNumber("in", line.In);
        writer.WriteNumber("stored", line.Stored);
        writer.WriteNumber("by_puback", line.ByPuback);
        writer.WriteNumber("pending", line.Pending);
        writer.WriteStartObject("dropped");
        for (var reason = 0; reason < line.Dropped.Count; reason++)
        {
            writer.WriteNumber(LedgerText.Reason(reason), line.Dropped[reason]);
        }

        writer.WriteEndObject();
    }

    private static string Text(Ledger ledger)
    {
        var (raw, kpi, both) = (ledger.Read(Lane.Raw), ledger.Read(Lane.Kpi), ledger.Read());
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{"ids",-20}{"raw",15}{"kpi",15}{"both",15}");
        foreach (var ((name, ids), second, third) in LedgerText.Outcomes(raw).Zip(LedgerText.Outcomes(kpi), LedgerText.Outcomes(both)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{name,-20}{ids,15:N0}{second.Ids,15:N0}{third.Ids,15:N0}");
        }

        return text.Append(ledger.Balanced ? "It balances: in = stored + pending + dropped." : "It does not balance: report it.").ToString();
    }
}
