using System.Diagnostics;
using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Tests.Sources.OpcUa;

/// <summary>Takes inputs in place of the ring; a test waits for the ones it expects.</summary>
internal sealed class TestInputs : IInputs
{
    private readonly Lock _gate = new();
    private readonly List<Input> _all = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<Input> All
    {
        get
        {
            lock (_gate) return [.. _all];
        }
    }

    public long Submit(ReadOnlySpan<Input> inputs)
    {
        lock (_gate)
        {
            _all.AddRange(inputs);
            _more.TrySetResult();
            return _all.Count;
        }
    }

    public bool TrySubmit(ReadOnlySpan<Input> inputs, out long last)
    {
        last = Submit(inputs);
        return true;
    }

    /// <summary>The first input from <paramref name="from"/> on that fits, with its place.</summary>
    public async Task<(Input Input, int Place)> WaitAsync(Func<Input, bool> fits, int from = 0)
    {
        var started = Stopwatch.StartNew();
        while (true)
        {
            Task more;
            lock (_gate)
            {
                for (var i = from; i < _all.Count; i++)
                {
                    if (fits(_all[i])) return (_all[i], i);
                }

                if (_more.Task.IsCompleted) _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
                more = _more.Task;
            }

            await more.WaitAsync(TimeSpan.FromSeconds(20) - started.Elapsed);
        }
    }
}
