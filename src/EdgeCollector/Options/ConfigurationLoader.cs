using EdgeCollector.Options.Binding;
using EdgeCollector.Options.Calendars;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options;

/// <summary>The front door: files and environment to options that hold together, or every reason why not. Connects to nothing.</summary>
internal static class ConfigurationLoader
{
    public const string FileName = "edgecollector.yaml";
    public const string SystemFile = "/etc/edgecollector/edgecollector.yaml";

    /// <summary>The file given, else <see cref="FileName"/> in the working directory, else the system's.</summary>
    public static string Locate(string? given, string workingDirectory) =>
        given ?? (!File.Exists(Path.Combine(workingDirectory, FileName)) && File.Exists(SystemFile) ? SystemFile : FileName);

    /// <summary>Loads and checks; secrets are not resolved here, see <see cref="SecretResolver.Check"/>.</summary>
    /// <param name="path">The main file; `conf.d` is looked for beside it. Messages name it as it is given.</param>
    /// <param name="environment">Environment variables.</param>
    public static LoadedConfiguration Load(string path, IReadOnlyDictionary<string, string> environment)
    {
        var problems = new DiagnosticList();
        return Bind(new YamlConfiguration(problems).Read(path, environment), problems, Path.GetDirectoryName(path) ?? "");
    }

    /// <summary>The same for a text that is in no file.</summary>
    public static LoadedConfiguration Parse(string name, string text, IReadOnlyDictionary<string, string> environment)
    {
        var problems = new DiagnosticList();
        var root = new YamlConfiguration(problems).Parse(new SourceText(name, text, OriginKind.File), text);
        return Bind(root is null ? null : EnvironmentOverrides.Apply(root, environment, problems), problems, "");
    }

    private static LoadedConfiguration Bind(ConfigNode? root, DiagnosticList problems, string folder)
    {
        var context = new BindingContext(problems);
        if (root is null)
        {
            return new LoadedConfiguration(null, problems, [], null);
        }

        var place = Place.Root(root);
        CollectorOptions.Section.TryRead(place, context, out var options);
        OptionsValidator.Check(options, place, problems, folder);
        if (!problems.HasErrors && !options.Calendar.Ics.IsEmpty)
        {
            var imported = CalendarImport.Read(options.Calendar, ConfiguredZone.Of(options.Node), folder,
                TimeProvider.System.GetUtcNow(), place, problems);
            options = options with { Calendar = options.Calendar with { Imported = imported } };
        }

        return new LoadedConfiguration(problems.HasErrors ? null : options, problems, context.Secrets, place);
    }
}

/// <summary>What a load gives.</summary>
/// <param name="Options">Null when there is an error.</param>
/// <param name="Problems">All errors and warnings.</param>
/// <param name="Secrets">Every reference to a secret.</param>
/// <param name="Root">The merged tree with origins, for `config show`; null where nothing could be read.</param>
internal sealed record LoadedConfiguration(CollectorOptions? Options, DiagnosticList Problems, IReadOnlyList<SecretUse> Secrets,
    Place? Root)
{
    /// <summary>Errors and warnings in the order of files, lines and columns.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => Problems.InOrder();

    /// <summary>Each value in effect with its origin, defaults included. Secrets are hidden.</summary>
    public IReadOnlyList<ConfigLine> Show()
    {
        var lines = new List<ConfigLine>();
        if (Root is not null)
        {
            CollectorOptions.Section.Show(Root, Options, lines);
        }

        return lines;
    }
}
