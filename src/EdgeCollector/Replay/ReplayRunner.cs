using System.Text.Json;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Replay;

/// <summary>
/// Runs a replay file through the engine of the live service, event by event in order of arrival, and writes the result object. What
/// the file expects is not read.
/// </summary>
public static class ReplayRunner
{
    /// <exception cref="ReplayFormatException">The file is not <c>oee-replay/1</c>; the message names the JSON path.</exception>
    public static void Run(ReadOnlyMemory<byte> file, Stream result)
    {
        using var document = Parse(file);
        var root = new ReplayNode(document.RootElement, "$");
        if (root.Optional("schema") is { } schema && schema.Text() != "oee-replay/1")
        {
            throw schema.Wrong("\"oee-replay/1\"");
        }

        var configuration = new ReplayConfiguration(root["config"]);
        var events = new ReplayEvents(configuration);
        var inputs = events.Read(root["events"]);
        var records = Fold(configuration, inputs, events.Last);
        using var json = new Utf8JsonWriter(result, new JsonWriterOptions { Indented = true });
        Write(json, configuration, records);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> file)
    {
        try
        {
            return JsonDocument.Parse(file);
        }
        catch (JsonException e)
        {
            throw new ReplayFormatException($"{e.Path ?? "$"} (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})",
                "this is not JSON; correct it there");
        }
    }

    private static List<(string Report, OeeRecord Record)> Fold(ReplayConfiguration configuration, List<Input> inputs, long lastEvent)
    {
        var now = configuration.Reports.Count == 0 ? lastEvent : Math.Max(lastEvent, configuration.Reports.Max(r => r.End));
        var engine = new OeeEngine(1, EngineLimits.Unbounded);
        var facts = new Discard();
        engine.Apply(1, new Input { Kind = InputKind.Configuration, Reference = configuration.Engine }, facts);
        for (var i = 0; i < inputs.Count; i++)
        {
            engine.Apply(i + 2, inputs[i], facts);
        }

        var records = new List<(string, OeeRecord)>();
        foreach (var report in configuration.Reports)
        {
            foreach (var machine in configuration.Engine.Machines)
            {
                records.Add((report.Id, engine.Evaluate(machine.Name, report.Start, report.End, now)));
            }
        }

        return records;
    }

    private static void Write(Utf8JsonWriter json, ReplayConfiguration configuration, List<(string Report, OeeRecord Record)> records)
    {
        json.WriteStartObject();
        json.WriteStartArray("reports");
        foreach (var (report, record) in records)
        {
            ReplayResult.Write(json, report, record);
        }

        json.WriteEndArray();
        if (configuration.Aggregate && records.Count > 0)
        {
            json.WriteStartObject("aggregate");
            ReplayResult.Keys(json, OeeRecordSum.Of([.. records.Select(r => r.Record)]));
            json.WriteEndObject();
        }

        if (configuration.Line is { } line && records.Count > 0)
        {
            var first = records[..configuration.Engine.Machines.Count];
            var good = first.Find(r => r.Record.Machine == line.LastMachine).Record.Good;
            var oee = OeeFormula.LineOee(configuration.Ideals[line.Product], good,
                first.Find(r => r.Record.Machine == line.Bottleneck).Record);
            json.WriteStartObject("line");
            json.WriteString("bottleneck", line.Bottleneck);
            json.WriteNumber("lineGood", good);
            if (oee is { } value)
            {
                json.WriteNumber("lineOee", value);
            }
            else
            {
                json.WriteNull("lineOee");
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private sealed class Discard : IFactSink
    {
        public void Add(Fact fact)
        {
        }
    }
}
