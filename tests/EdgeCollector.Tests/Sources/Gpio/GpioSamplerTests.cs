using EdgeCollector.Core.Inputs;
using EdgeCollector.Sources;
using EdgeCollector.Sources.Gpio;
using Xunit;

namespace EdgeCollector.Tests.Sources.Gpio;

public sealed class GpioSamplerTests : IDisposable
{
    private static readonly Signal Run = new(1, 7, "packer1", "run", SignalRole.Run);
    private static readonly Signal Good = new(2, 7, "packer1", "good", SignalRole.Good) { Pulse = true };
    private readonly TwoClocks _time = new();
    private readonly ScriptedLines _lines = new();
    private readonly Input[] _into = new Input[8];

    [Fact]
    public void A_pulse_carries_the_time_of_its_edge_and_not_of_its_reading()
    {
        var sampler = Sampler();
        _time.Advance(TimeSpan.FromSeconds(10));
        var now = _time.MonotonicNanoseconds();

        Assert.Equal(1, sampler.Sample(new GpioEdge(now - 250_000_000, 27, Rising: false, 1), now, _into));

        Assert.Equal(_time.UtcNanoseconds() - 250_000_000, _into[0].SourceTime);
        Assert.Equal((2, 1L, ValueKind.Unsigned), (_into[0].Id, _into[0].Bits, _into[0].ValueKind));
        Assert.Equal((_time.UtcNanoseconds(), now), (_into[0].ReceiveTime, _into[0].MonotonicTime));
    }

    [Fact]
    public void A_step_of_the_wall_clock_does_not_change_the_time_between_two_edges()
    {
        var sampler = Sampler();
        sampler.Sample(new(1_000_000_000, 27, false, 1), 1_000_000_000, _into);
        _time.Set(TimeSpan.FromHours(1));

        sampler.Sample(new(2_500_000_000, 27, false, 2), 2_500_000_000, _into.AsSpan(1));

        Assert.Equal(1_500_000_000, _into[1].SourceTime - _into[0].SourceTime);
    }

    [Fact]
    public void Only_the_configured_edge_of_a_pulse_line_counts() => Assert.Equal(0, Sample(Sampler(), new(1, 27, Rising: true, 1)));

    [Fact]
    public void An_active_low_level_line_is_true_when_the_line_is_low()
    {
        var sampler = Sampler();

        Sample(sampler, new(1, 17, Rising: false, 1));
        Assert.Equal(1, _into[0].Bits);

        Sample(sampler, new(2, 17, Rising: true, 2));
        Assert.Equal(0, _into[0].Bits);
    }

    [Fact]
    public void A_pulse_sooner_than_the_spacing_is_a_bounce_and_is_counted_as_one()
    {
        var sampler = Sampler();

        Assert.Equal(1, Sample(sampler, new(1_000_000_000, 27, false, 1)));
        Assert.Equal(0, Sample(sampler, new(1_004_000_000, 27, false, 2)));

        Assert.Equal(1, sampler.Bounces);
    }

    [Fact]
    public void Lines_that_debounce_themselves_are_not_spaced_again()
    {
        using var lines = new ScriptedLines { Debounces = true };
        var sampler = new GpioSampler(7, Lines, lines, new OwnClock(_time));

        Assert.Equal(1, Sample(sampler, new(1_000_000_000, 27, false, 1)));
        Assert.Equal(1, Sample(sampler, new(1_004_000_000, 27, false, 2)));
    }

    [Fact]
    public void A_least_spacing_holds_where_the_lines_debounce_themselves_and_counts_from_the_last_pulse_that_counted()
    {
        const long Ms = 1_000_000;
        using var chip = new ScriptedLines { Debounces = true };
        GpioInput[] lines = [new(Good, 27, ActiveLow: false, Rising: false, Falling: true, 5 * Ms, LeastSpacing: 50 * Ms)];
        var sampler = new GpioSampler(7, lines, chip, new OwnClock(_time));

        long[] counted =
        [
            .. new[] { 0, 30, 49, 50 }.Where(at => Sample(sampler, new(at * Ms, 27, false, 1)) == 1).Select(at => at * Ms),
        ];

        Assert.Equal([0, 50 * Ms], counted);
        Assert.Equal(2, sampler.Bounces);
    }

    [Fact]
    public void Pulses_lost_before_a_bounce_are_counted_with_the_next_one_that_counts()
    {
        const long Ms = 1_000_000;
        using var chip = new ScriptedLines { Debounces = true };
        GpioInput[] lines = [new(Good, 27, ActiveLow: false, Rising: false, Falling: true, 0, LeastSpacing: 50 * Ms)];
        var sampler = new GpioSampler(7, lines, chip, new OwnClock(_time));

        Sample(sampler, new(0, 27, false, 1, 1));
        Assert.Equal(0, Sample(sampler, new(10 * Ms, 27, false, 5, 5)));
        Assert.Equal(1, Sample(sampler, new(60 * Ms, 27, false, 6, 6)));

        Assert.Equal((4L, InputFlags.Estimated), (_into[0].Bits, _into[0].Flags));
    }

    [Fact]
    public void Connecting_restores_communication_before_it_reports_the_level()
    {
        _lines.High = false;

        Assert.Equal(2, new GpioSampler(7, Lines, _lines, new OwnClock(_time)).Connected(0, _into));

        Assert.Equal((InputKind.Communication, 7, 1L), (_into[0].Kind, _into[0].Id, _into[0].Bits));
        Assert.Equal((1, 1L, InputFlags.Initial), (_into[1].Id, _into[1].Bits, _into[1].Flags));
    }

    public void Dispose() => _lines.Dispose();

    private static GpioInput[] Lines =>
    [
        new(Run, 17, ActiveLow: true, Rising: true, Falling: true, 0),
        new(Good, 27, ActiveLow: false, Rising: false, Falling: true, 5_000_000),
    ];

    private GpioSampler Sampler() => new(7, Lines, _lines, new OwnClock(_time));

    private int Sample(GpioSampler sampler, GpioEdge edge) => sampler.Sample(edge, edge.MonotonicTime, _into);
}
