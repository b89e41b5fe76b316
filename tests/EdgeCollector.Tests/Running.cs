namespace EdgeCollector.Tests;

/// <summary>Loops that run until the test is over; one that fails fails the test.</summary>
internal sealed class Running(params Func<CancellationToken, Task>[] loops) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task[] _tasks = [];

    public static Running Start(params Func<CancellationToken, Task>[] loops)
    {
        var running = new Running(loops);
        running._tasks = [.. running.Loops.Select(l => Task.Run(() => l(running._stop.Token)))];
        return running;
    }

    private Func<CancellationToken, Task>[] Loops => loops;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var task in _tasks)
        {
            try
            {
                await task.WaitAsync(TimeSpan.FromSeconds(20));
            }
            catch (OperationCanceledException)
            {
                // As asked.
            }
        }

        _stop.Dispose();
    }
}
