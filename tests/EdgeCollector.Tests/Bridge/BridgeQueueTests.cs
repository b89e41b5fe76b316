using EdgeCollector.Bridge;
using EdgeCollector.Mqtt;
using Xunit;

namespace EdgeCollector.Tests.Bridge;

public sealed class BridgeQueueTests
{
    [Fact]
    public void The_same_ids_twice_over_one_connection_are_two_packets_to_be_acknowledged()
    {
        var queue = new BridgeQueue(1_000_000);
        Assert.True(queue.TryAdd(Item(1), out _));
        Assert.True(queue.TryAdd(Item(1), out _));
        List<BridgeItem> taken = [];
        queue.Take(1_000_000, taken);
        Assert.Equal(2, taken.Count);
    }

    [Fact]
    public void The_same_ids_over_a_new_connection_take_the_place_of_those_that_wait()
    {
        var queue = new BridgeQueue(1_000_000);
        queue.TryAdd(Item(1), out _);
        queue.TryAdd(Item(2), out _);
        List<BridgeItem> taken = [];
        queue.Take(1_000_000, taken);
        Assert.Equal([2], taken.Select(i => i.Delivery.Connection));
    }

    [Fact]
    public void Lines_are_counted_without_comments_and_empty_ones()
    {
        var body = new PostBody();
        body.Add(Item(1));
        body.Add(Item(1));
        Assert.Equal(4, body.LineCount);
        body.Split();
        Assert.Equal(4, body.LineCount);
        Assert.Equal("m v=2 2", System.Text.Encoding.UTF8.GetString(body.Line(1).Line.Span));
        body.Clear();
        Assert.Equal(0, body.LineCount);
    }

    private static BridgeItem Item(long connection) =>
        new("site/n/lp/raw", "raw", new LinesHeader("n", 1, 1, 2), "# edgecollector/1 n 1 1 2\nm v=1 1\n\nm v=2 2"u8.ToArray())
        {
            Delivery = new MqttDelivery(null!, connection),
        };
}
