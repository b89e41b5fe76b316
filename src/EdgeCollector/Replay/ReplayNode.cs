using System.Globalization;
using System.Text.Json;

namespace EdgeCollector.Replay;

/// <summary>A replay file says something that it must not; <see cref="Exception.Message"/> names the place and the mend.</summary>
public sealed class ReplayFormatException(string path, string reason) : Exception($"{path}: {reason}");

/// <summary>A place in a replay file: its JSON and its path, so that every complaint can name it.</summary>
internal readonly struct ReplayNode(JsonElement element, string path)
{
    /// <summary>Nanoseconds since 1970 fit 64 bits in all of them.</summary>
    private const int FirstYear = 1970;
    private const int LastYear = 2199;

    public string Path => path;

    public JsonElement Json => element;

    public ReplayNode this[string name] => Optional(name) ?? throw new ReplayFormatException(path, $"'{name}' is missing; add it");

    public ReplayNode? Optional(string name)
    {
        Expect(JsonValueKind.Object, "an object");
        return element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? new ReplayNode(value, $"{path}.{name}") : null;
    }

    public IEnumerable<ReplayNode> Items()
    {
        Expect(JsonValueKind.Array, "an array");
        var (at, where) = (0, path);
        foreach (var item in element.EnumerateArray())
        {
            yield return new ReplayNode(item, $"{where}[{at++}]");
        }
    }

    public IEnumerable<(string Name, ReplayNode Value)> Properties()
    {
        Expect(JsonValueKind.Object, "an object");
        var where = path;
        foreach (var property in element.EnumerateObject())
        {
            yield return (property.Name, new ReplayNode(property.Value, $"{where}.{property.Name}"));
        }
    }

    public string Text()
    {
        Expect(JsonValueKind.String, "a text");
        return element.GetString()!;
    }

    public bool Flag() => element.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? element.GetBoolean()
        : throw Wrong("true or false");

    public double Number()
    {
        Expect(JsonValueKind.Number, "a number");
        return element.GetDouble();
    }

    public double Number(double least, double most) => Number() is var n && n >= least && n <= most ? n
        : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));

    public long Integer(long least, long most) => Integer() is var n && n >= least && n <= most ? n
        : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    public long Integer()
    {
        Expect(JsonValueKind.Number, "a whole number");
        return element.TryGetInt64(out var value) ? value
            : element.TryGetDouble(out var real) && real == Math.Floor(real) && Math.Abs(real) < 9e15 ? (long)real
            : throw Wrong("a whole number of 64 bits");
    }

    public TimeOnly Time() => TimeOnly.TryParseExact(Text(), ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None,
        out var time)
        ? time
        : throw Wrong("a local time such as 06:00");

    public DateOnly Date() => DateOnly.TryParseExact(Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date.Year is >= FirstYear and <= LastYear
        ? date
        : throw Wrong(FormattableString.Invariant($"a date such as 2026-01-05, of the years {FirstYear} to {LastYear}"));

    /// <summary>ms UTC of an ISO 8601 time with offset.</summary>
    public long Instant()
    {
        var text = Text();
        var offset = text.Length > 10 && (text[^1] is 'Z' or 'z' || text.AsSpan(10).IndexOfAny('+', '-') >= 0);
        return offset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            && time.UtcDateTime.Year is >= FirstYear and <= LastYear
            ? time.ToUnixTimeMilliseconds()
            : throw Wrong(FormattableString.Invariant(
                $"a time with offset such as 2026-01-05T06:00:00+01:00, of the years {FirstYear} to {LastYear}"));
    }

    public T OneOf<T>(params ReadOnlySpan<T> allowed)
        where T : struct, Enum
    {
        var text = Text();
        foreach (var candidate in allowed)
        {
            if (candidate.ToString() == text)
            {
                return candidate;
            }
        }

        var names = new List<string>();
        foreach (var candidate in allowed)
        {
            names.Add(candidate.ToString());
        }

        throw Wrong($"one of {string.Join(", ", names)}");
    }

    public ReplayFormatException Wrong(string expected)
    {
        var raw = element.GetRawText();
        return new ReplayFormatException(path, $"expected {expected}, found {(raw.Length > 60 ? raw[..60] + "..." : raw)}");
    }

    private void Expect(JsonValueKind kind, string expected)
    {
        if (element.ValueKind != kind)
        {
            throw Wrong(expected);
        }
    }
}
