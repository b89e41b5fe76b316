using System.Globalization;
using System.Text.RegularExpressions;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Explain;

/// <summary>An id as it is published: of a window, <c>filler1-shift-1795410000000</c> with <c>.r2</c> for a revision, or of a stop,
/// <c>edge-line1.1795406400.86977</c> with <c>-p1000</c> for a part.</summary>
internal readonly partial record struct RecordId(string Text, string Machine, WindowKind Window, long Start, int? Rev, bool IsStop)
{
    /// <summary>False: the text has neither form.</summary>
    public static bool TryParse(string text, out RecordId id)
    {
        id = default;
        if (WindowForm().Match(text) is { Success: true } window
            && long.TryParse(window.Groups[3].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var start))
        {
            id = new RecordId(text, window.Groups[1].Value, Enum.Parse<WindowKind>(window.Groups[2].Value, ignoreCase: true), start,
                window.Groups[4].Success ? int.Parse(window.Groups[4].ValueSpan, CultureInfo.InvariantCulture) : null, false);
            return true;
        }

        if (!StopForm().IsMatch(text))
        {
            return false;
        }

        id = new RecordId(text, "", WindowKind.Hour, 0, null, true);
        return true;
    }

    [GeneratedRegex("^([a-z0-9_-]{1,100})-(hour|shift|order)-([0-9]{1,15})(?:\\.r([0-9]{1,6}))?$")]
    private static partial Regex WindowForm();

    [GeneratedRegex("^[a-z0-9_-]{1,100}\\.[0-9]{1,12}\\.[0-9]{1,19}(-p[0-9]{1,12})?$")]
    private static partial Regex StopForm();
}
