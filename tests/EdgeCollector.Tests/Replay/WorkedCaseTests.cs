using System.Text.Json;
using EdgeCollector.Replay;
using Xunit;

namespace EdgeCollector.Tests.Replay;

public sealed class WorkedCaseTests
{
    public static TheoryData<string> Cases =>
        [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Cases");

    [Fact]
    public void There_are_eight_worked_cases() => Assert.Equal(8, Cases.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_worked_case_gives_its_expected_numbers_to_a_millionth(string name)
    {
        var (file, result) = Run(name, static bytes => bytes);
        var wrong = new List<string>();
        Compare(file.GetProperty("expected"), result, "$", wrong);
        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_worked_case_gives_the_figures_that_its_source_printed(string name)
    {
        var (file, result) = Run(name, static bytes => bytes);
        if (!file.TryGetProperty("published", out var published))
        {
            return;
        }

        foreach (var figure in published.EnumerateArray())
        {
            var at = result;
            foreach (var step in figure.GetProperty("path").GetString()!.Split('.'))
            {
                at = int.TryParse(step, out var index) ? at[index] : at.GetProperty(step);
            }

            Assert.Equal(figure.GetProperty("value").GetDouble(), at.GetDouble(), figure.GetProperty("tolerance").GetDouble() + 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Shuffled_arrival_of_different_times_gives_the_same_bytes(string name)
    {
        var original = File.ReadAllBytes(Path.Combine(Folder, name));
        for (var seed = 1; seed <= 3; seed++)
        {
            Assert.Equal(Text(original), Text(Shuffled(original, seed)));
        }

        static string Text(byte[] file)
        {
            using var stream = new MemoryStream();
            ReplayRunner.Run(file, stream);
            return System.Text.Encoding.UTF8.GetString(stream.ToArray());
        }
    }

    private static byte[] Shuffled(byte[] file, int seed)
    {
        using var document = JsonDocument.Parse(file);
        var random = new Random(seed);
        var groups = document.RootElement.GetProperty("events").EnumerateArray()
            .GroupBy(e => e.GetProperty("t").GetDateTimeOffset()).OrderBy(_ => random.Next()).SelectMany(g => g);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WritePropertyName("config");
            document.RootElement.GetProperty("config").WriteTo(json);
            json.WriteStartArray("events");
            foreach (var item in groups)
            {
                item.WriteTo(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static (JsonElement File, JsonElement Result) Run(string name, Func<byte[], byte[]> change)
    {
        var bytes = change(File.ReadAllBytes(Path.Combine(Folder, name)));
        using var stream = new MemoryStream();
        ReplayRunner.Run(bytes, stream);
        return (JsonDocument.Parse(bytes).RootElement, JsonDocument.Parse(stream.ToArray()).RootElement);
    }

    private static void Compare(JsonElement expected, JsonElement actual, string path, List<string> wrong)
    {
        if (expected.ValueKind == JsonValueKind.Number && actual.ValueKind == JsonValueKind.Number)
        {
            if (Math.Abs(expected.GetDouble() - actual.GetDouble()) > 1e-6)
            {
                wrong.Add($"{path}: {expected} but got {actual}");
            }
        }
        else if (expected.ValueKind != actual.ValueKind)
        {
            wrong.Add($"{path}: {expected} but got {actual}");
        }
        else if (expected.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in expected.EnumerateObject())
            {
                if (actual.TryGetProperty(property.Name, out var value))
                {
                    Compare(property.Value, value, $"{path}.{property.Name}", wrong);
                }
                else
                {
                    wrong.Add($"{path}.{property.Name}: missing");
                }
            }
        }
        else if (expected.ValueKind == JsonValueKind.Array)
        {
            if (expected.GetArrayLength() != actual.GetArrayLength())
            {
                wrong.Add($"{path}: {expected.GetArrayLength()} entries but got {actual.GetArrayLength()}");
                return;
            }

            for (var i = 0; i < expected.GetArrayLength(); i++)
            {
                Compare(expected[i], actual[i], $"{path}[{i}]", wrong);
            }
        }
        else if (expected.ToString() != actual.ToString())
        {
            wrong.Add($"{path}: {expected} but got {actual}");
        }
    }
}
