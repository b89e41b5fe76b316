using System.Runtime.InteropServices;
using EdgeCollector.Cli;

// SIGTERM and Ctrl+C ask every verb to stop; each ends in its own order and within its own time.
using var stop = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
return await CommandLine.RunAsync(args, CliHost.FromProcess(), stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
