using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EdgeCollector.Options.Binding;

/// <summary>The kinds of single values. Reading never depends on the culture of the machine.</summary>
internal static partial class Values
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Any text on one line.</summary>
    public static ValueKind<string> Text { get; } = new ScalarKind<string>("a text", ReadLine, text => text, () =>
        OfTypes("string", "number", "boolean"));

    /// <summary>A level of a topic and the name of a thing: <c>[a-z0-9_-]+</c>.</summary>
    public static ValueKind<string> Name { get; } =
        Pattern("a name", Names(), "is not a name of a-z, 0-9, _ and - in lower case (a free text goes into label)");

    public static ValueKind<bool> Boolean { get; } = new ScalarKind<bool>(
        "true or false", ReadBoolean, value => value ? "true" : "false", () => new JsonObject { ["type"] = "boolean" });

    public static ValueKind<TimeOnly> TimeOfDay { get; } = Parsed<TimeOnly>(
        "a time", "is not a time of day like \"06:00\"", text =>
            TimeOnly.TryParseExact(text, "HH:mm", Invariant, DateTimeStyles.None, out var time) ? time : null,
        time => time.ToString("HH:mm", Invariant), "^([01][0-9]|2[0-3]):[0-5][0-9]$");

    public static ValueKind<DateOnly> Date { get; } = Parsed<DateOnly>(
        "a date", "is not a date like 2026-01-31", text =>
            DateOnly.TryParseExact(text, "yyyy-MM-dd", Invariant, DateTimeStyles.None, out var date) ? date : null,
        date => date.ToString("yyyy-MM-dd", Invariant), "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");

    /// <summary>A local date and time of the node's zone.</summary>
    public static ValueKind<DateTime> LocalTime { get; } = Parsed<DateTime>(
        "a date and time", "is not a local date and time like 2026-01-31T06:00",
        text => DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm"], Invariant, DateTimeStyles.None, out var time)
            ? time : null,
        time => time.ToString("yyyy-MM-dd'T'HH:mm", Invariant), "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}$");

    /// <summary>IP address and port to listen on; <c>localhost</c> is the IPv4 loopback.</summary>
    public static ValueKind<IPEndPoint> Listen { get; } = new ScalarKind<IPEndPoint>(
        "an address", ReadListen, address => address.ToString(), () => new JsonObject { ["type"] = "string" });

    public static ValueKind<string> Pattern(string what, Regex pattern, string complaint) => new ScalarKind<string>(
        what,
        (string text, out string value) => (value = text) is var _ && text.Length <= 200 && pattern.IsMatch(text) ? null : complaint,
        text => text,
        () => new JsonObject { ["type"] = "string", ["pattern"] = pattern.ToString() });

    public static ValueKind<int> Integer(int least, int most) => new ScalarKind<int>(
        "a whole number",
        (string text, out int value) => !int.TryParse(text, NumberStyles.AllowLeadingSign, Invariant, out value)
            ? "is not a whole number" : value < least || value > most ? string.Create(Invariant, $"is out of range: {least} to {most}")
                : null,
        value => value.ToString(Invariant),
        () => new JsonObject { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most });

    /// <summary>An unsigned number, decimal or 0x hexadecimal.</summary>
    public static ValueKind<ulong> Unsigned(ulong least) => new ScalarKind<ulong>(
        "a whole number",
        (string text, out ulong value) => !(text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, Invariant, out value)
            : ulong.TryParse(text, NumberStyles.None, Invariant, out value))
            ? "is not a whole number from 0 on (decimal or 0x…)" : value < least
                ? string.Create(Invariant, $"is out of range: from {least} on") : null,
        value => value.ToString(Invariant),
        () => OfTypes("integer", "string"));

    public static ValueKind<double> Number(double least, double most) => new ScalarKind<double>(
        "a number",
        (string text, out double value) =>
            !double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, Invariant,
                out value) || !double.IsFinite(value)
            ? "is not a number (the decimal mark is a point)" : value < least || value > most
                ? string.Create(Invariant, $"is out of range: {least} to {most}") : null,
        value => value.ToString("R", Invariant),
        () => new JsonObject { ["type"] = "number", ["minimum"] = least, ["maximum"] = most });

    public static ValueKind<TimeSpan> Duration(string least, string most)
    {
        var (low, high) = (Durations.Parse(least), Durations.Parse(most));
        return new ScalarKind<TimeSpan>(
            "a duration",
            (string text, out TimeSpan value) => !Durations.TryParse(text, out value)
                ? "is not a duration like 20ms, 1.5s, 2m, 24h or 400d" : value < low || value > high
                    ? $"is out of range: {least} to {most}" : null,
            Durations.Format,
            () => new JsonObject { ["type"] = "string", ["pattern"] = Durations.Pattern });
    }

    public static ValueKind<ByteSize> Size(string least, string most)
    {
        var (low, high) = (ByteSize.Parse(least), ByteSize.Parse(most));
        return new ScalarKind<ByteSize>(
            "a size",
            (string text, out ByteSize value) => !ByteSize.TryParse(text, out value)
                ? "is not a size like 500MB or 2GB" : value.Bytes < low.Bytes || value.Bytes > high.Bytes
                    ? $"is out of range: {least} to {most}" : null,
            size => size.ToString(),
            () => new JsonObject { ["type"] = "string", ["pattern"] = ByteSize.Pattern });
    }

    /// <summary>An absolute address with one of the schemes and a host.</summary>
    public static ValueKind<Uri> Address(string example, params string[] schemes) => new ScalarKind<Uri>(
        "an address",
        (string text, out Uri value) => !Uri.TryCreate(text, UriKind.Absolute, out value!) || value.Host.Length == 0
            ? $"is not an address like {example}"
            : Array.IndexOf(schemes, value.Scheme) < 0
                ? $"does not begin with {string.Join(", ", schemes.Select(scheme => scheme + "://"))} – like {example}"
            : value.UserInfo.Length > 0 ? "holds a user or password – put them into keys of their own" : null,
        value => value.OriginalString,
        () => new JsonObject { ["type"] = "string", ["pattern"] = $"^({string.Join('|', schemes)})://" });

    /// <summary>A kind of struct by a function that gives null for a text that is none.</summary>
    public static ValueKind<T> Parsed<T>(string what, string complaint, Func<string, T?> parse, Func<T, string> show, string pattern)
        where T : struct => new ScalarKind<T>(
            what,
            (string text, out T value) =>
            {
                var parsed = parse(text);
                value = parsed.GetValueOrDefault();
                return parsed is null ? complaint : null;
            },
            show,
            () => new JsonObject { ["type"] = "string", ["pattern"] = pattern });

    public static JsonObject OfTypes(params ReadOnlySpan<string> types)
    {
        var names = new JsonArray();
        foreach (var type in types)
        {
            names.Add((JsonNode)type);
        }

        return new JsonObject { ["type"] = names };
    }

    private static string? ReadLine(string text, out string value)
    {
        value = text.Trim();
        return value.Length is 0 or > 2000 || value.Any(char.IsControl) ? "is not a text on one line" : null;
    }

    private static string? ReadBoolean(string text, out bool value)
    {
        value = text is "true";
        return text is "true" or "false" ? null : "is neither true nor false";
    }

    private static string? ReadListen(string text, out IPEndPoint value)
    {
        var address = text.StartsWith("localhost:", StringComparison.Ordinal) ? string.Concat("127.0.0.1", text.AsSpan("localhost".Length))
            : text;
        var mark = address.LastIndexOf(':');
        return IPEndPoint.TryParse(address, out value!) && mark > 0 && !address.EndsWith(']')
            && (address.StartsWith('[') || address.IndexOf(':', StringComparison.Ordinal) == mark)
            ? null : "is not an address and port like 127.0.0.1:8080 or [::]:8443";
    }

    [GeneratedRegex("^[a-z0-9_-]+$")]
    private static partial Regex Names();
}
