using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace EdgeCollector.Contracts;

/// <summary>The time-series message of the United Manufacturing Hub's payload contract: exactly <c>timestamp_ms</c> and <c>value</c>.
/// A value that does not exist is the empty payload, which clears a retained topic.</summary>
internal static class TimeSeries
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <param name="timestamp">ms since 1970 UTC.</param>
    public static byte[] Encode(long timestamp, double? value) =>
        value is { } number && double.IsFinite(number) ? Write(timestamp, number, static (w, v) => w.WriteNumber("value"u8, v)) : [];

    public static byte[] Encode(long timestamp, long? value) =>
        value is { } number ? Write(timestamp, number, static (w, v) => w.WriteNumber("value"u8, v)) : [];

    public static byte[] Encode(long timestamp, bool value) => Write(timestamp, value, static (w, v) => w.WriteBoolean("value"u8, v));

    public static byte[] Encode(long timestamp, string value) => Write(timestamp, value, static (w, v) => w.WriteString("value"u8, v));

    private static byte[] Write<T>(long timestamp, T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteNumber("timestamp_ms"u8, timestamp);
        write(json, value);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
