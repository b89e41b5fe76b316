using EdgeCollector.Sources.Gpio;
using Xunit;

namespace EdgeCollector.Tests.Sources.Gpio;

public sealed class EdgeSequenceTests
{
    [Fact]
    public void Numbers_from_1_in_order_are_no_loss()
    {
        var sequence = new EdgeSequence(0);
        for (var i = 1u; i < 100; i++)
        {
            sequence.Accept(i, i);
        }

        Assert.False(sequence.Open);
        Assert.False(sequence.TryTake(out _));
    }

    [Fact]
    public void A_loss_reaches_from_the_edge_before_it_to_the_edge_after_it()
    {
        var sequence = new EdgeSequence(opened: 100);
        sequence.Accept(3, 200);

        Assert.True(sequence.TryTake(out var first));
        sequence.Accept(4, 300);
        sequence.Accept(8, 400);
        sequence.Accept(9, 500);
        sequence.Accept(11, 600);
        Assert.True(sequence.TryTake(out var second));

        Assert.Equal((new EdgeLoss(2, 100, 200), new EdgeLoss(4, 300, 600)), (first, second));
        Assert.False(sequence.Open);
    }

    [Fact]
    public void The_sequence_goes_on_over_its_wrap_without_a_loss()
    {
        var sequence = new EdgeSequence(0, last: uint.MaxValue - 1);
        sequence.Accept(uint.MaxValue, 1);
        sequence.Accept(0, 2);
        sequence.Accept(1, 3);

        Assert.False(sequence.Open);
    }

    [Fact]
    public void Whatever_is_dropped_and_however_near_edges_are_swapped_the_count_is_exact()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var start = (uint)random.NextInt64(uint.MaxValue + 1L);
            var numbers = Enumerable.Range(1, 500).Select(i => unchecked(start + (uint)i)).ToArray();
            var kept = numbers.Where((_, i) => i is 0 or 499 || random.Next(10) > 0).ToArray();
            for (var i = 1; i < kept.Length - 2; i += 2)
            {
                if (random.Next(4) == 0)
                {
                    (kept[i], kept[i + 1]) = (kept[i + 1], kept[i]);
                }
            }

            var sequence = new EdgeSequence(0, start);
            foreach (var number in kept)
            {
                sequence.Accept(number, number);
            }

            sequence.TryTake(out var loss);
            Assert.True(numbers.Length - kept.Length == loss.Count, $"seed {seed}");
        }
    }
}
