using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace EdgeCollector.Interop.Tests.Peers;

/// <summary>
/// One child process whose output is kept (the last lines of it) and waited on. Dispose kills it by its id and hands its log to the
/// test, which shows it only if it fails.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int Sigusr1 = 10;
    private const int Sigterm = 15;
    private const int Sigcont = 18;
    private const int Sigstop = 19;
    private const int KeptLines = 400;

    private readonly Process _process;
    private readonly string _name;
    private readonly Queue<(string Line, bool IsOutput)> _log = [];
    private readonly List<Waiter> _waiters = [];

    private ChildProcess(Process process)
    {
        _process = process;
        _name = Path.GetFileName(process.StartInfo.FileName);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, string workingDirectory, IReadOnlyDictionary<string, string>? environment = null)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        var process = new Process { StartInfo = info };
        var child = new ChildProcess(process);
        process.OutputDataReceived += (_, e) => child.Add(e.Data, isOutput: true);
        process.ErrorDataReceived += (_, e) => child.Add(e.Data, isOutput: false);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>The last lines of standard output and standard error, in the order in which they came.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join(Environment.NewLine, _log.Select(l => l.Line));
            }
        }
    }

    /// <summary>The first line that fits, already printed or still to come.</summary>
    /// <exception cref="PeerException">The process ended, or the time was over, before such a line.</exception>
    public async Task<string> WaitForLineAsync(
        Func<string, bool> fits, string what, TimeSpan timeout, bool outputOnly = false)
    {
        var waiter = new Waiter(fits, outputOnly, new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_log)
        {
            if (_log.FirstOrDefault(l => waiter.Takes(l.Line, l.IsOutput)).Line is { } printed)
            {
                return printed;
            }

            _waiters.Add(waiter);
        }

        using var limit = new CancellationTokenSource(timeout);
        try
        {
            var exit = _process.WaitForExitAsync(limit.Token);
            if (await Task.WhenAny(waiter.Line.Task, exit) == exit && !waiter.Line.Task.IsCompleted)
            {
                await exit;
                throw new PeerException($"{_name} ended with exit code {_process.ExitCode} before {what}", Log);
            }

            return await waiter.Line.Task;
        }
        catch (OperationCanceledException)
        {
            throw new PeerException($"{_name} did not print {what} within {timeout.TotalSeconds} s", Log);
        }
    }

    /// <summary>SIGSTOP: it keeps its memory and its connections, and does nothing.</summary>
    public void Freeze() => _ = Kill(_process.Id, Sigstop);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => _ = Kill(_process.Id, Sigcont);

    public void SignalUser1() => _ = Kill(_process.Id, Sigusr1);

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync(TimeSpan timeout)
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, Sigterm);
        }

        return await WaitForExitAsync(timeout);
    }

    public async Task<int> WaitForExitAsync(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new PeerException($"{_name} did not end within {timeout.TotalSeconds} s", Log);
        }
    }

    /// <summary>SIGKILL; returns when the process is gone and its port with it.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        TestContext.Current.TestOutputHelper?.WriteLine($"--- {_name}{Environment.NewLine}{Log}");
    }

    private void Add(string? line, bool isOutput)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            if (_log.Count == KeptLines)
            {
                _log.Dequeue();
            }

            _log.Enqueue((line, isOutput));
            _waiters.RemoveAll(w => w.Takes(line, isOutput) && w.Line.TrySetResult(line));
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);

    private sealed record Waiter(Func<string, bool> Fits, bool OutputOnly, TaskCompletionSource<string> Line)
    {
        public bool Takes(string line, bool isOutput) => (isOutput || !OutputOnly) && Fits(line);
    }
}
