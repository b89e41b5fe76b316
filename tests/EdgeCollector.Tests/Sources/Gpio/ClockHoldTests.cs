using EdgeCollector.Core.Inputs;
using EdgeCollector.Sources;
using EdgeCollector.Sources.Gpio;
using Xunit;

namespace EdgeCollector.Tests.Sources.Gpio;

public sealed class ClockHoldTests
{
    private const long Second = 1_000_000_000;
    private readonly TwoClocks _time = new();
    private readonly SubmittedInputs _inputs = new();
    private readonly OwnClock _clock;
    private bool _right;

    public ClockHoldTests() => _clock = new(_time);

    [Fact]
    public void Where_the_clock_is_right_everything_goes_straight_on()
    {
        _right = true;
        var hold = Hold();
        var sample = Sample();

        Assert.True(hold.TrySubmit([sample], out _));
        Assert.Equal([(sample.SourceTime, InputFlags.None)], Submitted());
        Assert.True(hold.IsOpen);
    }

    [Fact]
    public void A_box_that_woke_up_in_1970_stamps_what_it_saw_once_it_knows_the_time()
    {
        _time.Set(DateTimeOffset.UnixEpoch - _time.GetUtcNow());
        _clock.Follow();
        var hold = Hold();
        hold.TrySubmit([Sample()], out _);
        _time.Advance(TimeSpan.FromSeconds(30));
        hold.TrySubmit([Sample()], out _);
        hold.Step();
        Assert.Empty(Submitted());

        _time.Advance(TimeSpan.FromSeconds(5));
        var now = new DateTimeOffset(2026, 11, 27, 6, 0, 0, TimeSpan.Zero);
        _time.Set(now - _time.GetUtcNow());
        _right = true;
        hold.Step();

        var utc = now.ToUnixTimeMilliseconds() * 1_000_000;
        Assert.Equal([(utc - (35 * Second), InputFlags.Clock), (utc - (5 * Second), InputFlags.Clock)], Submitted());
        Assert.True(hold.IsOpen);
    }

    [Fact]
    public void A_clock_that_is_set_back_while_they_wait_is_followed()
    {
        var hold = Hold();
        hold.TrySubmit([Sample()], out _);
        _time.Advance(TimeSpan.FromSeconds(10));
        _time.Set(TimeSpan.FromHours(-1));
        _clock.Refresh();
        Assert.True(_clock.Behind);
        var utc = _time.UtcNanoseconds();
        _right = true;
        hold.Step();

        Assert.Equal([(utc - (10 * Second), InputFlags.Clock)], Submitted());
        Assert.False(_clock.Behind);
        Assert.Equal(utc, _clock.Utc(_clock.Now));
    }

    [Fact]
    public void Nobody_is_waited_for_longer_than_so_long_after_the_boot()
    {
        var hold = Hold();
        var sample = Sample();
        hold.TrySubmit([sample], out _);
        _time.Advance(TimeSpan.FromSeconds(100));
        hold.Step();
        Assert.Empty(Submitted());

        _time.Advance(TimeSpan.FromSeconds(19));
        hold.Step();
        Assert.Equal([(sample.SourceTime, InputFlags.Clock)], Submitted());
        Assert.True(Hold().IsOpen);
    }

    [Fact]
    public void What_would_be_more_than_may_wait_goes_with_the_time_there_is_and_in_its_order()
    {
        var hold = Hold();
        for (var i = 0; i < ClockHold.Most; i++) hold.TrySubmit([Sample() with { Bits = i }], out _);
        Assert.Empty(Submitted());

        Assert.True(hold.TrySubmit([Sample() with { Bits = ClockHold.Most }], out _));
        Assert.Equal(Enumerable.Range(0, ClockHold.Most + 1).Select(i => (long)i), _inputs.WaitFor(_ => true).Select(input => input.Bits));
    }

    [Fact]
    public void At_the_end_what_waits_goes_first()
    {
        var hold = Hold();
        hold.TrySubmit([Sample() with { Bits = 1 }], out _);
        hold.Submit([Sample() with { Bits = 2 }]);

        Assert.Equal([1, 2], _inputs.WaitFor(_ => true).Select(input => input.Bits));
    }

    [Fact]
    public void A_gap_is_moved_with_both_its_ends()
    {
        var hold = Hold();
        var (from, to) = (_time.UtcNanoseconds(), _time.UtcNanoseconds() + Second);
        hold.TrySubmit([Sample() with { Kind = InputKind.Gap, Bits = to }], out _);
        _time.Set(TimeSpan.FromHours(3));
        _right = true;
        _time.Advance(TimeSpan.FromSeconds(1));
        hold.Step();

        var gap = Assert.Single(_inputs.WaitFor(_ => true));
        Assert.Equal((from + (3 * 3600 * Second), to + (3 * 3600 * Second)), (gap.SourceTime, gap.Bits));
    }

    private ClockHold Hold() => new(_inputs, _time, _clock, new(() => _right, TimeSpan.FromMinutes(2)));

    private IEnumerable<(long, InputFlags)> Submitted() => _inputs.WaitFor(_ => true).Select(input => (input.SourceTime, input.Flags));

    private Input Sample()
    {
        var now = _clock.Now;
        return new() { Kind = InputKind.Sample, Id = 1, SourceTime = _clock.Utc(now), ReceiveTime = _clock.Utc(now), MonotonicTime = now };
    }
}
