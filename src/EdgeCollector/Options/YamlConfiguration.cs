using System.Text;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options;

/// <summary>
/// Reads the main file, the `conf.d/*.yaml` beside it in the order of their names, and the environment, and lays them over each other:
/// defaults &lt; file &lt; conf.d &lt; environment. Every value keeps the place it came from.
/// </summary>
internal sealed class YamlConfiguration(DiagnosticList problems)
{
    public const int MaxFiles = 200;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] CsvSections = ["products", "reasons"];

    /// <summary>The merged tree, or null where the main file has none; what is wrong is then among the problems.</summary>
    public ConfigNode? Read(string path, IReadOnlyDictionary<string, string> environment)
    {
        var root = ReadYaml(path, OriginKind.File);
        var folder = Path.Combine(Path.GetDirectoryName(path) ?? "", "conf.d");
        var files = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder)
                .Where(file => Path.GetExtension(file) is ".yaml" or ".yml").Order(StringComparer.Ordinal).Take(MaxFiles + 1).ToList() : [];
        if (files.Count > MaxFiles)
        {
            problems.Error(Whole(folder, OriginKind.ConfigurationFolder), FormattableString.Invariant($"holds more than {MaxFiles} files"));
        }

        foreach (var file in files.Take(MaxFiles))
        {
            if (ReadYaml(file, OriginKind.ConfigurationFolder, mayBeEmpty: true) is { } part)
            {
                root = root is null ? part : TreeMerge.Merge(root, part);
            }
        }

        return root is null ? null : EnvironmentOverrides.Apply(root, environment, problems);
    }

    /// <summary>The tree of one text, CSV lists read from beside it.</summary>
    public ConfigNode? Parse(SourceText source, string text, bool mayBeEmpty = false)
    {
        var before = problems.HasErrors;
        var root = YamlReader.Read(source, text, problems);
        if (root is null && !mayBeEmpty && (before || !problems.HasErrors))
        {
            problems.Error(Whole(source), "is empty – begin with version: 1 (edgecollector init writes a first one)");
        }

        if (root is not null and not MappingNode)
        {
            problems.Error(root.At, "the file must hold keys, like version: 1");
            return null;
        }

        return root is MappingNode mapping ? WithCsv(mapping) : null;
    }

    private MappingNode WithCsv(MappingNode root) => new(root.At, [.. root.Entries.Select(entry =>
        CsvSections.Contains(entry.Key.Text) && entry.Value is MappingNode { Entries: [{ Key.Text: "csv", Value: ScalarNode file }] }
            ? entry with { Value = ReadCsv(file) } : entry)]);

    private SequenceNode ReadCsv(ScalarNode file)
    {
        var path = Path.Combine(Path.GetDirectoryName(file.At.Source.Name) ?? "", file.Text);
        var table = ReadText(path, complaint => problems.Error(file.At, $"\"{file.Text}\" {complaint}")) is { } text
            ? CsvTable.Read(new SourceText(path, text, file.At.Source.Kind), text, problems) : null;
        return table ?? new SequenceNode(file.At, []);
    }

    private ConfigNode? ReadYaml(string path, OriginKind kind, bool mayBeEmpty = false) =>
        ReadText(path, complaint => problems.Error(Whole(path, kind), complaint)) is { } text
            ? Parse(new SourceText(path, text, kind), text, mayBeEmpty) : null;

    private static string? ReadText(string path, Action<string> complain)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                complain("file not found – name another with --config FILE, or write one with edgecollector init");
                return null;
            }

            if (file.Length > 4L * YamlReader.MaxCharacters)
            {
                complain(FormattableString.Invariant($"file is larger than {4L * YamlReader.MaxCharacters >> 20} MiB"));
                return null;
            }

            return StrictUtf8.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            complain(FormattableString.Invariant($"is not UTF-8 (byte {e.Index}) – save it as UTF-8"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            complain($"cannot be read: {e.Message.ReplaceLineEndings(" ")}");
        }

        return null;
    }

    private static SourceSpan Whole(string path, OriginKind kind) => Whole(new SourceText(path, "", kind));

    private static SourceSpan Whole(SourceText source) => new(source, 0, 0, 0);
}
