using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Tests.Sources.Gpio;

/// <summary>A door that keeps what comes in, and can have no room.</summary>
internal sealed class SubmittedInputs : IInputs, ICommitted
{
    private readonly List<Input> _inputs = [];
    private bool _full;

    public long Committed => 0;

    public bool Full
    {
        set
        {
            lock (_inputs)
            {
                _full = value;
            }
        }
    }

    public ValueTask WaitForCommitAsync(long sequence, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public long Submit(ReadOnlySpan<Input> inputs)
    {
        Xunit.Assert.True(TrySubmit(inputs, out var last), "Submit with a full ring would wait");
        return last;
    }

    public bool TrySubmit(ReadOnlySpan<Input> inputs, out long last)
    {
        lock (_inputs)
        {
            last = _inputs.Count;
            if (_full)
            {
                return false;
            }

            _inputs.AddRange(inputs);
            Monitor.PulseAll(_inputs);
            return true;
        }
    }

    /// <summary>Waits until the inputs satisfy the condition, at most 30 s.</summary>
    public Input[] WaitFor(Func<IReadOnlyList<Input>, bool> condition)
    {
        lock (_inputs)
        {
            while (!condition(_inputs))
            {
                Xunit.Assert.True(Monitor.Wait(_inputs, TimeSpan.FromSeconds(30)), $"not in 30 s; {_inputs.Count} inputs came");
            }

            return [.. _inputs];
        }
    }
}
