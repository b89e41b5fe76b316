using EdgeCollector.Core.Inputs;
using EdgeCollector.Sources.Gpio;
using Xunit;

namespace EdgeCollector.Tests.Sources.Gpio;

public sealed class SampleMergeTests
{
    [Fact]
    public void Pulses_of_a_signal_become_their_sum_at_the_last_ones_time_and_levels_stay()
    {
        Input[] inputs = [Pulse(2, 10), Level(1, 20, true), Pulse(2, 30), Pulse(3, 40), Level(1, 50, false)];

        Assert.Equal(4, SampleMerge.Merge(inputs, levels: false, out var merged));

        Assert.Equal(1, merged);
        Assert.Equal((2, 2L, 30L, InputFlags.Estimated), (inputs[0].Id, inputs[0].Bits, inputs[0].SourceTime, inputs[0].Flags));
        Assert.Equal([1, 3, 1], inputs[1..4].Select(input => input.Id));
        Assert.Equal(InputFlags.None, inputs[2].Flags);
    }

    [Fact]
    public void Levels_of_a_signal_become_the_latest_where_there_is_still_no_room()
    {
        Input[] inputs = [Level(1, 10, true), Level(4, 20, true), Level(1, 30, false)];

        Assert.Equal(2, SampleMerge.Merge(inputs, levels: true, out var merged));

        Assert.Equal(1, merged);
        Assert.Equal((1, 0L, 30L, InputFlags.Estimated), (inputs[0].Id, inputs[0].Bits, inputs[0].SourceTime, inputs[0].Flags));
    }

    [Fact]
    public void Gaps_become_one_from_the_first_to_the_last()
    {
        Input[] inputs = [Gap(10, 20), Gap(30, 40)];

        Assert.Equal(1, SampleMerge.Merge(inputs, levels: false, out _));

        Assert.Equal((10L, 40L), (inputs[0].SourceTime, inputs[0].Bits));
    }

    [Fact]
    public void Communication_is_never_merged()
    {
        var restored = new Input { Kind = InputKind.Communication, Id = 7, Bits = 1 };

        Assert.Equal(2, SampleMerge.Merge([restored, restored], levels: true, out var merged));
        Assert.Equal(0, merged);
    }

    private static Input Pulse(int id, long at) =>
        new() { Kind = InputKind.Sample, ValueKind = ValueKind.Unsigned, Id = id, SourceTime = at, Bits = 1 };

    private static Input Level(int id, long at, bool value) =>
        new() { Kind = InputKind.Sample, ValueKind = ValueKind.Boolean, Id = id, SourceTime = at, Bits = value ? 1 : 0 };

    private static Input Gap(long from, long to) => new() { Kind = InputKind.Gap, Id = 7, SourceTime = from, Bits = to };
}
