using EdgeCollector.Cli;
using EdgeCollector.Options;
using Xunit;

namespace EdgeCollector.Tests.Cli;

public sealed class UnusedTests
{
    private const string Minimal = """
        version: 1
        node: { name: edge1, timezone: Europe/Amsterdam }
        uns: { enterprise: acme, site: eindhoven, area: packaging }
        mqtt: { broker: "mqtt://127.0.0.1:1883" }
        influx: { url: "http://127.0.0.1:8086" }

        """;

    [Fact]
    public void A_configuration_that_asks_for_nothing_more_is_silent() => Assert.Empty(Lines(Minimal));

    [Theory]
    [InlineData("alerts: [{ name: a, on: stop }]", "alerts")]
    [InlineData("alerts: [{ name: long, on: stop, after: 10m }]", "alerts")]
    [InlineData("report: { at: shift_end }", "report")]
    public void What_this_version_does_not_do_is_named(string section, string key) =>
        Assert.Contains(Lines(Minimal + section), line => line.StartsWith(key + ":", StringComparison.Ordinal));

    [Fact]
    public void Sparkplug_in_the_list_of_profiles_is_named() =>
        Assert.Contains(
            Lines(Minimal.Replace("1883\" }", "1883\", publish: [uns, sparkplug] }", StringComparison.Ordinal)), line => line.Contains("sparkplug", StringComparison.Ordinal));

    private static List<string> Lines(string text)
    {
        var loaded = ConfigurationLoader.Parse("test", text, new Dictionary<string, string>());
        Assert.Empty(loaded.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Message));
        return [.. Unused.In(loaded.Options!)];
    }
}
