using EdgeCollector.Core.Inputs;
using EdgeCollector.Sources.Gpio;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Sources.Gpio;

public sealed class GpioSamplerTests
{
    private static readonly Signal Run = new(1, 7, "packer1", "run", SignalRole.Run);
    private static readonly Signal Good = new(2, 7, "packer1", "good", SignalRole.Good) { Pulse = true };
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 6, 0, 0, TimeSpan.Zero));
    private readonly Input[] _into = new Input[64];

    [Fact]
    public void A_pulse_carries_the_time_of_its_edge_and_not_of_its_reading()
    {
        var sampler = Sampler();
        _time.Advance(TimeSpan.FromSeconds(10));
        var edge = new GpioEdge(_time.MonotonicNanoseconds() - 250_000_000, 27, Rising: false, 1);

        Assert.Equal(1, sampler.Sample([edge], _into));

        Assert.Equal(_time.UtcNanoseconds() - 250_000_000, _into[0].SourceTime);
        Assert.Equal((2, 1L, ValueKind.Unsigned), (_into[0].Id, _into[0].Bits, _into[0].ValueKind));
    }

    [Fact]
    public void A_step_of_the_wall_clock_does_not_change_the_time_between_two_edges_read_together()
    {
        var sampler = Sampler();
        var start = _time.MonotonicNanoseconds();
        _time.Advance(TimeSpan.FromSeconds(2));
        _time.AdjustTime(_time.GetUtcNow().AddHours(1));

        Assert.Equal(2, sampler.Sample([new(start, 27, false, 1), new(start + 1_500_000_000, 27, false, 2)], _into));

        Assert.Equal(1_500_000_000, _into[1].SourceTime - _into[0].SourceTime);
    }

    [Fact]
    public void Only_the_configured_edge_of_a_pulse_line_counts() =>
        Assert.Equal(0, Sampler().Sample([new(1, 27, Rising: true, 1)], _into));

    [Fact]
    public void An_active_low_level_line_is_true_when_the_line_is_low()
    {
        var sampler = Sampler();

        sampler.Sample([new(1, 17, Rising: false, 1), new(2, 17, Rising: true, 2)], _into);

        Assert.Equal((1L, 0L), (_into[0].Bits, _into[1].Bits));
    }

    [Fact]
    public void Lost_edges_are_counted_and_become_a_gap_with_flagged_samples_after_it()
    {
        const long Before = 10_000_000, After = 50_000_000;
        var sampler = Sampler();
        var start = _time.MonotonicNanoseconds();
        var utc = _time.UtcNanoseconds();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, sampler.Sample([new(start + Before, 27, false, 1), new(start + After, 27, false, 5)], _into));
        Assert.Equal(3, sampler.Sample([], _into));

        Assert.Equal(3, sampler.LostEdges);
        Assert.Equal((InputKind.Gap, 7, utc + Before, utc + After, "edges_lost"),
            (_into[0].Kind, _into[0].Id, _into[0].SourceTime, _into[0].Bits, _into[0].Reference));
        Assert.Equal((1, 0L, InputFlags.Estimated), (_into[1].Id, _into[1].Bits, _into[1].Flags));
        Assert.Equal((2, 0L, InputFlags.Estimated, utc + After), (_into[2].Id, _into[2].Bits, _into[2].Flags, _into[2].SourceTime));
        Assert.Equal(0, sampler.Sample([], _into));
    }

    [Fact]
    public void Edges_lost_before_the_first_one_read_are_seen()
    {
        var sampler = Sampler();

        sampler.Sample([new(_time.MonotonicNanoseconds(), 27, false, 4)], _into);
        sampler.Sample([], _into);

        Assert.Equal(3, sampler.LostEdges);
    }

    [Fact]
    public void Edges_of_two_lines_that_come_in_swapped_are_no_loss()
    {
        var sampler = Sampler();

        sampler.Sample([new(1, 27, false, 1), new(3_000_000_000, 27, false, 3)], _into);
        sampler.Sample([new(2_000_000_000, 17, false, 2)], _into);

        Assert.Equal(0, sampler.Sample([], _into));
        Assert.Equal(0, sampler.LostEdges);
    }

    [Fact]
    public void A_loss_that_goes_on_is_one_gap_a_second()
    {
        var sampler = Sampler();
        var gaps = 0;
        for (var i = 1u; i <= 30; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            var count = sampler.Sample([new(_time.MonotonicNanoseconds(), 27, false, 2 * i)], _into);
            gaps += _into.Take(count).Count(input => input.Kind == InputKind.Gap);
        }

        sampler.Sample([], _into);

        Assert.Equal((2, 30L), (gaps, sampler.LostEdges));
    }

    [Fact]
    public void A_chip_that_goes_while_a_loss_is_settled_does_not_take_the_samples_before_it()
    {
        var chip = new Levels(high: true);
        var sampler = new GpioSampler(7, Lines, chip, _time);
        sampler.Connected(_into);
        chip.Gone = true;
        _time.Advance(TimeSpan.FromSeconds(1));
        sampler.Sample([new(1, 27, false, 2)], _into);

        Assert.Equal(1, sampler.Sample([], _into));

        Assert.Equal(InputKind.Gap, _into[0].Kind);
    }

    [Fact]
    public void A_pulse_sooner_than_the_spacing_is_a_bounce_and_is_counted_as_one()
    {
        var sampler = Sampler();

        Assert.Equal(1, sampler.Sample([new(1_000_000_000, 27, false, 1), new(1_004_000_000, 27, false, 2)], _into));

        Assert.Equal(1, sampler.Bounces);
    }

    [Fact]
    public void Lines_that_debounce_themselves_are_not_spaced_again()
    {
        var sampler = new GpioSampler(7, Lines, new Levels(high: true) { Debounces = true }, _time);
        sampler.Connected(_into);

        Assert.Equal(2, sampler.Sample([new(1_000_000_000, 27, false, 1), new(1_004_000_000, 27, false, 2)], _into));
    }

    [Fact]
    public void A_least_spacing_holds_where_the_lines_debounce_themselves_and_counts_from_the_last_pulse_that_counted()
    {
        const long Ms = 1_000_000;
        GpioInput[] lines = [new(Good, 27, ActiveLow: false, Rising: false, Falling: true, 5 * Ms, LeastSpacing: 50 * Ms)];
        var sampler = new GpioSampler(7, lines, new Levels(high: true) { Debounces = true }, _time);
        sampler.Connected(_into);

        Assert.Equal(2, sampler.Sample(
            [new(0, 27, false, 1), new(30 * Ms, 27, false, 2), new(49 * Ms, 27, false, 3), new(50 * Ms, 27, false, 4)], _into));

        Assert.Equal(2, sampler.Bounces);
        Assert.Equal(50 * Ms, _into[1].SourceTime - _into[0].SourceTime);
    }

    [Fact]
    public void A_source_that_was_never_there_is_not_lost_since_the_machine_was_switched_on()
    {
        var sampler = new GpioSampler(7, Lines, new Levels(high: true) { Gone = true }, _time);

        Assert.Throws<IOException>(() => sampler.Connected(_into));

        Assert.Equal(0, sampler.Lost(_into));
    }

    [Fact]
    public void A_source_that_goes_is_lost_since_its_last_sign_of_life()
    {
        var sampler = Sampler();
        _time.Advance(TimeSpan.FromSeconds(5));
        sampler.Sample([], _into);
        var alive = _time.UtcNanoseconds();
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(1, sampler.Lost(_into));

        Assert.Equal((InputKind.Communication, 7, 0L, alive), (_into[0].Kind, _into[0].Id, _into[0].Bits, _into[0].SourceTime));
    }

    [Fact]
    public void Connecting_restores_communication_before_it_reports_the_level()
    {
        var sampler = new GpioSampler(7, Lines, new Levels(high: false), _time);

        Assert.Equal(2, sampler.Connected(_into));

        Assert.Equal((InputKind.Communication, 7, 1L), (_into[0].Kind, _into[0].Id, _into[0].Bits));
        Assert.Equal((1, 1L, InputFlags.Initial), (_into[1].Id, _into[1].Bits, _into[1].Flags));
    }

    private static GpioInput[] Lines =>
    [
        new(Run, 17, ActiveLow: true, Rising: true, Falling: true, 0),
        new(Good, 27, ActiveLow: false, Rising: false, Falling: true, 5_000_000),
    ];

    private GpioSampler Sampler()
    {
        var sampler = new GpioSampler(7, Lines, new Levels(high: true), _time);
        sampler.Connected(_into);
        return sampler;
    }

    private sealed class Levels(bool high) : IGpioLines
    {
        public bool Gone { get; set; }

        public bool Debounces { get; init; }

        public bool ReadLevel(int line) => Gone ? throw new IOException("gone") : high;

        public int Read(Span<GpioEdge> into, TimeSpan timeout) => 0;

        public void Wake()
        {
        }

        public void Dispose()
        {
        }
    }
}
