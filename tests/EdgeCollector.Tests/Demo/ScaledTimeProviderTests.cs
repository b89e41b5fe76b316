using EdgeCollector.Core.Inputs;
using EdgeCollector.Demo;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Demo;

public sealed class ScaledTimeProviderTests
{
    private static readonly DateTimeOffset Origin = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _real = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(60, 60)]
    [InlineData(1, 1)]
    [InlineData(0.5, 0.5)]
    public void A_real_second_is_so_many_seconds_on_both_clocks(double speed, double seconds)
    {
        var scaled = new ScaledTimeProvider(Origin, speed, _real);
        Assert.Equal(Origin, scaled.GetUtcNow());
        var stamp = scaled.GetTimestamp();
        _real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Origin.AddSeconds(seconds), scaled.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(seconds), scaled.GetElapsedTime(stamp));
    }

    [Fact]
    public void Its_two_clocks_never_part()
    {
        var scaled = new ScaledTimeProvider(Origin, 60, _real);
        var apart = scaled.UtcNanoseconds() - scaled.MonotonicNanoseconds();
        for (var i = 0; i < 1000; i++)
        {
            _real.Advance(TimeSpan.FromTicks(1_234_567));
            Assert.Equal(apart, scaled.UtcNanoseconds() - scaled.MonotonicNanoseconds());
        }
    }

    [Fact]
    public void Timers_count_in_its_time()
    {
        var scaled = new ScaledTimeProvider(Origin, 60, _real);
        var fired = new List<DateTimeOffset>();
        using var timer = scaled.CreateTimer(_ => fired.Add(scaled.GetUtcNow()), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
        for (var i = 0; i < 5; i++) _real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([Origin.AddMinutes(1), Origin.AddMinutes(3), Origin.AddMinutes(5)], fired);

        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        _real.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, fired.Count);
    }

    [Fact]
    public void A_period_too_short_for_a_real_timer_still_repeats()
    {
        var scaled = new ScaledTimeProvider(Origin, 60, _real);
        var count = 0;
        using var timer = scaled.CreateTimer(_ => count++, null, TimeSpan.Zero, TimeSpan.FromMilliseconds(10));
        _real.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(6, count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_clock_that_stands_or_runs_backwards_is_refused(double speed) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScaledTimeProvider(Origin, speed, _real));
}
