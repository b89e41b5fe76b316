using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// Edges of one chip's lines to samples of one machine. A dedicated thread reads; it never waits for the ring: what finds no room is
/// merged into the next sample's count and the merge is counted. A gap in the sequence of edges flags the next sample
/// <see cref="InputFlags.Estimated"/> and is counted.
/// </summary>
internal sealed class GpioSource(
    string machine, int machineId, IReadOnlyList<GpioInput> lines, Func<IGpioLines> open, TimeProvider time, Action<string?> report) : IMachineSource
{
    private const int ReadAtMost = 64;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromMilliseconds(200);
    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Machine => machine;

    public Task FirstAttempt => _firstAttempt.Task;

    /// <summary>Edges that were lost before they could be read.</summary>
    public long LostEdges { get; private set; }

    /// <summary>Pulses rejected as bounces by <see cref="GpioInput.Spacing"/>.</summary>
    public long Bounces { get; private set; }

    /// <summary>Samples merged because the ring was full.</summary>
    public long Merged { get; private set; }

    public async Task RunAsync(IInputs inputs, ICommitted committed, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var chip = open();
                report(null);
                _firstAttempt.TrySetResult();
                await ReadOnOwnThreadAsync(chip, inputs, cancellationToken);
            }
            catch (IOException e)
            {
                report(e.Message);
                _firstAttempt.TrySetResult();
                await Task.Delay(RetryAfter, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task ReadOnOwnThreadAsync(IGpioLines chip, IInputs inputs, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                using var wake = cancellationToken.UnsafeRegister(static c => ((IGpioLines)c!).Wake(), chip);
                Read(chip, new GpioSampler(machineId, lines, time), inputs, cancellationToken);
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
            finally
            {
                chip.Dispose();
            }
        })
        { IsBackground = true, Name = $"gpio {machine}", Priority = ThreadPriority.AboveNormal };
        thread.Start();
        return done.Task;
    }

    private void Read(IGpioLines chip, GpioSampler sampler, IInputs inputs, CancellationToken cancellationToken)
    {
        Span<GpioEdge> edges = stackalloc GpioEdge[ReadAtMost];
        var pending = new Input[2 * (ReadAtMost + lines.Count + 1)];
        var count = sampler.Connected(chip, pending);
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                if (count > 0 && inputs.TrySubmit(pending.AsSpan(0, count), out _))
                {
                    count = 0;
                }

                var room = Math.Min(ReadAtMost, pending.Length - count);
                if (room < ReadAtMost)
                {
                    count = GpioSampler.Merge(pending.AsSpan(0, count), out var merged);
                    Merged += merged;
                    room = Math.Min(ReadAtMost, pending.Length - count);
                }

                var read = chip.Read(edges[..room], ReadTimeout);
                count += sampler.Sample(edges[..read], pending.AsSpan(count));
                LostEdges = sampler.LostEdges;
                Bounces = sampler.Bounces;
            }
        }
        finally
        {
            count = sampler.Lost(pending);
            inputs.TrySubmit(pending.AsSpan(0, count), out _);
        }
    }
}
