using System.Text;
using System.Text.Json.Nodes;
using EdgeCollector.Replay;
using Xunit;

namespace EdgeCollector.Tests.Replay;

/// <summary>Whatever stands in a file, <c>replay</c> gives a result or names the place and the reason.</summary>
public sealed class ReplayFuzzTests
{
    private const int Rounds = 2_000;

    /// <summary>Values that a person or a program puts in the wrong place.</summary>
    private static readonly string?[] Wrong =
    [
        null, "true", "0", "-1", "1.5", "1e300", "-9223372036854775808", "18446744073709551616", "\"\"", "\"x\"", "\"24:00\"", "\"2026-02-30\"",
        "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00+14:00\"", "[]", "{}", "[[]]", "\"Running\"", "\"Europe/Nowhere\"",
    ];

    [Fact]
    public void A_file_with_one_thing_changed_gives_a_result_or_a_place_and_a_reason()
    {
        var originals = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Cases"), "*.json").Order().Select(File.ReadAllText).ToList();
        var (results, complaints) = (0, 0);
        for (var seed = 1; seed <= Rounds; seed++)
        {
            var random = new Random(seed);
            var file = Shorten(JsonNode.Parse(originals[seed % originals.Count])!, random);
            Change(file, random);
            try
            {
                ReplayRunner.Run(Encoding.UTF8.GetBytes(file.ToJsonString()), Stream.Null);
                results++;
            }
            catch (ReplayFormatException e)
            {
                Assert.StartsWith("$", e.Message, StringComparison.Ordinal);
                complaints++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e.GetType().Name} {e.Message}\n{file.ToJsonString()}");
            }
        }

        Assert.True(results > 100 && complaints > 500, $"{results} results, {complaints} complaints");
    }

    [Fact]
    public void A_file_cut_anywhere_names_line_and_byte()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "17-micro-stops.json")).TrimEnd();
        for (var length = 0; length < text.Length; length += 97)
        {
            var cut = Encoding.UTF8.GetBytes(text[..length]);
            Assert.Contains("line", Assert.Throws<ReplayFormatException>(() => ReplayRunner.Run(cut, Stream.Null)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"config": {"timeZone": "UTC"}, "events": []}""", "$.config: 'products' is missing")]
    [InlineData("""{"events": []}""", "$: 'config' is missing")]
    [InlineData("""[]""", "$: expected an object")]
    [InlineData("""{"schema": "oee-replay/2", "config": {}, "events": []}""", "$.schema: expected \"oee-replay/1\"")]
    public void What_is_missing_or_of_another_version_is_named(string text, string says) => Assert.StartsWith(
        says, Assert.Throws<ReplayFormatException>(() => ReplayRunner.Run(Encoding.UTF8.GetBytes(text), Stream.Null)).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_hundred_thousand_events_in_any_order_are_no_trouble()
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "11-counter-uint16-rollover.json")))!;
        var machine = (string)file["config"]!["machines"]![0]!["id"]!;
        var start = DateTimeOffset.Parse("2026-01-05T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        var random = new Random(1);
        var events = Enumerable.Range(0, 200_000).OrderBy(_ => random.Next()).Select(i => (JsonNode)new JsonObject
        {
            ["t"] = start.AddMilliseconds(i * 400L).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture),
            ["machine"] = machine, ["type"] = "state", ["state"] = i % 3 == 0 ? "Running" : "Stop",
        });
        file["events"] = new JsonArray([.. events]);
        var cpu = Environment.CpuUsage.TotalTime;
        ReplayRunner.Run(Encoding.UTF8.GetBytes(file.ToJsonString()), Stream.Null);
        TestContext.Current.SendDiagnosticMessage($"200,000 shuffled events: {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0.0} CPU seconds");
    }

    /// <summary>A file of some thousand events would only make the test slow.</summary>
    private static JsonNode Shorten(JsonNode file, Random random)
    {
        file.AsObject().Remove("expected");
        file.AsObject().Remove("published");
        file.AsObject().Remove("notes");
        var events = file["events"]!.AsArray();
        while (events.Count > 40)
        {
            events.RemoveAt(random.Next(events.Count));
        }

        return file;
    }

    private static void Change(JsonNode file, Random random)
    {
        var places = new List<(JsonNode Parent, string? Key, int Index)>();
        Collect(file, places);
        var (parent, key, index) = places[random.Next(places.Count)];
        var value = Wrong[random.Next(Wrong.Length)] is { } text ? JsonNode.Parse(text) : null;
        switch (parent)
        {
            case JsonObject keys when random.Next(3) == 0:
                keys.Remove(key!);
                break;
            case JsonObject keys:
                keys[key!] = value;
                break;
            case JsonArray items when random.Next(3) == 0:
                items.Add(items[index]!.DeepClone());
                break;
            case JsonArray items:
                items[index] = value;
                break;
        }
    }

    private static void Collect(JsonNode node, List<(JsonNode, string?, int)> places)
    {
        if (node is JsonObject keys)
        {
            foreach (var (key, value) in keys)
            {
                places.Add((keys, key, -1));
                if (value is not null) Collect(value, places);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                places.Add((items, null, i));
                if (items[i] is { } item) Collect(item, places);
            }
        }
    }
}
