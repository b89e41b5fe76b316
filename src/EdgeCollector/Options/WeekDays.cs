using System.Collections.Immutable;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>Days of the week as they are written: <c>mon-fri</c>, <c>sat</c>, <c>mon,wed,fri-sun</c>; a range may wrap.</summary>
internal static class WeekDays
{
    private static readonly string[] Words = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static ImmutableSortedSet<DayOfWeek> All { get; } = [.. Enum.GetValues<DayOfWeek>()];

    public static ValueKind<ImmutableSortedSet<DayOfWeek>> Kind { get; } = new ScalarKind<ImmutableSortedSet<DayOfWeek>>(
        "days", Read, Show, () => new()
        {
            ["type"] = "string",
            ["pattern"] = "^(mon|tue|wed|thu|fri|sat|sun)([-,] ?(mon|tue|wed|thu|fri|sat|sun))*$"
        });

    private static string? Read(string text, out ImmutableSortedSet<DayOfWeek> days)
    {
        var found = ImmutableSortedSet.CreateBuilder<DayOfWeek>();
        days = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            var (first, last) = (Array.IndexOf(Words, ends[0]), Array.IndexOf(Words, ends[^1]));
            if (ends.Length > 2 || first < 0 || last < 0)
            {
                var wrong = ends.FirstOrDefault(end => Array.IndexOf(Words, end) < 0) ?? part;
                return $"is not a list of days like mon-fri or mon,wed,sat{Suggestion.For(wrong, Words)}";
            }

            for (var day = first; ; day = (day + 1) % 7)
            {
                found.Add((DayOfWeek)day);
                if (day == last)
                {
                    break;
                }
            }
        }

        days = found.ToImmutable();
        return null;
    }

    private static string Show(ImmutableSortedSet<DayOfWeek> days) =>
        days.Count == 7 ? "mon-sun" : string.Join(',', days.OrderBy(day => ((int)day + 6) % 7).Select(day => Words[(int)day]));
}
