using EdgeCollector.Sources.Gpio;
using Xunit;

namespace EdgeCollector.Tests.Sources.Gpio;

public sealed class EdgeStatisticsTests
{
    private readonly EdgeStatistics _edges = new();
    private double _now;

    [Fact]
    public void A_contact_that_bounces_gets_a_debounce_between_its_bounces_and_its_pulses()
    {
        for (var piece = 0; piece < 50; piece++)
        {
            Edges(0.3, 0.8, 0.4, 40);
            Edges(0.5, 0.2, 0.6, 60);
        }

        var advice = _edges.Advise();
        Assert.Equal((0.8, 40.0, 2.0), (advice.Bounce, advice.Shortest, advice.Debounce!.Value), Near);
        Assert.Equal(400, _edges.Edges);
    }

    [Fact]
    public void A_short_clean_pulse_is_no_bounce()
    {
        for (var piece = 0; piece < 50; piece++)
        {
            Edges(2, 98);
        }

        var advice = _edges.Advise();
        Assert.Equal((0, 2), (advice.Bounce, Math.Round(advice.Shortest, 6)));
        Assert.Null(advice.Debounce);
    }

    [Fact]
    public void Where_bounces_last_almost_as_long_as_pulses_nothing_is_proposed()
    {
        for (var piece = 0; piece < 50; piece++)
        {
            Edges(3, 4, 5, 22);
        }

        var advice = _edges.Advise();
        Assert.Equal((5.0, 22.0), (Math.Round(advice.Bounce, 6), Math.Round(advice.Shortest, 6)));
        Assert.Equal(8, advice.Debounce);
        for (var piece = 0; piece < 50; piece++)
        {
            Edges(15, 18, 19, 90);
        }

        Assert.Null(_edges.Advise().Debounce);
    }

    [Fact]
    public void A_silent_line_says_nothing()
    {
        Assert.Equal(default, _edges.Advise());
        _edges.Add(1, true);
        Assert.Equal(default, _edges.Advise());
    }

    [Fact]
    public void Every_interval_stands_in_one_bar()
    {
        Edges(0.05, 0.15, 3, 3, 70, 5000);
        Assert.Equal([1, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0], _edges.Histogram()[..11]);
        Assert.Equal(5, _edges.Histogram().Sum());
    }

    /// <summary>An edge, then one after each interval, ms.</summary>
    private void Edges(params double[] intervals)
    {
        foreach (var interval in intervals)
        {
            _edges.Add((long)Math.Round(_now * 1e6), _edges.Edges % 2 == 0);
            _now += interval;
        }
    }

    private static bool Near((double, double, double) a, (double, double, double) b) =>
        Math.Abs(a.Item1 - b.Item1) < 1e-6 && Math.Abs(a.Item2 - b.Item2) < 1e-6 && a.Item3.Equals(b.Item3);
}
