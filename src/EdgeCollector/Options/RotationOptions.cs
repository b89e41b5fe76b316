using System.Collections.Immutable;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>
/// `rotation`: teams that go through one pattern of days. A letter of the pattern is the unique first letter of a shift's name, in either
/// case; <c>-</c> is a free day. Without `shifts` the letters E, L and N are 06-14, 14-22 and 22-06.
/// </summary>
internal sealed record RotationOptions
{
    /// <summary>The shifts a rotation stands for where the file gives none.</summary>
    public static readonly ImmutableArray<ShiftOptions> StandardShifts =
    [
        new() { Name = "early", Start = new TimeOnly(6, 0), End = new TimeOnly(14, 0) },
        new() { Name = "late", Start = new TimeOnly(14, 0), End = new TimeOnly(22, 0) },
        new() { Name = "night", Start = new TimeOnly(22, 0), End = new TimeOnly(6, 0) },
    ];

    public static readonly Section<RotationOptions> Section = new Section<RotationOptions>("rotation",
        "Teams that go through one pattern of days.", new())
        .Key("anchor", Values.Date, o => o.Anchor, (o, v) => o with { Anchor = v },
            "Date of the pattern's first day for a team with offset 0.", Need.Required)
        .Key("teams", new MapKind<string, int>(ReadTeam, "^[A-Za-z0-9_-]{1,20}$", Values.Integer(0, 365)), o => o.Teams, (o, v) =>
            o with { Teams = v },
            "Team and its offset in days: on the anchor it is that far into the pattern.", Need.Required)
        .Key("pattern", new ScalarKind<ImmutableArray<char>>("a pattern", ReadPattern, days => string.Join(' ', days), () =>
            new() { ["type"] = "string" }),
            o => o.Pattern, (o, v) => o with { Pattern = v }, "One letter a day, - is free: \"E E L L N N - - - -\".", Need.Required);

    public DateOnly Anchor { get; init; }

    public ImmutableSortedDictionary<string, int> Teams { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>A letter in upper case or <c>-</c> for each day of the cycle.</summary>
    public ImmutableArray<char> Pattern { get; init; } = [];

    private static string? ReadTeam(string text, out string team)
    {
        team = text;
        return text.Length is > 0 and <= 20 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? null
            : "is not a team of letters, digits, _ and -";
    }

    private static string? ReadPattern(string text, out ImmutableArray<char> days)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        days = [.. words.Select(word => char.ToUpperInvariant(word[0]))];
        return words.Length is < 1 or > 366 || words.Any(word => word.Length != 1 || !(char.IsAsciiLetter(word[0]) || word[0] == '-'))
            ? "is not a pattern like \"E E L L N N - - - -\": one letter or - a day, spaces between" : null;
    }
}
