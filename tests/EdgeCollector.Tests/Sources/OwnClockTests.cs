using EdgeCollector.Core.Inputs;
using EdgeCollector.Sources;
using Xunit;

namespace EdgeCollector.Tests.Sources;

public sealed class OwnClockTests
{
    private readonly TwoClocks _time = new();

    [Fact]
    public void While_the_clocks_agree_to_a_millisecond_the_difference_stands_so_that_durations_are_the_kernels()
    {
        var clock = new OwnClock(_time);
        var at = clock.Utc(clock.Now);

        _time.Set(TimeSpan.FromMicroseconds(900));

        Assert.Equal(0, clock.Refresh());
        Assert.Equal(at, clock.Utc(clock.Now));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(-20)]
    public void A_wall_clock_that_drifts_is_followed(int milliseconds)
    {
        var clock = new OwnClock(_time);

        _time.Set(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(0, clock.Refresh());
        Assert.Equal(_time.UtcNanoseconds(), clock.Utc(clock.Now));
        Assert.False(clock.Behind);
    }

    [Fact]
    public void A_wall_clock_set_ahead_is_followed_at_once_and_the_step_told()
    {
        var clock = new OwnClock(_time);

        _time.Set(TimeSpan.FromHours(1));

        Assert.Equal(3_600_000_000_000, clock.Refresh());
        Assert.Equal(0, clock.Refresh());
        Assert.Equal(_time.UtcNanoseconds(), clock.Utc(clock.Now));
    }

    [Fact]
    public void A_wall_clock_set_back_is_not_followed_until_it_has_caught_up()
    {
        var clock = new OwnClock(_time);
        var at = clock.Utc(clock.Now);

        _time.Set(TimeSpan.FromHours(-1));

        Assert.Equal(0, clock.Refresh());
        Assert.True(clock.Behind);
        Assert.Equal(at, clock.Utc(clock.Now));

        _time.Set(TimeSpan.FromHours(1));

        Assert.Equal(0, clock.Refresh());
        Assert.False(clock.Behind);
    }

    [Fact]
    public void A_comparison_during_which_the_thread_was_held_says_nothing()
    {
        var clock = new OwnClock(_time);
        var at = clock.Utc(0);
        _time.Set(TimeSpan.FromHours(1));
        _time.Held = TimeSpan.FromMilliseconds(30);

        Assert.Equal(0, clock.Refresh());

        Assert.Equal(at, clock.Utc(0));
    }
}
