using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// Edges of one chip's lines to samples of one machine. A dedicated thread reads; it never waits for the ring: what finds no room is
/// merged into the next sample's count and the merge is counted. Lost edges are a gap, counted and reported. While the chip is missing
/// the machine is Unknown and the chip is tried again every 2 s.
/// </summary>
/// <param name="open">Opens the lines anew; throws <see cref="IOException"/> where it cannot.</param>
/// <param name="time">The clock of edges and inputs.</param>
/// <param name="deadlines">The clock of the retries; real where the demo's other clock runs faster.</param>
/// <param name="report">How the lines are, in one line; called again and again with the same words while a fault stands.</param>
internal sealed class GpioSource(
    string machine, int machineId, IReadOnlyList<GpioInput> lines, Func<IGpioLines> open, TimeProvider time, TimeProvider deadlines,
    Action<GpioHealth, string> report) : IMachineSource
{
    private const int ReadAtMost = 64;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LossStandsFor = TimeSpan.FromMinutes(10);
    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _most = GpioSampler.Most(ReadAtMost, lines.Count);
    private long _lost;
    private long _bounces;
    private long _merged;
    private long _lossAt;
    private bool _lossStands;
    private bool _missingTold;

    public string Machine => machine;

    public Task FirstAttempt => _firstAttempt.Task;

    /// <summary>Edges that were lost before they could be read.</summary>
    public long LostEdges => Interlocked.Read(ref _lost);

    /// <summary>Pulses rejected as bounces by <see cref="GpioInput.Spacing"/>.</summary>
    public long Bounces => Interlocked.Read(ref _bounces);

    /// <summary>Samples merged because the ring was full.</summary>
    public long Merged => Interlocked.Read(ref _merged);

    public async Task RunAsync(IInputs inputs, ICommitted committed, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var chip = open();
                _lossStands = false;
                report(GpioHealth.Ok, "");
                _firstAttempt.TrySetResult();
                await ReadOnOwnThreadAsync(chip, inputs, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                report((e as GpioException)?.Health ?? GpioHealth.Failed, e.Message);
                TellMissing(inputs);
                _firstAttempt.TrySetResult();
                await Task.Delay(RetryAfter, deadlines, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (ObjectDisposedException)
            {
                // The core has stopped: there is nobody left to tell.
                return;
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A chip that was never there leaves no last proof of life: lost from now on. Told once; later, where there is no
    /// room.</summary>
    private void TellMissing(IInputs inputs) => _missingTold = _missingTold || inputs.TrySubmit(
        [new Input
        {
            Kind = InputKind.Communication,
            Id = machineId,
            SourceTime = time.UtcNanoseconds(),
            ReceiveTime = time.UtcNanoseconds(),
            MonotonicTime = time.MonotonicNanoseconds(),
        }], out _);

    private Task ReadOnOwnThreadAsync(IGpioLines chip, IInputs inputs, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                // Ends before the lines are closed: a late wake would write to whatever has the descriptor next.
                using (cancellationToken.UnsafeRegister(static c => ((IGpioLines)c!).Wake(), chip))
                {
                    Read(chip, new GpioSampler(machineId, lines, chip, time), inputs, cancellationToken);
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
        { IsBackground = true, Name = $"gpio {machine}", Priority = ThreadPriority.AboveNormal };
        thread.Start();
        return done.Task;
    }

    private void Read(IGpioLines chip, GpioSampler sampler, IInputs inputs, CancellationToken cancellationToken)
    {
        Span<GpioEdge> edges = stackalloc GpioEdge[ReadAtMost];
        var pending = new Input[(2 * _most) + 1];
        var count = 0;
        try
        {
            count = sampler.Connected(pending);
            _missingTold = false;
            while (!cancellationToken.IsCancellationRequested)
            {
                count = Submit(inputs, pending.AsSpan(0, count));
                var read = chip.Read(edges, ReadTimeout);
                var (lost, bounces) = (sampler.LostEdges, sampler.Bounces);
                count += sampler.Sample(edges[..read], pending.AsSpan(count));
                Interlocked.Add(ref _bounces, sampler.Bounces - bounces);
                Report(sampler.LostEdges - lost);
            }

            count += sampler.Lost(pending.AsSpan(count));
            inputs.TrySubmit(pending.AsSpan(0, count), out _);
        }
        catch (IOException)
        {
            // No edge can be missed any more, so this may wait for room.
            count += sampler.Lost(pending.AsSpan(count));
            if (count > 0)
            {
                inputs.Submit(pending.AsSpan(0, count));
                _missingTold = true;
            }

            throw;
        }
    }

    /// <returns>How many are left at the front, never so many that the next edges have no room.</returns>
    private int Submit(IInputs inputs, Span<Input> pending)
    {
        if (pending.IsEmpty || inputs.TrySubmit(pending, out _))
        {
            return 0;
        }

        var count = pending.Length;
        for (var levels = 0; levels < 2 && count > _most; levels++)
        {
            count = SampleMerge.Merge(pending[..count], levels == 1, out var merged);
            Interlocked.Add(ref _merged, merged);
        }

        return count;
    }

    private void Report(long lost)
    {
        if (lost > 0)
        {
            _lossAt = deadlines.GetTimestamp();
            _lossStands = true;
            var all = Interlocked.Add(ref _lost, lost);
            report(GpioHealth.Failed, FormattableString.Invariant($"{all} edges lost: they came faster than they were read, ")
                + "counts are too low – debounce contacts that bounce, or give the processor less to do");
        }
        else if (_lossStands && deadlines.GetElapsedTime(_lossAt) >= LossStandsFor)
        {
            _lossStands = false;
            report(GpioHealth.Ok, "");
        }
    }
}
