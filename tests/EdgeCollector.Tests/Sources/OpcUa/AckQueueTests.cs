using EdgeCollector.Core.Inputs;
using EdgeCollector.OpcUa.Client;
using EdgeCollector.Sources.OpcUa;
using Xunit;

namespace EdgeCollector.Tests.Sources.OpcUa;

public sealed class AckQueueTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task An_acknowledgement_waits_for_the_commit_of_its_inputs()
    {
        var (queue, committed, acknowledged) = (new AckQueue(), new TestCommitted(), new Acknowledged());
        using var stop = new CancellationTokenSource();
        var running = queue.RunAsync(committed, acknowledged.Add, stop.Token);
        queue.Add(Token(1), 10, default);
        queue.Add(Token(2), 20, default);
        committed.Reach(9);
        Assert.Empty(acknowledged.Numbers);
        Assert.Equal(2, queue.Waiting);
        committed.Reach(10);
        await acknowledged.WaitAsync(1);
        Assert.Equal([1u], acknowledged.Numbers);
        committed.Reach(25);
        await acknowledged.WaitAsync(2);
        Assert.Equal([1u, 2u], acknowledged.Numbers);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task When_the_commit_stands_still_the_source_waits()
    {
        var (queue, committed, acknowledged) = (new AckQueue(), new TestCommitted(), new Acknowledged());
        using var stop = new CancellationTokenSource();
        var running = queue.RunAsync(committed, acknowledged.Add, stop.Token);
        const int Most = 4096;
        for (var i = 1; i <= Most; i++) queue.Add(Token((uint)i), i, default);
        Assert.Equal(Most, queue.Waiting);

        using var refused = new CancellationTokenSource();
        var blocked = Task.Run(() => queue.Add(Token(Most + 1), Most + 1, refused.Token));
        Assert.False(blocked.IsCompleted);
        committed.Reach(1);
        await blocked.WaitAsync(Soon);
        Assert.Equal(Most, queue.Waiting);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static NotificationToken Token(uint number) => new(1, number, 1);

    private sealed class Acknowledged
    {
        private readonly SemaphoreSlim _arrived = new(0);

        public List<uint> Numbers { get; } = [];

        public void Add(NotificationToken token)
        {
            Numbers.Add(token.SequenceNumber);
            _arrived.Release();
        }

        public async Task WaitAsync(int count)
        {
            while (Numbers.Count < count) Assert.True(await _arrived.WaitAsync(Soon), $"acknowledgement {count} did not come");
        }
    }
}

/// <summary>A commit that goes as far as the test says.</summary>
internal sealed class TestCommitted(long start = 0) : ICommitted
{
    private readonly Lock _gate = new();
    private readonly List<(long Sequence, TaskCompletionSource Done)> _waiting = [];

    public long Committed { get; private set; } = start;

    public void Reach(long sequence)
    {
        lock (_gate)
        {
            Committed = sequence;
            foreach (var waiter in _waiting.Where(w => w.Sequence <= sequence)) waiter.Done.TrySetResult();
        }
    }

    public ValueTask WaitForCommitAsync(long sequence, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (Committed >= sequence) return ValueTask.CompletedTask;

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((sequence, done));
            return new(done.Task.WaitAsync(cancellationToken));
        }
    }
}
