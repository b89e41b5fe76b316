using EdgeCollector.Core.Oee;
using Xunit;

namespace EdgeCollector.Core.Tests.Oee;

public sealed class PartCounterTests
{
    private const double OnePerSecond = 0.001;

    [Theory]
    [InlineData(65_536)]
    [InlineData(10_000)]
    [InlineData(2_147_483_648)]
    public void A_wrapping_counter_read_often_enough_counts_what_was_made(long modulus)
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var counter = default(CounterState);
            long made = random.NextInt64(modulus), time = 0, counted = 0, wraps = 0;
            var first = made;
            PartCounter.Read(ref counter, made % modulus, time, modulus, OnePerSecond, false);
            for (var i = 0; i < 300; i++)
            {
                var seconds = random.NextInt64(1, 1 + Math.Min(3600, modulus / 4));
                time += seconds * 1000;
                made += random.NextInt64(0, seconds + 1);
                var step = PartCounter.Read(ref counter, made % modulus, time, modulus, OnePerSecond, false);
                counted += step.Units;
                wraps += step.Kind == StepKind.Wrap ? 1 : 0;
                Assert.InRange(step.Units, 0, seconds + 1);
            }

            Assert.Equal(made - first, counted);
            Assert.Equal((made / modulus) - (first / modulus), wraps);
        }
    }

    [Fact]
    public void A_spike_loses_nothing_and_a_new_level_counts_only_from_itself()
    {
        var counter = default(CounterState);
        Read(ref counter, 1000, 0);
        Assert.Equal(StepKind.Held, Read(ref counter, 500_000, 60).Kind);
        Assert.Equal(100, Read(ref counter, 1100, 120).Units);
        Assert.Equal(StepKind.Held, Read(ref counter, 500_000, 180).Kind);
        var step = Read(ref counter, 500_030, 240);
        Assert.Equal((StepKind.Plain, 30L, 180_000L), (step.Kind, step.Units, step.From));
    }

    [Fact]
    public void An_announced_restart_counts_the_value_and_a_first_reading_counts_nothing()
    {
        var counter = default(CounterState);
        Assert.Equal(StepKind.Baseline, Read(ref counter, 40_000, 0).Kind);
        counter.Restarted = true;
        Assert.Equal(25, Read(ref counter, 25, 3600).Units);
        Assert.Equal(5, Read(ref counter, 30, 3660).Units);
    }

    [Fact]
    public void A_negative_Int32_is_read_as_its_raw_bits()
    {
        var counter = default(CounterState);
        PartCounter.Read(ref counter, int.MaxValue, 0, 1L << 32, OnePerSecond, false);
        Assert.Equal(3, PartCounter.Read(ref counter, int.MinValue + 2, 10_000, 1L << 32, OnePerSecond, false).Units);
    }

    [Fact]
    public void No_reading_whatsoever_counts_a_negative_step()
    {
        var random = new Random(3);
        var counter = default(CounterState);
        for (long i = 0; i < 20_000; i++)
        {
            var modulus = random.Next(3) switch { 0 => 0, 1 => 65_536, _ => 1L << 32 };
            Assert.True(PartCounter.Read(ref counter, random.NextInt64(-70_000, 70_000), i * 1000, modulus, 5 * OnePerSecond,
                random.Next(50) == 0).Units >= 0);
        }
    }

    private static CounterStep Read(ref CounterState counter, long value, long seconds) =>
        PartCounter.Read(ref counter, value, seconds * 1000, 0, OnePerSecond, false);
}
