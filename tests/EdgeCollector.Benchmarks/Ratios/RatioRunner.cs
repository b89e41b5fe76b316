using System.Globalization;

namespace EdgeCollector.Benchmarks.Ratios;

/// <summary>Runs the registered ratios, all or by name, and prints one line for each.</summary>
internal static class RatioRunner
{
    /// <summary>Every ratio there is, in the order in which they run.</summary>
    public static IReadOnlyList<IRatio> All { get; } = [new RingAgainstChannel(), new TimestampText(), new LinesAgainstStrings()];

    /// <returns>0, or 2 where a name is not known.</returns>
    public static int Run(IReadOnlyList<string> names, TextWriter output, TextWriter errors)
    {
        var known = All.ToDictionary(r => r.Name, StringComparer.Ordinal);
        if (names.FirstOrDefault(n => !known.ContainsKey(n)) is { } unknown)
        {
            errors.WriteLine($"ratios: no ratio is named \"{unknown}\"; there are: {string.Join(", ", known.Keys)}");
            return 2;
        }

        foreach (var ratio in names.Count == 0 ? All : names.Select(n => known[n]))
        {
            output.WriteLine(Line(ratio.Name, ratio.Run()));
        }

        return 0;
    }

    public static string Line(string name, RatioResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-24} {result.Factor,7:0.00}x  ours {result.Ours:0.0} ns {result.OursAllocated:0.0} B, "
        + $"theirs {result.Theirs:0.0} ns {result.TheirsAllocated:0.0} B a {result.Unit}");
}
