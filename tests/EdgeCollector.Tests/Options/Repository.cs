using System.Runtime.CompilerServices;

namespace EdgeCollector.Tests.Options;

/// <summary>Finds files of the repository from where this source lies.</summary>
internal static class Repository
{
    public static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    public static string Sample(string name) => Path.Combine(Root(), "config", name);

    public static string SampleText(string name = "edgecollector.yaml") => File.ReadAllText(Sample(name));
}
