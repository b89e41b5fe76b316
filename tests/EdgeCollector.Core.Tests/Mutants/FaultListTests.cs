using Xunit;

namespace EdgeCollector.Core.Tests.Mutants;

/// <summary>The list of <c>tests/mutants/run</c> must not rot: each fault's text stands in the source, once.</summary>
public sealed class FaultListTests
{
    [Fact]
    public void Every_fault_still_fits_the_source()
    {
        var root = Root();
        var lines = File.ReadAllLines(Path.Combine(root, "tests", "mutants", "faults.txt"));
        var faults = Enumerable.Range(0, lines.Length).Where(i => lines[i].StartsWith('[')).ToList();
        Assert.True(faults.Count >= 24, $"{faults.Count}");
        Assert.Empty(faults.Where(i => Occurrences(File.ReadAllText(Path.Combine(root, "src/EdgeCollector.Core/Oee", lines[i + 1])), lines[i + 2]) != 1)
            .Select(i => lines[i]));
        Assert.All(faults, i => Assert.NotEqual(lines[i + 2], lines[i + 3]));
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EdgeCollector.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests are not in a checkout.");
        }

        return folder.FullName;
    }
}
