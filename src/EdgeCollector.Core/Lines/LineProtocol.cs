using System.Buffers;
using System.Text;

namespace EdgeCollector.Core.Lines;

/// <summary>
/// InfluxDB line protocol, escaped so that hostile text stays inside its place. A point is one line, always: bridge, Telegraf and
/// VictoriaMetrics split at the newline and know no quoted one.
/// </summary>
/// <remarks>
/// Measurements, tags and keys escape comma, space and equals sign by a backslash; string fields escape quote and backslash. What
/// the format cannot carry is replaced: control characters by a space, a backslash in a tag by <c>/</c> (before a comma, a space or
/// at the end it would escape what follows, and the format has no escape for the backslash itself).
/// </remarks>
public static class LineProtocol
{
    /// <summary>Longest string field in UTF-16 code units; longer text is cut at a whole character.</summary>
    public const int MaxText = 8192;

    /// <summary>Longest tag value in UTF-16 code units.</summary>
    public const int MaxTag = 256;

    private static readonly SearchValues<char> TextSpecial = SearchValues.Create(
        "\"\\" + string.Concat(Enumerable.Range(0, 32).Select(c => (char)c)) + "\u007f\u0085\u2028\u2029");

    /// <summary><c>measurement,key=value,… </c> with the space that ends it, ready to be copied in front of each point's fields. A tag
    /// without a value is left out: the format has no empty one.</summary>
    public static byte[] Prefix(string measurement, params ReadOnlySpan<(string Key, string Value)> tags)
    {
        var text = new StringBuilder();
        AppendTag(text, measurement);
        foreach (var (key, value) in tags)
        {
            if (value.Length != 0)
            {
                AppendTag(text.Append(','), key);
                AppendTag(text.Append('='), value);
            }
        }

        return Encoding.UTF8.GetBytes(text.Append(' ').ToString());
    }

    /// <summary>True where <see cref="WriteText"/> may copy the text as it is.</summary>
    internal static bool IsPlain(ReadOnlySpan<char> text) => !text.ContainsAny(TextSpecial);

    /// <summary>The longest start of <paramref name="text"/> within <paramref name="limit"/> that ends with a whole character.</summary>
    internal static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text, int limit) =>
        text.Length <= limit ? text : text[..(char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit)];

    /// <summary>Escapes the inside of a string field into <paramref name="to"/>, which has room for six bytes a character.</summary>
    internal static int WriteText(ReadOnlySpan<char> text, Span<byte> to)
    {
        if (IsPlain(text))
        {
            return Encoding.UTF8.GetBytes(text, to);
        }

        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
            {
                to[length++] = (byte)'\\';
            }

            length += (IsControl(rune) ? new Rune(' ') : rune).EncodeToUtf8(to[length..]);
        }

        return length;
    }

    private static void AppendTag(StringBuilder to, string text)
    {
        foreach (var rune in Cut(text, MaxTag).EnumerateRunes())
        {
            if (IsControl(rune) || rune.Value == ' ')
            {
                to.Append("\\ ");
            }
            else if (rune.Value == '\\')
            {
                to.Append('/');
            }
            else
            {
                to.Append(rune.Value is ',' or '=' ? "\\" : "").Append(rune.ToString());
            }
        }
    }

    private static bool IsControl(Rune rune) => Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029;
}
