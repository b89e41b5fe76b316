using System.Text.RegularExpressions;
using EdgeCollector.Tests.Architecture;
using Xunit;

namespace EdgeCollector.Tests.Deploy;

/// <summary>Dockerfile: its structure, instruction by instruction.</summary>
public sealed partial class DockerfileTests
{
    private static readonly (string Name, string Arguments)[] Instructions = Read();

    [Fact]
    public void The_final_image_has_no_shell_but_time_zones_and_languages()
    {
        var images = Instructions.Where(i => i.Name == "FROM").Select(i => i.Arguments).ToArray();
        Assert.Equal(2, images.Length);
        Assert.EndsWith("/dotnet/runtime-deps:10.0-noble-chiseled-extra", images[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_in_the_final_image_needs_a_shell()
    {
        Assert.DoesNotContain(Final(), i => i.Name == "RUN");
        foreach (var name in new[] { "ENTRYPOINT", "CMD" })
        {
            Assert.StartsWith("[", Final().Single(i => i.Name == name).Arguments, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void It_runs_as_user_1654_who_owns_the_data_directory()
    {
        Assert.Equal("1654:1654", Final().Single(i => i.Name == "USER").Arguments);
        Assert.Contains(Final(), i => i.Name == "COPY" && i.Arguments.Contains("--chown=1654:1654", StringComparison.Ordinal)
            && i.Arguments.EndsWith(" /var/lib/edgecollector", StringComparison.Ordinal));
        Assert.Equal("/var/lib/edgecollector", Final().Single(i => i.Name == "VOLUME").Arguments);
    }

    [Fact]
    public void Both_architectures_are_published_self_contained()
    {
        var publish = Assert.Single(Instructions, i => i.Name == "RUN").Arguments;
        Assert.Contains("amd64) rid=linux-x64", publish, StringComparison.Ordinal);
        Assert.Contains("arm64) rid=linux-arm64", publish, StringComparison.Ordinal);
        Assert.Contains("--self-contained", publish, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, string Arguments)> Final() =>
        Instructions.Skip(Array.FindLastIndex(Instructions, i => i.Name == "FROM"));

    private static (string Name, string Arguments)[] Read()
    {
        var text = string.Join('\n', File.ReadLines(Path.Combine(SourceTree.Root, "Dockerfile")).Where(l => !l.StartsWith('#')));
        return
        [
            .. Continuation().Replace(text, " ").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(l => l.Split(' ', 2))
                .Select(p => (p[0], p[1].Trim())),
        ];
    }

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();
}
