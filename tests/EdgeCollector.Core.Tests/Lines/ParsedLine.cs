using System.Text;

namespace EdgeCollector.Core.Tests.Lines;

/// <summary>A line read by the rules of the line-protocol reference, not by the writer's: what a database would see.</summary>
internal sealed record ParsedLine(string Measurement, Dictionary<string, string> Tags, Dictionary<string, string> Fields, long Time)
{
    public static List<ParsedLine> All(ReadOnlySpan<byte> bytes)
    {
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        List<ParsedLine> lines = [];
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] != '#')
            {
                lines.Add(One(line));
            }
        }

        return lines;
    }

    /// <summary>A string field's text.</summary>
    public string Text(string field) =>
        Fields[field] is ['"', .., '"'] quoted
            ? quoted[1..^1].Replace("\\\"", "\"").Replace("\\\\", "\\")
            : throw new FormatException(field);

    private static ParsedLine One(string line)
    {
        var at = 0;
        var measurement = Key(line, ref at, ", ");
        Dictionary<string, string> tags = [];
        while (line[at] == ',')
        {
            at++;
            var key = Key(line, ref at, "=");
            at++;
            tags.Add(key, Key(line, ref at, ", "));
        }

        at++;
        Dictionary<string, string> fields = [];
        while (true)
        {
            var key = Key(line, ref at, "=");
            at++;
            fields.Add(key, Value(line, ref at));
            if (line[at++] == ' ')
            {
                return new(measurement, tags, fields, long.Parse(line.AsSpan(at)));
            }
        }
    }

    private static string Key(string line, ref int at, string ends)
    {
        var text = new StringBuilder();
        while (!ends.Contains(line[at]))
        {
            if (line[at] == '\\' && line[at + 1] is ',' or ' ' or '=')
            {
                at++;
            }

            text.Append(line[at++]);
        }

        return text.Length != 0 ? text.ToString() : throw new FormatException("empty key in " + line);
    }

    private static string Value(string line, ref int at)
    {
        var start = at;
        if (line[at] != '"')
        {
            while (line[at] is not (',' or ' '))
            {
                at++;
            }

            return line[start..at];
        }

        for (at++; line[at] != '"'; at++)
        {
            at += line[at] == '\\' ? 1 : 0;
        }

        return line[start..++at];
    }
}
