using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using EdgeCollector.OpcUa.Types;
using EdgeCollector.Sources;
using EdgeCollector.Sources.OpcUa;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Sources.OpcUa;

public sealed class InputBuilderTests
{
    private const long Second = 1_000_000_000;
    private static readonly DateTime Noon = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);
    private static readonly long NoonNs = (Noon.Ticks - DateTime.UnixEpoch.Ticks) * 100;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(Noon.AddMilliseconds(250)));
    private readonly List<string> _said = [];

    [Fact]
    public void A_sample_bears_the_sources_time_and_both_of_ours()
    {
        var input = Read(Builder(), new(Variant.Of(6), default, Noon));
        Assert.Equal((InputKind.Sample, 1, Quality.Good, InputFlags.None), (input.Kind, input.Id, input.Quality, input.Flags));
        Assert.Equal((NoonNs, NoonNs + (Second / 4)), (input.SourceTime, input.ReceiveTime));
        Assert.Equal(_time.MonotonicNanoseconds(), input.MonotonicTime);
    }

    [Fact]
    public void The_first_value_after_a_restart_of_the_server_says_so_and_only_the_first()
    {
        var builder = Builder();
        builder.ExpectInitialValues(sourceRestarted: true);
        Assert.Equal(InputFlags.Initial | InputFlags.SourceRestarted, Read(builder, new(Variant.Of(6), default, Noon)).Flags);
        Assert.Equal(InputFlags.None, Read(builder, new(Variant.Of(6), default, Noon)).Flags);
        builder.ExpectInitialValues(sourceRestarted: false);
        Assert.Equal(InputFlags.Initial, Read(builder, new(Variant.Of(6), default, Noon)).Flags);
    }

    [Fact]
    public void Part4_7391_overflow_and_override_become_flags()
    {
        Assert.Equal(InputFlags.Overflow, Read(Builder(), new(Variant.Of(6), StatusCode.Good.WithOverflow, Noon)).Flags);
        Assert.Equal(InputFlags.Estimated, Read(Builder(), new(Variant.Of(6), StatusCode.GoodLocalOverride, Noon)).Flags);
    }

    [Theory]
    [InlineData(0x00000000u, Quality.Good)]
    [InlineData(0x40000000u, Quality.Uncertain)]
    [InlineData(0x80050000u, Quality.Bad)]
    public void The_status_becomes_quality(uint status, Quality quality) =>
        Assert.Equal(quality, Read(Builder(), new(Variant.Of(6), new StatusCode(status), Noon)).Quality);

    [Theory]
    [InlineData(0x40000000u, true)]
    [InlineData(0x40930000u, true)]
    [InlineData(0x40900000u, false)]
    [InlineData(0x408F0000u, false)]
    [InlineData(0x40920000u, false)]
    [InlineData(0x40910000u, false)]
    [InlineData(0x80310000u, false)]
    public void An_item_may_use_uncertain_values_that_are_neither_stale_nor_substitutes(uint status, bool used)
    {
        var input = Read(Builder(uncertain: true), new(Variant.Of(6), new StatusCode(status), Noon));
        Assert.Equal(used ? (Quality.Good, InputFlags.Estimated) : (ValueReader.QualityOf(new(status)), InputFlags.None),
            (input.Quality, input.Flags));
    }

    [Fact]
    public void A_clock_that_is_off_is_corrected_and_flagged()
    {
        var builder = Builder();
        builder.Clock.Measure(NoonNs + (60 * Second), NoonNs);
        var input = Read(builder, new(Variant.Of(6), default, Noon.AddSeconds(60)));
        Assert.Equal((NoonNs, InputFlags.Clock), (input.SourceTime, input.Flags));
    }

    [Fact]
    public void Without_a_source_time_ours_holds_and_is_flagged()
    {
        var input = Read(Builder(), new(Variant.Of(6)));
        Assert.Equal((input.ReceiveTime, InputFlags.Clock), (input.SourceTime, input.Flags));
    }

    [Fact]
    public void A_wrong_type_is_bad_and_named_once()
    {
        var builder = Builder(SignalRole.Good);
        Assert.Equal(Quality.Bad, Read(builder, new(Variant.Of("x"), default, Noon)).Quality);
        Read(builder, new(Variant.Of("y"), default, Noon));
        Assert.Equal(["signal: nsu=urn:t;s=X is String, expected a number; choose another node"], _said);
    }

    [Fact]
    public void A_gap_reaches_from_the_last_good_value_to_now()
    {
        var gap = Builder().Gap(3, NoonNs, "lost");
        Assert.Equal((InputKind.Gap, 3, NoonNs, NoonNs + (Second / 4), "lost"), (gap.Kind, gap.Id, gap.SourceTime, gap.Bits, gap.Text));
    }

    private static Input Read(InputBuilder builder, DataValue value) => builder.Read([value])[0];

    private InputBuilder Builder(SignalRole role = SignalRole.State, bool uncertain = false) => new(
        [new(new Signal(1, 1, "m1", "signal", role), ExpandedNodeId.Parse("nsu=urn:t;s=X")) { UsesUncertain = uncertain }],
        new SourceClock(ClockMode.Auto),
        new SourceHealth("opc.tcp://plc:4840", (_, message) => _said.Add(message)),
        new OwnClock(_time));
}
