using System.Text.Json;
using EdgeCollector.Cli;
using EdgeCollector.Tests.Options;
using Xunit;

namespace EdgeCollector.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgecollector-cli-");

    private string File => Path.Combine(_folder.FullName, "edgecollector.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Validate_prints_place_line_caret_and_suggestion()
    {
        Write(Repository.SampleText().Replace("GPIO27, edge: falling", "GPIO27, edge: faling", StringComparison.Ordinal)
            .Replace("password: \"${secret:mqtt_password}\"", "password: hunter2", StringComparison.Ordinal));
        var (exit, output, _) = await Run("validate", "--config", File);
        Assert.Equal(ExitCodes.Configuration, exit);
        Assert.Equal(
            """
            ✗ edgecollector.yaml:47:40  gpio.good.edge "faling" is not one of rising, falling, both – did you mean "falling"?
                 47 |  good:  { line: GPIO27, edge: faling, debounce: 5ms }
                                                    ^^^^^^
            ! edgecollector.yaml:7:40   password in clear text – use ${secret:mqtt_password} (edgecollector secret set mqtt_password)
            1 error, 1 warning – exit 78

            """,
            output.Replace(File, "edgecollector.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_says_one_line_when_nothing_is_wrong()
    {
        Write(Repository.SampleText());
        var (exit, output, _) = await Run("validate", "--config", File);
        Assert.Equal((ExitCodes.Ok, $"✓ {File}  1 line, 2 machines – no errors, no warnings\n"), (exit, output));
    }

    [Fact]
    public async Task A_warning_alone_is_no_failure()
    {
        Write(Repository.SampleText().Replace("\"${secret:smtp_password}\"", "hunter2", StringComparison.Ordinal));
        var (exit, output, _) = await Run("validate", "--config", File);
        Assert.Equal(ExitCodes.Ok, exit);
        Assert.EndsWith("1 warning – exit 0\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_output_shows_a_secret_even_beside_an_error()
    {
        Write(Repository.SampleText().Replace("user: edge-line1, password: \"${secret:mqtt_password}\"",
            "usr: x, password: \"hunter2\", pasword: hunter2, more: [hunter2]", StringComparison.Ordinal));
        foreach (var verb in new[] { "validate", "validate --json", "config show", "config show --json" })
        {
            var (exit, output, error) = await Run([.. verb.Split(' '), "--config", File]);
            Assert.Equal(ExitCodes.Configuration, exit);
            Assert.DoesNotContain("hunter2", output + error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Validate_json_holds_every_finding_with_its_place()
    {
        Write(Repository.SampleText().Replace("commit: 1s", "comit: 1s", StringComparison.Ordinal));
        var (exit, output, _) = await Run("validate", "--json", "--config", File);
        var json = JsonDocument.Parse(output).RootElement;
        Assert.Equal((ExitCodes.Configuration, false, 78),
            (exit, json.GetProperty("valid").GetBoolean(), json.GetProperty("exit").GetInt32()));
        var found = Assert.Single(json.GetProperty("diagnostics").EnumerateArray());
        Assert.Equal(("error", 10, 12, "journal.comit"), (
            found.GetProperty("severity").GetString(), found.GetProperty("line").GetInt32(), found.GetProperty("column").GetInt32(),
                found.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task Config_show_prints_values_with_origins()
    {
        Write(Repository.SampleText());
        var (exit, output, _) = await Run("config", "show", "--config", File);
        Assert.Equal(ExitCodes.Ok, exit);
        Assert.Matches($@"\njournal\.commit +1s +{System.Text.RegularExpressions.Regex.Escape(File)}:10\n", output);
        Assert.Matches(@"\nui\.px_per_mm +5\.5 +default\n", output);
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("validate --bogus")]
    [InlineData("validate --config")]
    [InlineData("config")]
    [InlineData("")]
    public async Task A_usage_error_ends_with_2(string arguments)
    {
        var (exit, output, error) = await Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((ExitCodes.Usage, ""), (exit, output));
        Assert.EndsWith("Try edgecollector --help\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_prints_draft_07_and_version_one_line()
    {
        var (exit, schema, _) = await Run("schema");
        Assert.Equal((ExitCodes.Ok, "http://json-schema.org/draft-07/schema#"),
            (exit, JsonDocument.Parse(schema).RootElement.GetProperty("$schema").GetString()));
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+[^\n]*\n$", (await Run("version")).Output);
    }

    private static async Task<(int Exit, string Output, string Error)> Run(params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var exit = await CommandLine.RunAsync(arguments,
            new CliHost { Out = output, Error = error, Environment = ConfigurationText.NoEnvironment });
        return (exit, output.ToString(), error.ToString());
    }

    private void Write(string text) => System.IO.File.WriteAllText(File, text);
}
