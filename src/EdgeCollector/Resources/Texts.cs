using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace EdgeCollector.Resources;

/// <summary>
/// Every text of pages, reports and sentences in one language, and how that language writes numbers. Data is never translated: topics,
/// fields, codes, the command line and logs are English. A test fails on a key that is missing in a language or used nowhere.
/// </summary>
internal sealed class Texts
{
    private static readonly FrozenDictionary<string, Texts> All =
        new[] { "en", "nl", "de" }.ToFrozenDictionary(code => code, code => new Texts(code), StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _texts;

    private Texts(string language)
    {
        Language = language;
        Format = new LocalFormat(language == "en" ? "." : ",");
        _texts = Load(language);
    }

    /// <summary>en, nl and de, in the order in which pages list them.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["nl", "en", "de"];

    /// <summary>ISO 639-1 code.</summary>
    public string Language { get; }

    public LocalFormat Format { get; }

    public IEnumerable<string> Keys => _texts.Keys;

    /// <summary>The text; the key itself where it is missing, so that a page shows a flaw and does not fail on it.</summary>
    public string this[string key] => _texts.GetValueOrDefault(key, key);

    /// <summary>The text with <c>{0}</c>, <c>{1}</c>… replaced; values are already in the language's own form.</summary>
    public string Fill(string key, params ReadOnlySpan<string> values)
    {
        var text = this[key];
        for (var i = 0; i < values.Length; i++)
        {
            text = text.Replace($"{{{i.ToString(CultureInfo.InvariantCulture)}}}", values[i], StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>The texts of a language; English for one that is not spoken here.</summary>
    public static Texts For(string? language) => All.GetValueOrDefault(language ?? "", All["en"]);

    public static bool Speaks(string? language) => language is not null && All.ContainsKey(language);

    private static FrozenDictionary<string, string> Load(string language)
    {
        var name = $"Texts.{language}.json";
        using var stream = typeof(Texts).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"Resource {name} is missing in the assembly: embed Resources/{name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var reader = new Utf8JsonReader(bytes);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        string? key = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                key = reader.GetString();
            }
            else if (reader.TokenType == JsonTokenType.String && key is not null)
            {
                texts.Add(key, reader.GetString()!);
            }
        }

        return texts.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
