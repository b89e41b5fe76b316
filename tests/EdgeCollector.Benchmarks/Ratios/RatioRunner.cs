using System.Globalization;
using static System.FormattableString;

namespace EdgeCollector.Benchmarks.Ratios;

/// <summary>Runs the registered ratios, all or by name, and prints one line for each.</summary>
internal static class RatioRunner
{
    /// <summary>Every ratio there is, in the order in which they run.</summary>
    public static IReadOnlyList<IRatio> All { get; } =
        [new RingAgainstChannel(), new NotificationAgainstObjects(), new LinesAgainstStrings(), new TimestampText(), new FoldAgainstObjects()];

    /// <returns>0; 1 where one does not hold, twice in a row; 2 where a name is not known.</returns>
    public static int Run(IReadOnlyList<string> names, TextWriter output, TextWriter errors)
    {
        var known = All.ToDictionary(r => r.Name, StringComparer.Ordinal);
        if (names.FirstOrDefault(n => !known.ContainsKey(n)) is { } unknown)
        {
            errors.WriteLine($"ratios: no ratio is named \"{unknown}\"; there are: {string.Join(", ", known.Keys)}");
            return 2;
        }

        var broken = 0;
        foreach (var ratio in names.Count == 0 ? All : names.Select(n => known[n]))
        {
            var result = ratio.Run();
            output.WriteLine(Line(ratio.Name, result));
            if (!result.Holds(ratio.AtLeast))
            {
                result = ratio.Run();
                output.WriteLine(Line(ratio.Name, result));
                if (!result.Holds(ratio.AtLeast))
                {
                    errors.WriteLine(Invariant($"ratios: {ratio.Name} is to be at least {ratio.AtLeast}x and to allocate nothing"));
                    broken++;
                }
            }
        }

        return broken == 0 ? 0 : 1;
    }

    public static string Line(string name, RatioResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-24} {result.Factor,7:0.00}x  ours {result.Ours:0.0} ns {result.OursAllocated:0.0} B, "
        + $"theirs {result.Theirs:0.0} ns {result.TheirsAllocated:0.0} B a {result.Unit}");
}
