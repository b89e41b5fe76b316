using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// The machines wired to one chip: one request for all their lines, read by one thread (<see cref="EdgeLoop"/>). While the chip is
/// missing they are Unknown, and it is tried again every 2 s. Where the kernel refuses some line, the machines are asked for apart, half
/// and half, so that the fault of one is not the others'.
/// </summary>
/// <param name="open">Opens the lines of these machines, one machine's after the other's; throws <see cref="IOException"/> where it
/// cannot.</param>
/// <param name="time">The clock of edges and inputs.</param>
/// <param name="deadlines">The clock of the retries; real where the demo's other clock runs faster.</param>
/// <param name="trust">Whether the wall clock can be believed; null: always.</param>
internal sealed class GpioSource(
    IReadOnlyList<GpioMachine> machines, Func<IReadOnlyList<GpioMachine>, IGpioLines> open, TimeProvider time, TimeProvider deadlines,
    ClockTrust? trust = null)
    : IMachineSource
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<GpioMachine> _tried = [];

    public string Machine => string.Join(", ", machines.Select(machine => machine.Name));

    public Task FirstAttempt => _firstAttempt.Task;

    public Task RunAsync(IInputs inputs, ICommitted committed, CancellationToken cancellationToken) =>
        KeepAsync(machines, inputs, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task KeepAsync(IReadOnlyList<GpioMachine> group, IInputs inputs, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var chip = open(group);
                Tried(group, GpioHealth.Ok, chip.Limits);
                await ReadOnOwnThreadAsync(group, chip, inputs, cancellationToken).ConfigureAwait(false);
            }
            catch (GpioException e) when (e.OfLines && group.Count > 1)
            {
                await KeepApartAsync(group, inputs, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (IOException e)
            {
                Tried(group, (e as GpioException)?.Health ?? GpioHealth.Failed, e.Message);
                foreach (var machine in group)
                {
                    machine.Missing(inputs, time);
                }

                await Task.Delay(RetryAfter, deadlines, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (ObjectDisposedException)
            {
                // The core has stopped: there is nobody left to tell.
                return;
            }
        }
    }

    private async Task KeepApartAsync(IReadOnlyList<GpioMachine> group, IInputs inputs, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] halves =
        [
            KeepAsync([.. group.Take(group.Count / 2)], inputs, both.Token),
            KeepAsync([.. group.Skip(group.Count / 2)], inputs, both.Token),
        ];

        // A half ends when it is to stop, or by a fault that is the whole source's.
        await Task.WhenAny(halves).ConfigureAwait(false);
        await both.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(halves).ConfigureAwait(false);
    }

    private void Tried(IReadOnlyList<GpioMachine> group, GpioHealth health, string message)
    {
        foreach (var machine in group)
        {
            machine.Report(health, message);
        }

        lock (_tried)
        {
            _tried.UnionWith(group);
            if (_tried.Count == machines.Count)
            {
                _firstAttempt.TrySetResult();
            }
        }
    }

    private Task ReadOnOwnThreadAsync(
        IReadOnlyList<GpioMachine> group, IGpioLines chip, IInputs inputs, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                // Ends before the lines are closed: a late wake would write to whatever has the descriptor next.
                using (cancellationToken.UnsafeRegister(static c => ((IGpioLines)c!).Wake(), chip))
                {
                    new EdgeLoop(group, chip, time, deadlines, trust ?? ClockTrust.Always).Run(inputs, cancellationToken);
                }

                chip.Dispose();
                done.SetResult();
            }
            catch (Exception e)
            {
                chip.Dispose();
                done.SetException(e);
            }
        })
        { IsBackground = true, Name = $"gpio {group[0].Name}", Priority = ThreadPriority.AboveNormal };
        thread.Start();
        return done.Task;
    }
}
