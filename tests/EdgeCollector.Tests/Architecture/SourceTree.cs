namespace EdgeCollector.Tests.Architecture;

/// <summary>The C# files below src/ of this checkout, without what builds leave there.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Load()
    {
        var src = Path.Combine(Root, "src");
        return
        [
            .. Directory.EnumerateFiles(src, "*.cs", SearchOption.AllDirectories)
                .Select(file => (File: file, Path: Path.GetRelativePath(src, file).Replace('\\', '/')))
                .Where(f => !f.Path.Contains("/bin/", StringComparison.Ordinal) && !f.Path.Contains("/obj/", StringComparison.Ordinal))
                .OrderBy(f => f.Path, StringComparer.Ordinal)
                .Select(f => new SourceFile(f.Path, File.ReadAllText(f.File))),
        ];
    }

    public static string Project(string name) => File.ReadAllText(Path.Combine(Root, "src", name, $"{name}.csproj"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EdgeCollector.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No EdgeCollector.sln above {AppContext.BaseDirectory}: run the tests from a checkout");
    }
}
