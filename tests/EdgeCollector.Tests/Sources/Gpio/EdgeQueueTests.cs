using EdgeCollector.Sources.Gpio;
using Xunit;

namespace EdgeCollector.Tests.Sources.Gpio;

public sealed class EdgeQueueTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private readonly EdgeQueue _queue = new(2);
    private readonly GpioEdge[] _edges = new GpioEdge[EdgeQueue.Size];

    [Fact]
    public void Edges_come_in_their_order_with_numbers_of_all_and_of_their_line()
    {
        _queue.Add(1, rising: true, 10);
        _queue.Add(0, rising: true, 20);
        _queue.Add(1, rising: false, 30);

        Assert.Equal(3, _queue.Take(_edges, Long));
        Assert.Equal([new(10, 1, true, 1, 1), new(20, 0, true, 2, 1), new(30, 1, false, 3, 2)], _edges[..3]);
    }

    [Fact]
    public void When_nobody_reads_the_oldest_go_and_the_numbers_tell()
    {
        for (var i = 0; i < EdgeQueue.Size + 10; i++)
        {
            _queue.Add(i % 2, rising: true, i);
        }

        Assert.Equal(EdgeQueue.Size, _queue.Take(_edges, Long));
        Assert.Equal((11u, 6u), (_edges[0].Sequence, _edges[0].LineSequence));
        Assert.Equal(0, _queue.Take(_edges, TimeSpan.Zero));
    }

    [Fact]
    public async Task Wake_ends_a_waiting_take_once()
    {
        var taking = Task.Run(() => _queue.Take(_edges, Long), TestContext.Current.CancellationToken);
        _queue.Wake();

        Assert.Equal(0, await taking.WaitAsync(Long, TestContext.Current.CancellationToken));
        _queue.Add(0, rising: true, 5);
        Assert.Equal(1, _queue.Take(_edges, Long));
    }
}
