using System.Runtime.Versioning;
using System.Xml.Linq;
using Xunit;

namespace EdgeCollector.Interop.Tests.Peers;

/// <summary>The fixture itself, with a shell script in the executable's place.</summary>
[SupportedOSPlatform("linux")]
public sealed class CollectorProcessTests
{
    private const string Service = """
        #!/bin/sh
        echo "starting $*" >&2
        sleep 600 >/dev/null 2>&1 &
        trap "kill $!; exit 7" TERM
        echo "ready http://127.0.0.1:1"
        wait
        """;

    [Fact]
    public async Task Ready_is_awaited_and_a_stop_is_a_SIGTERM_with_its_exit_code()
    {
        using var scripts = new TempDirectory();
        await using var collector = new CollectorProcess("version: 1\n", executable: Script(scripts, Service));

        var ready = await collector.RunAsync("--role", "bridge");

        Assert.Equal("ready http://127.0.0.1:1", ready);
        Assert.Contains($"starting run --config {collector.ConfigurationFile}", collector.Log, StringComparison.Ordinal);
        Assert.Equal(7, await collector.StopAsync());
    }

    [Fact]
    public async Task Ending_before_ready_fails_with_exit_code_and_log()
    {
        using var scripts = new TempDirectory();
        var script = Script(scripts, "#!/bin/sh\necho 'ready on the wrong stream' >&2\nexit 78\n");
        await using var collector = new CollectorProcess("version: 2\n", executable: script);

        var error = await Assert.ThrowsAsync<PeerException>(() => collector.RunAsync());

        Assert.Contains("exit code 78", error.Message, StringComparison.Ordinal);
        Assert.Contains("wrong stream", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_process_can_be_started_again_in_the_same_directory()
    {
        using var scripts = new TempDirectory();
        await using var collector = new CollectorProcess("version: 1\n", executable: Script(scripts, Service));
        var directory = collector.Directory;
        await collector.RunAsync();
        await collector.KillAsync();

        Assert.Equal("ready http://127.0.0.1:1", await collector.RunAsync());
        Assert.Equal(directory, collector.Directory);
        await collector.DisposeAsync();
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task The_built_executable_runs()
    {
        await using var collector = new CollectorProcess();

        collector.Start("--version");
        var version = XDocument.Load(Repository.At("Directory.Build.props")).Descendants("Version").Single().Value;
        await collector.WaitForLineAsync(
            line => line.Split('+')[0] == version, $"version {version}", TimeSpan.FromSeconds(30));
        Assert.Equal(0, await collector.ExitAsync(TimeSpan.FromSeconds(30)));
    }

    private static string Script(TempDirectory folder, string text)
    {
        var path = folder.Write("edgecollector", text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
