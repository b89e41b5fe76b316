using EdgeCollector.Cli;
using EdgeCollector.Tests.Influx;
using Xunit;

namespace EdgeCollector.Tests.Cli;

public sealed class InfluxInitCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("influx-init").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Databases_of_the_configuration_are_made_with_its_log_in()
    {
        await using var server = await FakeInflux.StartAsync();
        server.Answer = r => r.Target == "/ping" ? null : (200, """{"results":[{"statement_id":0}]}""");

        var (exit, output) = await RunAsync($"influx: {{ url: \"{server.Url}\", kpi: my_kpi, user: edge, password: \"${{secret:influx}}\" }}");

        Assert.Equal(ExitCodes.Ok, exit);
        Assert.Contains("✓ my_kpi  made, kept for 730 days", output);
        Assert.Contains("✓ edge_raw  made, kept for 30 days", output);
        Assert.Equal("Basic ZWRnZTpodW50ZXIy", server.Requests.Last().Authorization);
        Assert.DoesNotContain("hunter2", output);
    }

    [Fact]
    public async Task A_refusal_is_a_failure_with_the_way_out()
    {
        await using var server = await FakeInflux.StartAsync();
        server.Answer = r => r.Target == "/ping" ? null : (401, """{"error":"authorization failed"}""");

        var (exit, output) = await RunAsync($"influx: {{ url: \"{server.Url}\" }}");

        Assert.Equal(ExitCodes.Failed, exit);
        Assert.Contains("check user, password or token under influx:", output);
    }

    [Fact]
    public async Task Without_an_influx_section_there_is_nothing_to_create()
    {
        var (exit, output) = await RunAsync("");

        Assert.Equal(ExitCodes.Configuration, exit);
        Assert.Contains("no influx: section", output);
    }

    private async Task<(int Exit, string Output)> RunAsync(string section)
    {
        var file = Path.Combine(_folder, "edgecollector.yaml");
        await File.WriteAllTextAsync(file, $$"""
            version: 1
            node: { name: edge-line1, timezone: Europe/Amsterdam }
            uns: { enterprise: acme, site: eindhoven, area: packaging }
            mqtt: { broker: "mqtt://localhost:1883" }
            {{section}}
            lines:
              - name: line1
                machines:
                  - name: packer1
                    ideal_cycle: 1.8s
                    gpio: { chip: auto, good: { line: GPIO27, edge: falling, debounce: 5ms } }
            """);
        var output = new StringWriter();
        var host = new CliHost
        {
            Out = output, Error = output, WorkingDirectory = _folder,
            Environment = new Dictionary<string, string> { ["EDGECOLLECTOR_SECRET_INFLUX"] = "hunter2" },
        };
        return (await CommandLine.RunAsync(["influx", "init", "--config", file], host, CancellationToken.None), output.ToString());
    }
}
