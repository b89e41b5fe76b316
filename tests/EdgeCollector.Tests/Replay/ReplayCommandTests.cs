using System.Text;
using EdgeCollector.Cli;
using Xunit;

namespace EdgeCollector.Tests.Replay;

public sealed class ReplayCommandTests
{
    private const string Config = """
        {"config": {"timeZone": "UTC", "microStopMaxSeconds": 120, "products": {"P": {"idealCycleSeconds": 10}},
          "machines": [{"id": "M1", "counters": [{"id": "n", "kind": "total", "bits": 16, "maxPerSecond": 1}]}],
          "calendar": {"shifts": [{"name": "A", "start": "06:00", "end": "07:00"}]},
          "reports": [{"id": "r", "shift": "A", "date": "2026-01-05"}]},
         "events": [
        """;

    [Theory]
    [InlineData("""{"t": "2026-01-05T06:00:00Z", "machine": "M1", "type": "state", "state": "Walking"}]}""", "$.events[0].state: expected one of Running")]
    [InlineData("""{"t": "2026-01-05T06:00:00", "machine": "M1", "type": "state", "state": "Down"}]}""", "$.events[0].t: expected a time with offset")]
    [InlineData("""{"t": "2026-01-05T06:00:00Z", "machine": "M2", "type": "state", "state": "Down"}]}""", "$.events[0].machine: expected a machine")]
    [InlineData("""{"t": "2026-01-05T06:00:00Z", "machine": "M1", "type": "count", "counter": "n"}]}""", "$.events[0]: 'value' is missing")]
    [InlineData("""{"t": "2026-01-05T06:00:00Z", "machine": "M1", "type": "hop"}]}""", "$.events[0].type: expected one of state")]
    [InlineData("""{"t": ]}""", "line 6")]
    public void A_malformed_file_exits_78_and_names_the_place(string events, string message)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, Config + "\n" + events);
            using var output = new MemoryStream();
            using var errors = new StringWriter();
            Assert.Equal(78, ReplayCommand.Run(file, output, errors));
            Assert.Contains(message, errors.ToString(), StringComparison.Ordinal);
            Assert.Equal(0, output.Length);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_missing_file_exits_78()
    {
        using var errors = new StringWriter();
        Assert.Equal(78, ReplayCommand.Run("/nonexistent/trace.json", Stream.Null, errors));
        Assert.Contains("cannot be read", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_the_format_gives_its_figures()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, Config + """
                {"t": "2026-01-05T06:00:00Z", "machine": "M1", "type": "state", "state": "Running"},
                {"t": "2026-01-05T06:00:00Z", "machine": "M1", "type": "count", "counter": "n", "value": 65400},
                {"t": "2026-01-05T06:30:00Z", "machine": "M1", "type": "count", "counter": "n", "value": 14},
                {"t": "2026-01-05T06:30:00Z", "machine": "M1", "type": "state", "state": "Down"},
                {"t": "2026-01-05T06:45:00Z", "machine": "M1", "type": "state", "state": "Running"},
                {"t": "2026-01-05T07:00:00Z", "machine": "M1", "type": "count", "counter": "n", "value": 74}]}
                """);
            using var output = new MemoryStream();
            Assert.Equal(0, ReplayCommand.Run(file, output, TextWriter.Null));
            var report = System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetString(output.ToArray())).RootElement.GetProperty("reports")[0];
            Assert.Equal(0.75, report.GetProperty("availability").GetDouble(), 1e-9);
            Assert.Equal(2100.0 / 2700, report.GetProperty("performance").GetDouble(), 1e-9);
            Assert.Equal(1, report.GetProperty("quality").GetDouble(), 1e-9);
            Assert.Equal(2100.0 / 3600, report.GetProperty("oee").GetDouble(), 1e-9);
            Assert.Equal(900, report.GetProperty("mttrSeconds").GetDouble(), 1e-9);
            Assert.Equal(1, report.GetProperty("counterFlags").GetProperty("rollovers").GetInt32());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
