using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using EdgeCollector.Resources;
using Xunit;

namespace EdgeCollector.Tests.Resources;

public sealed partial class TextsTests
{
    public static TheoryData<string> Languages => [.. Texts.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_has_every_text_with_the_same_places(string language)
    {
        var english = Texts.For("en");
        var texts = Texts.For(language);

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), texts.Keys.Order(StringComparer.Ordinal));
        foreach (var key in english.Keys)
        {
            Assert.False(string.IsNullOrWhiteSpace(texts[key]), key);
            Assert.Equal(Places(english[key]), Places(texts[key]));
        }
    }

    [Fact]
    public void Every_text_is_used_and_every_used_text_is_there()
    {
        var source = string.Join('\n', Directory.EnumerateFiles(SourceFolder(), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/",
                StringComparison.Ordinal)).Select(File.ReadAllText));
        var used = Use().Matches(source).Select(m => m.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(used.Order(StringComparer.Ordinal), Texts.For("en").Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("en", "availability performance quality scrap changeover good target")]
    [InlineData("nl", "beschikbaarheid prestatie kwaliteit afkeur ombouw goed doel ploeg stilstand")]
    [InlineData("de", "Verfügbarkeit Leistung Qualität Ausschuss Rüsten Gutteile Soll Schicht Stillstand")]
    public void The_fixed_terms_are_used(string language, string terms)
    {
        var texts = Texts.For(language);
        var all = string.Join('\n', texts.Keys.Select(k => texts[k])).Replace("\u00ad", "", StringComparison.Ordinal);

        Assert.All(terms.Split(' '), term => Assert.Contains(term, all, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("en", 0.7119, 1, "71.2")]
    [InlineData("nl", 0.7119, 1, "71,2")]
    [InlineData("de", 0.7119, 0, "71")]
    [InlineData("en", -0.0001, 0, "0")]
    [InlineData("en", null, 0, "–")]
    public void Per_cents_are_written_as_the_language_writes_them(string language, double? ratio, int decimals, string expected) =>
        Assert.Equal(expected, Texts.For(language).Format.Percent(ratio, decimals));

    [Fact]
    public void Numbers_have_groups_and_a_real_minus()
    {
        var format = Texts.For("nl").Format;

        Assert.Equal("10\u202f252", format.Whole(10_252));
        Assert.Equal("\u2212548", format.Signed(-548.2));
        Assert.Equal("+12", format.Signed(12));
        Assert.Equal("0", format.Signed(-0.3));
        Assert.Equal("14", format.Minutes(14 * 60_000 + 29_000));
        Assert.Equal("1", format.Minutes(900));
    }

    [Theory]
    [InlineData(0, "00:00")]
    [InlineData(845_000, "14:05")]
    [InlineData(3_661_000, "1:01:01")]
    [InlineData(97_200_000, "1\u202fd 03:00:00")]
    [InlineData(-5, "00:00")]
    public void A_timer_grows_with_what_it_shows(long milliseconds, string expected) =>
        Assert.Equal(expected, LocalFormat.Timer(milliseconds));

    [GeneratedRegex(@"(?:[tT]exts|\bt)(?:\[|\.Fill\()""(?<key>[a-z_.]+)""")]
    private static partial Regex Use();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal);

    private static string SourceFolder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/EdgeCollector"));
}
