using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using Xunit;

namespace EdgeCollector.Core.Tests.Oee;

public sealed class SourceClockTests
{
    private const long Second = 1_000_000_000;
    private const long Now = 1_795_433_400 * Second;

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-2)]
    public void An_offset_of_at_most_two_seconds_is_left_alone(long offset)
    {
        var clock = new SourceClock(ClockMode.Auto);
        clock.Measure(Now + (offset * Second), Now);

        Assert.Equal(Now - Second, clock.Correct(Now - Second, Now, out var flags));
        Assert.Equal(InputFlags.None, flags);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void A_larger_offset_is_subtracted_and_flagged(long offset)
    {
        var clock = new SourceClock(ClockMode.Auto);
        clock.Measure(Now + (offset * Second), Now);

        Assert.Equal(Now - Second, clock.Correct(Now + ((offset - 1) * Second), Now, out var flags));
        Assert.Equal(InputFlags.Clock, flags);
    }

    [Fact]
    public void With_source_the_offset_is_measured_but_not_used()
    {
        var clock = new SourceClock(ClockMode.Source);
        clock.Measure(Now - (60 * Second), Now);

        Assert.Equal(Now - (61 * Second), clock.Correct(Now - (61 * Second), Now, out var flags));
        Assert.Equal(InputFlags.None, flags);
    }

    [Fact]
    public void With_receive_the_collectors_time_holds() =>
        Assert.Equal(Now, new SourceClock(ClockMode.Receive).Correct(Now - (7 * Second), Now, out _));

    [Theory]
    [InlineData(0)]
    [InlineData(-11_644_473_600)]
    [InlineData(3600)]
    public void A_time_that_was_never_set_gives_the_receive_time_and_a_flag(long unixSeconds)
    {
        Assert.Equal(Now, new SourceClock(ClockMode.Auto).Correct(unixSeconds * Second, Now, out var flags));
        Assert.Equal(InputFlags.Clock, flags);
    }

    [Fact]
    public void A_time_more_than_five_seconds_ahead_after_correction_gives_the_receive_time()
    {
        var clock = new SourceClock(ClockMode.Auto);

        Assert.Equal(Now + (5 * Second), clock.Correct(Now + (5 * Second), Now, out _));
        Assert.Equal(Now, clock.Correct(Now + (5 * Second) + 1, Now, out var flags));
        Assert.Equal(InputFlags.Clock, flags);
    }

    [Fact]
    public void A_step_of_our_own_clock_moves_the_offset_before_the_next_measurement()
    {
        var clock = new SourceClock(ClockMode.Auto);
        clock.Measure(Now + (3600 * Second), Now);
        clock.SetAhead(3600 * Second);

        Assert.Equal(Now + (3610 * Second), clock.Correct(Now + (3610 * Second), Now + (3611 * Second), out var flags));
        Assert.Equal(InputFlags.None, flags);
    }

    [Fact]
    public void A_step_before_the_first_measurement_says_nothing_of_the_source()
    {
        var clock = new SourceClock(ClockMode.Auto);
        clock.SetAhead(3600 * Second);

        Assert.Equal(0, clock.Offset);
    }
}
