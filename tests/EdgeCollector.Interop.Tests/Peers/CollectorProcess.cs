namespace EdgeCollector.Interop.Tests.Peers;

/// <summary>
/// The built <c>edgecollector</c> executable with a configuration and data directory of its own. Another build of it (native AOT) is
/// tested by setting the environment variable EDGECOLLECTOR_EXE to its path.
/// </summary>
internal sealed class CollectorProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A clean stop on SIGTERM takes at most 10 s by the command line's contract; the rest is for a busy machine.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    private readonly string _executable;
    private readonly IReadOnlyDictionary<string, string>? _environment;
    private readonly TempDirectory _directory = new();
    private ChildProcess? _process;

    /// <param name="configuration">Text of edgecollector.yaml, or null where the verb needs none.</param>
    public CollectorProcess(
        string? configuration = null, IReadOnlyDictionary<string, string>? environment = null, string? executable = null)
    {
        _executable = executable ?? Executable;
        _environment = environment;
        if (configuration is not null)
        {
            _directory.Write("edgecollector.yaml", configuration);
        }
    }

    /// <summary>The executable that the tests run: of the same build configuration as the tests themselves.</summary>
    public static string Executable { get; } = Environment.GetEnvironmentVariable("EDGECOLLECTOR_EXE") is { Length: > 0 } path
        ? path
        : Repository.At("src", "EdgeCollector", "bin", BuildConfiguration, "net10.0", "edgecollector");

    public string Directory => _directory.Path;

    public string ConfigurationFile => _directory.At("edgecollector.yaml");

    public string DataDirectory => _directory.At("data");

    /// <summary>Standard output and standard error, the last lines of them.</summary>
    public string Log => _process?.Log ?? "";

    public int Id => _process!.Id;

    /// <summary><c>run</c> with this configuration and data directory, until its line <c>ready …</c>, which is returned.</summary>
    public Task<string> RunAsync(params string[] more) =>
        StartUntilReadyAsync(["run", "--config", ConfigurationFile, "--data", DataDirectory, .. more]);

    public async Task<string> StartUntilReadyAsync(params string[] arguments)
    {
        Start(arguments);
        return await _process!.WaitForLineAsync(
            line => line.StartsWith("ready", StringComparison.Ordinal), "'ready'", Patience, outputOnly: true);
    }

    /// <summary>Starts without waiting for anything.</summary>
    public void Start(params string[] arguments)
    {
        if (_process is not null)
        {
            throw new InvalidOperationException("This collector runs already; stop or kill it first");
        }

        if (!File.Exists(_executable))
        {
            throw new FileNotFoundException($"{_executable} is not built: dotnet build -c {BuildConfiguration} src/EdgeCollector");
        }

        _process = ChildProcess.Start(_executable, arguments, _directory.Path, _environment);
    }

    /// <summary>A verb that ends by itself: its exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan timeout)
    {
        var code = await _process!.WaitForExitAsync(timeout);
        await EndAsync();
        return code;
    }

    public Task<string> WaitForLineAsync(Func<string, bool> fits, string what, TimeSpan timeout) =>
        _process!.WaitForLineAsync(fits, what, timeout);

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        var code = await _process!.StopAsync(StopPatience);
        await EndAsync();
        return code;
    }

    public void Freeze() => _process!.Freeze();

    public void Thaw() => _process!.Thaw();

    /// <summary>SIGKILL: what a power cut leaves in the page cache survives, nothing else does.</summary>
    public async Task KillAsync()
    {
        await _process!.KillAsync();
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _directory.Dispose();
    }

    private static string BuildConfiguration =>
        AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";

    private async Task EndAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }
}
