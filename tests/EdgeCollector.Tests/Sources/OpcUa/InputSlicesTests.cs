using EdgeCollector.Core.Inputs;
using EdgeCollector.Sources.OpcUa;
using Xunit;

namespace EdgeCollector.Tests.Sources.OpcUa;

public sealed class InputSlicesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(InputSlices.Max)]
    [InlineData(InputSlices.Max + 1)]
    [InlineData(20_000)]
    public void More_values_than_the_ring_takes_at_once_go_in_parts_and_in_order(int count)
    {
        var inputs = new RingLikeInputs();
        var all = Enumerable.Range(0, count).Select(i => new Input { Bits = i }).ToArray();
        Assert.Equal(count, InputSlices.Submit(inputs, all));
        Assert.Equal(all.Select(i => i.Bits), inputs.Taken);
    }

    [Fact]
    public void A_server_is_asked_for_no_more_values_at_once_than_one_part() =>
        Assert.Equal((uint)InputSlices.Max, OpcUaConnection.Subscribe([], TimeSpan.FromSeconds(1)).MaxNotificationsPerPublish);

    /// <summary>Refuses what the ring of 16,384 refuses.</summary>
    private sealed class RingLikeInputs : IInputs
    {
        public List<long> Taken { get; } = [];

        public long Submit(ReadOnlySpan<Input> inputs)
        {
            if (inputs.Length is 0 or > 8192) throw new ArgumentException($"{inputs.Length} inputs at once", nameof(inputs));

            foreach (var input in inputs) Taken.Add(input.Bits);
            return Taken.Count;
        }

        public bool TrySubmit(ReadOnlySpan<Input> inputs, out long last)
        {
            last = Submit(inputs);
            return true;
        }
    }
}
