using System.Text.Json;
using EdgeCollector.Contracts;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Explain;

/// <summary>An explanation as one JSON object (<c>explanation_v1</c>): for <c>explain --json</c> and the dashboard. Times are ms UTC,
/// pieces pieces; the record is <c>oee_v1</c>.</summary>
internal static class ExplanationJson
{
    public static byte[] Write(Evidence evidence)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = ContractContext.Wire.Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("schema", "explanation_v1");
            json.WriteString("id", evidence.Id);
            json.WriteBoolean("equal", evidence.Differences.Count == 0);
            json.WriteStartArray("differences");
            foreach (var difference in evidence.Differences) json.WriteStringValue(difference);
            json.WriteEndArray();
            json.WritePropertyName("stop");
            if (evidence.Stop is { } stop) JsonSerializer.Serialize(json, DowntimeV1.From(stop, 0), ContractContext.Wire.DowntimeV1);
            else json.WriteNullValue();
            Body(json, evidence.Window);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Body(Utf8JsonWriter json, Explanation explanation)
    {
        json.WritePropertyName("record");
        JsonSerializer.Serialize(json, OeeV1.From(explanation.Record, 0), ContractContext.Wire.OeeV1);
        json.WriteStartArray("formula");
        foreach (var line in FormulaLine.Of(explanation.Record))
        {
            json.WriteStartObject();
            json.WriteString("name", line.Name);
            json.WriteString("formula", line.Formula);
            json.WriteString("numbers", line.Numbers);
            if (line.Value is { } value) json.WriteNumber("value", value);
            else json.WriteNull("value");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        List(json, "intervals", explanation.Intervals, static (json, i) =>
        {
            json.WriteNumber("start", i.Start);
            json.WriteNumber("end", i.End);
            json.WriteString("category", i.Category.ToString());
            json.WriteString("raw", i.Raw.ToString());
            json.WriteString("name", i.Name);
            json.WriteString("reason", i.Reason);
            json.WriteString("source", i.Source);
            json.WriteString("note", i.Note);
            json.WriteString("product", i.Product);
            json.WriteString("shift", i.Shift);
        });
        List(json, "steps", explanation.Steps, static (json, s) =>
        {
            json.WriteNumber("time", s.Time);
            json.WriteNumber("seq", s.Sequence);
            json.WriteString("signal", s.Signal);
            json.WriteString("role", s.Role.ToString());
            if (s.Before is { } before) json.WriteNumber("before", before);
            else json.WriteNull("before");
            json.WriteNumber("value", s.Value);
            json.WriteString("what", s.What);
            json.WriteNumber("from", s.From);
            json.WriteNumber("pieces", s.Micro / 1e6);
            json.WriteString("bucket", s.Bucket);
            json.WriteString("product", s.Product);
            if (s.Ideal is { } ideal) json.WriteNumber("ideal_ms", ideal);
            else json.WriteNull("ideal_ms");
        });
        List(json, "facts", explanation.Facts, static (json, f) =>
        {
            json.WriteNumber("time", f.Time);
            json.WriteNumber("seq", f.Sequence);
            json.WriteString("what", f.What);
            json.WriteString("value", f.Value);
            json.WriteString("quality", f.Quality.ToString());
        });
        List(json, "edits", explanation.Edits, static (json, e) =>
        {
            json.WriteNumber("entered_at", e.EnteredAt);
            json.WriteNumber("from", e.From);
            if (e.To is { } to) json.WriteNumber("to", to);
            else json.WriteNull("to");
            json.WriteString("reason", e.Code);
            json.WriteString("note", e.Note);
        });
        json.WriteStartArray("parts");
        foreach (var part in explanation.Parts)
        {
            json.WriteStartObject();
            Body(json, part);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void List<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
