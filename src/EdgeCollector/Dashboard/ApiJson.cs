using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeCollector.Contracts;
using EdgeCollector.Core.Live;
using EdgeCollector.Core.Oee;
using EdgeCollector.Storage.History;

namespace EdgeCollector.Dashboard;

/// <summary>Answers of <c>/api/v1</c>: records as everywhere else (<c>oee_v1</c>, <c>downtime_v1</c>), ratios 0..1, times UTC.</summary>
internal static class ApiJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = ContractContext.Wire.Options.Encoder };

    /// <summary><c>{"schema":"live_v1","timestamp_ms":…,"seq":…,"machines":[…]}</c>; <c>shift</c> and <c>stop</c> are null where there
    /// is none.</summary>
    public static byte[] Live(LiveSnapshot snapshot) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("schema", "live_v1");
        json.WriteNumber("timestamp_ms", snapshot.Time);
        json.WriteNumber("seq", snapshot.Sequence);
        json.WriteStartArray("machines");
        foreach (var machine in snapshot.Machines)
        {
            json.WriteStartObject();
            json.WriteString("machine", machine.Machine);
            json.WriteString("line", machine.Line);
            json.WriteString("category", machine.Category.ToString());
            json.WriteString("name", machine.StateName);
            json.WriteString("since", Instant.Text(machine.Since));
            json.WritePropertyName("stop");
            Value(json, machine.OpenStop, stop => DowntimeV1.From(stop, snapshot.Sequence), ContractContext.Wire.DowntimeV1);
            json.WritePropertyName("shift");
            Value(json, machine.Shift, shift => OeeV1.From(shift, snapshot.Sequence), ContractContext.Wire.OeeV1);
            json.WriteStartArray("losses");
            foreach (var loss in machine.Losses)
            {
                json.WriteStartObject();
                json.WriteString("key", loss.Key);
                json.WriteNumber("seconds", loss.Milliseconds / 1000.0);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] Records(IReadOnlyList<Stored<OeeRecord>> records) =>
        List(records, r => OeeV1.From(r.Fact, r.Sequence), ContractContext.Wire.OeeV1);

    public static byte[] Stops(IReadOnlyList<Stored<StopFact>> stops) =>
        List(stops, s => DowntimeV1.From(s.Fact, s.Sequence), ContractContext.Wire.DowntimeV1);

    private static byte[] List<TRow, TContract>(
        IReadOnlyList<TRow> rows, Func<TRow, TContract> contract, JsonTypeInfo<TContract> type) =>
        Write(json =>
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                JsonSerializer.Serialize(json, contract(row), type);
            }

            json.WriteEndArray();
        });

    private static void Value<TFact, TContract>(
        Utf8JsonWriter json, TFact? fact, Func<TFact, TContract> contract, JsonTypeInfo<TContract> type)
        where TFact : class
    {
        if (fact is null)
        {
            json.WriteNullValue();
        }
        else
        {
            // Records are flat and their context says so; here one stands inside another object.
            json.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(contract(fact), type), skipInputValidation: true);
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            write(json);
        }

        return stream.ToArray();
    }
}
