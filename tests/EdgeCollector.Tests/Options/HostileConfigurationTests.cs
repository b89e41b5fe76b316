using System.Text;
using EdgeCollector.Cli;
using Xunit;
using static EdgeCollector.Tests.Options.ConfigurationText;

namespace EdgeCollector.Tests.Options;

public sealed class HostileConfigurationTests
{
    [Fact]
    public void An_alias_bomb_is_refused()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++)
        {
            text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        Assert.Contains("more than 100000 values", Assert.Single(Load(text.ToString()).Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Deep_nesting_is_refused(string open)
    {
        var found = Assert.Single(Load("a: \n  " + string.Concat(Enumerable.Repeat(open, 5000))).Diagnostics);
        Assert.Matches("nested deeper|not valid YAML", found.Message);
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused() =>
        Assert.Contains("larger than 1 MiB", Assert.Single(Load("a: " + new string('x', 1 << 20)).Diagnostics).Message,
            StringComparison.Ordinal);

    [Fact]
    public void T22_mutated_configurations_give_diagnostics_or_options_and_never_an_exception()
    {
        string[] bits = ["{", "}", "[", "]", ":", ",", "\"", "'", "\n", "  ", "- ", "&a ", "*a", "!!x ", "${secret:", "null", "~", "-1",
            "9e999", "é", "\0", "\t", "? ", "| ", "%", "@", "name: ", "<<: "];
        string[] files = [Repository.SampleText(), Repository.SampleText("siemens-s7.yaml"), Repository.SampleText("five-teams.yaml"),
            Repository.SampleText("bridge.yaml")];
        var random = new Random(20261123);
        var good = 0;
        for (var i = 0; i < 5000; i++)
        {
            var text = new StringBuilder(files[i % files.Length]);
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(text.Length);
                var length = Math.Min(random.Next(1, 20), text.Length - at);
                switch (random.Next(4))
                {
                    case 0: text.Remove(at, length); break;
                    case 1: text.Insert(at, bits[random.Next(bits.Length)]); break;
                    case 2: text[at] = (char)random.Next(32, 127); break;
                    default: text.Insert(random.Next(text.Length), text.ToString(at, length)); break;
                }
            }

            var loaded = Load(text.ToString());
            Assert.Equal(loaded.Options is null, loaded.Problems.HasErrors);
            DiagnosticPrinter.Print(loaded, TextWriter.Null, colour: true);
            if (loaded.Options is not null)
            {
                loaded.Show();
                good++;
            }
        }

        // Both outcomes occur, else the mutations test nothing.
        Assert.InRange(good, 100, 4900);
    }
}
