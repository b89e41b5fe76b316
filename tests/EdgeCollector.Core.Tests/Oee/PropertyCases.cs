using System.Globalization;
using Xunit;

namespace EdgeCollector.Core.Tests.Oee;

/// <summary>How many random cases a property is tried on: 5,000, or what <c>tests/proofs</c> asks for.</summary>
internal static class PropertyCases
{
    private const int Short = 5_000;

    /// <summary>Seeds 1, 2, …; says at the end how many there were.</summary>
    public static IEnumerable<int> Seeds(string property)
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("EDGECOLLECTOR_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
            ? asked : Short;
        for (var seed = 1; seed <= count; seed++)
        {
            yield return seed;
        }

        TestContext.Current.SendDiagnosticMessage($"proof: {property}: {count} cases");
    }
}
