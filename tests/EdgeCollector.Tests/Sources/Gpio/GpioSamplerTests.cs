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
    public void A_gap_in_the_sequence_counts_the_lost_edges_and_flags_the_next_sample_once()
    {
        var sampler = Sampler();

        sampler.Sample([new(1, 27, false, 1), new(2_000_000_000, 27, false, 5), new(4_000_000_000, 27, false, 6)], _into);

        Assert.Equal(3, sampler.LostEdges);
        Assert.Equal([InputFlags.None, InputFlags.Estimated, InputFlags.None], _into.Take(3).Select(i => i.Flags));
    }

    [Fact]
    public void The_sequence_goes_on_over_its_wrap_without_a_loss()
    {
        var sampler = Sampler();

        sampler.Sample([new(1, 27, false, uint.MaxValue), new(2_000_000_000, 27, false, 0), new(4_000_000_000, 27, false, 1)], _into);

        Assert.Equal(0, sampler.LostEdges);
    }

    [Fact]
    public void A_pulse_sooner_than_the_spacing_is_a_bounce_and_is_counted_as_one()
    {
        var sampler = Sampler();

        Assert.Equal(1, sampler.Sample([new(1_000_000_000, 27, false, 1), new(1_004_000_000, 27, false, 2)], _into));

        Assert.Equal(1, sampler.Bounces);
    }

    [Fact]
    public void Connecting_restores_communication_before_it_reports_the_level()
    {
        var sampler = new GpioSampler(7, Lines, _time);

        Assert.Equal(2, sampler.Connected(new Levels(high: false), _into));

        Assert.Equal((InputKind.Communication, 7, 1L), (_into[0].Kind, _into[0].Id, _into[0].Bits));
        Assert.Equal((1, 1L, InputFlags.Initial), (_into[1].Id, _into[1].Bits, _into[1].Flags));
    }

    [Fact]
    public void Merging_adds_pulses_of_one_signal_keeps_levels_and_says_how_many_samples_vanished()
    {
        var sampler = Sampler();
        var count = sampler.Sample([new(1_000_000_000, 27, false, 1), new(1_500_000_000, 17, true, 2), new(2_000_000_000, 27, false, 3)], _into);

        var kept = GpioSampler.Merge(_into.AsSpan(0, count), out var merged);

        Assert.Equal((2, 1), (kept, merged));
        Assert.Equal((2L, InputFlags.Estimated), (_into[0].Bits, _into[0].Flags));
        Assert.Equal(1, _into[1].Id);
    }

    private static GpioInput[] Lines =>
    [
        new(Run, 17, ActiveLow: true, Rising: true, Falling: true, 0),
        new(Good, 27, ActiveLow: false, Rising: false, Falling: true, 5_000_000),
    ];

    private GpioSampler Sampler()
    {
        var sampler = new GpioSampler(7, Lines, _time);
        sampler.Connected(new Levels(high: true), _into);
        return sampler;
    }

    private sealed class Levels(bool high) : IGpioLines
    {
        public bool ReadLevel(int line) => high;

        public int Read(Span<GpioEdge> into, TimeSpan timeout) => 0;

        public void Wake()
        {
        }

        public void Dispose()
        {
        }
    }
}
