using EdgeCollector.Core.Journal;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

public sealed class RetryScheduleTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(0.999999, 1.0)]
    public void Delays_double_up_to_the_bound_with_half_of_each_random(double random, double share)
    {
        var schedule = Schedule(random);
        Assert.Equal(
            [1, 2, 4, 8, 16, 32, 60, 60, 60],
            Enumerable.Range(0, 9).Select(_ => Math.Round(schedule.Next().TotalSeconds / share, 2)));
        schedule.Succeeded();
        Assert.Equal(1, Math.Round(schedule.Next().TotalSeconds / share, 2));
    }

    [Fact]
    public void A_thousand_failures_stay_at_the_bound()
    {
        var schedule = Schedule(0.5);
        var delays = Enumerable.Range(0, 1000).Select(_ => schedule.Next()).ToList();
        Assert.All(delays, d => Assert.InRange(d, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(60)));
        Assert.Equal(1000, schedule.Failures);
    }

    [Fact]
    public void Retry_After_is_honoured_within_ten_minutes()
    {
        var schedule = Schedule(0);
        Assert.Equal(TimeSpan.FromSeconds(30), schedule.Next(TimeSpan.FromSeconds(30)));
        Assert.Equal(TimeSpan.FromMinutes(10), schedule.Next(TimeSpan.FromDays(3)));
        Assert.Equal(TimeSpan.FromSeconds(2), schedule.Next(TimeSpan.FromSeconds(-5)));
        Assert.Equal(TimeSpan.FromSeconds(40), schedule.Next(_time.GetUtcNow() + TimeSpan.FromSeconds(40)));
    }

    private RetrySchedule Schedule(double random) => new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), _time, () => random);
}
