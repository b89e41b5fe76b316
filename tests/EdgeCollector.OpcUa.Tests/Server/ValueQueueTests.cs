using EdgeCollector.OpcUa.Server;
using EdgeCollector.OpcUa.Types;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Server;

public sealed class ValueQueueTests
{
    [Fact]
    public void Part4_51315_a_full_queue_loses_the_oldest_and_marks_its_follower()
    {
        var queue = Filled(capacity: 3, discardOldest: true, count: 5);
        Assert.Equal([(3, true), (4, false), (5, false)], Drain(queue));
        Assert.Equal(2, queue.Lost);
    }

    [Fact]
    public void Part4_51315_discarding_the_newest_replaces_it_and_marks_the_replacement() =>
        Assert.Equal([(1, false), (2, false), (5, true)], Drain(Filled(capacity: 3, discardOldest: false, count: 5)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Part4_51315_a_queue_of_one_keeps_the_newest_and_never_marks_it(bool discardOldest) =>
        Assert.Equal([(5, false)], Drain(Filled(capacity: 1, discardOldest, count: 5)));

    [Fact]
    public void Any_sequence_of_adds_and_takes_equals_a_list_cut_to_size()
    {
        var random = new Random(1);
        for (var run = 0; run < 200; run++)
        {
            var capacity = random.Next(2, 40);
            var queue = new ValueQueue(capacity, discardOldest: true);
            var expected = new List<int>();
            for (var i = 0; i < 300; i++)
            {
                if (random.Next(3) > 0)
                {
                    queue.Add(new(Variant.Of(i)));
                    expected.Add(i);
                    if (expected.Count > capacity) expected.RemoveAt(0);
                }
                else
                {
                    Assert.Equal(expected.Count > 0, queue.TryTake(out var value));
                    if (expected.Count == 0) continue;
                    Assert.Equal(Variant.Of(expected[0]), value.Value);
                    expected.RemoveAt(0);
                }
            }

            Assert.Equal(expected, Drain(queue).Select(v => v.Value));
        }
    }

    [Fact]
    public void A_smaller_queue_keeps_the_newest_values() =>
        Assert.Equal([(4, true), (5, false)], Drain(Filled(capacity: 10, discardOldest: true, count: 5).Resized(2, true)));

    private static ValueQueue Filled(int capacity, bool discardOldest, int count)
    {
        var queue = new ValueQueue(capacity, discardOldest);
        for (var i = 1; i <= count; i++) queue.Add(new(Variant.Of(i)));
        return queue;
    }

    private static List<(int Value, bool Overflow)> Drain(ValueQueue queue)
    {
        var all = new List<(int, bool)>();
        while (queue.TryTake(out var value)) all.Add(((int)value.Value.Value!, value.StatusCode.HasOverflow));
        return all;
    }
}
