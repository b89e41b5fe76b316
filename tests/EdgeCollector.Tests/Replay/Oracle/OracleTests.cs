using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCollector.Replay;
using Xunit;

namespace EdgeCollector.Tests.Replay.Oracle;

/// <summary>The engine behind <c>replay</c> against the brute-force model. 500 random histories here; 10,000 by
/// <c>tests/proofs oracle</c>.</summary>
public sealed class OracleTests
{
    private const int Short = 500;

    public static TheoryData<string> Cases => [.. Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileName(f)).Order()];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_model_itself_gives_the_worked_cases(string name)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name)))!;
        Assert.Null(Difference(file["expected"]!, new BruteForce(file, 1000).Run(), "$"));
    }

    [Fact]
    public void Random_histories_give_what_the_brute_force_model_gives()
    {
        var cases = int.TryParse(Environment.GetEnvironmentVariable("EDGECOLLECTOR_CASES"), out var asked) ? asked : Short;
        var telling = 0;
        for (var seed = 1; seed <= cases; seed++)
        {
            var generator = new HistoryGenerator(seed, milliseconds: seed % 4 == 0);
            var file = JsonNode.Parse(generator.File().ToJsonString())!;
            var expected = new BruteForce(file, generator.Step).Run();
            var found = Difference(expected, Replay(file), "$");
            if (found is not null)
            {
                var kept = Path.Combine(Path.GetTempPath(), $"replay-{seed}.json");
                File.WriteAllText(kept, file.ToJsonString());
                Assert.Fail($"seed {seed}: {found}\nedgecollector replay {kept}");
            }

            telling += expected["reports"]!.AsArray().Any(r => (double?)r!["oee"] is > 0 && (double)r["seconds"]!["MicroStop"]! > 0) ? 1 : 0;
        }

        TestContext.Current.SendDiagnosticMessage($"oracle: {cases} histories, 0 differ, {telling} with OEE and micro-stops");
        Assert.True(telling > cases / 4, $"only {telling} of {cases} histories have OEE and micro-stops");
    }

    private static JsonNode Replay(JsonNode file)
    {
        using var result = new MemoryStream();
        ReplayRunner.Run(Encoding.UTF8.GetBytes(file.ToJsonString()), result);
        return JsonNode.Parse(result.ToArray())!;
    }

    /// <summary>The first key of <paramref name="expected"/> that is not there or differs by more than 1e-6; null: none.</summary>
    private static string? Difference(JsonNode? expected, JsonNode? actual, string path)
    {
        switch (expected)
        {
            case JsonObject keys:
                foreach (var (key, value) in keys)
                {
                    if (actual is not JsonObject there || !there.ContainsKey(key))
                    {
                        return $"{path}.{key} is missing";
                    }

                    if (Difference(value, there[key], $"{path}.{key}") is { } found)
                    {
                        return found;
                    }
                }

                return null;
            case JsonArray items:
                return items.Count != (actual as JsonArray)?.Count ? $"{path} has another length"
                    : items.Select((item, i) => Difference(item, actual![i], $"{path}[{i}]")).FirstOrDefault(d => d is not null);
            default:
                return (expected?.ToJsonString(), actual?.ToJsonString()) is var (e, a) && e != a && !Near(e, a)
                    ? $"{path}: the model says {e ?? "null"}, the engine {a ?? "null"}" : null;
        }
    }

    private static bool Near(string? expected, string? actual) =>
        double.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out var e)
        && double.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && Math.Abs(e - a) <= 1e-6;
}
