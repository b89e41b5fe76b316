using EdgeCollector.Core.Inputs;
using EdgeCollector.Sources.Gpio;
using Xunit;

namespace EdgeCollector.Tests.Sources.Gpio;

/// <summary>Two machines on one request: the packer's lines are 0 (run) and 1 (good), the labeller's is 2 (good).</summary>
public sealed class EdgeLoopTests : IDisposable
{
    private const int Packer = 7, Labeller = 8;
    private const int Run = 1, Good = 2, Labels = 3;
    private const long Second = 1_000_000_000;
    private readonly TwoClocks _time = new();
    private readonly ScriptedLines _lines = new() { Debounces = true };
    private readonly SubmittedInputs _inputs = new();
    private readonly List<(GpioHealth Health, string Message)> _reports = [];
    private readonly GpioMachine _packer;
    private readonly GpioMachine _labeller;

    public EdgeLoopTests()
    {
        _packer = new("packer1", Packer,
        [
            new(new Signal(Run, Packer, "packer1", "run", SignalRole.Run), 0, ActiveLow: true, Rising: true, Falling: true, 0),
            new(new Signal(Good, Packer, "packer1", "good", SignalRole.Good) { Pulse = true }, 1, false, false, Falling: true, 0),
        ], (health, message) => _reports.Add((health, message)));
        _labeller = new("labeller1", Labeller,
        [
            new(new Signal(Labels, Labeller, "labeller1", "good", SignalRole.Good) { Pulse = true }, 0, false, false, Falling: true, 0),
        ], (_, _) => { });
    }

    [Fact]
    public void Each_machine_is_connected_gets_its_own_edges_and_is_lost_at_the_end()
    {
        var start = Now;
        _lines.Then(Edge(start, 1, 1), Edge(start, 2, 2), Edge(start, 0, 3));

        var inputs = Play();

        Assert.Equal(
            [
                (InputKind.Communication, Packer, 1L), (InputKind.Sample, Run, 0), (InputKind.Communication, Labeller, 1),
                (InputKind.Sample, Good, 1), (InputKind.Sample, Run, 1), (InputKind.Sample, Labels, 1),
                (InputKind.Communication, Packer, 0), (InputKind.Communication, Labeller, 0),
            ],
            inputs.Select(input => (input.Kind, input.Id, input.Bits)));
    }

    [Fact]
    public void Lost_edges_are_counted_and_become_a_gap_of_every_machine_with_flagged_samples_after_it()
    {
        var (before, after) = (Now + 10_000_000, Now + 50_000_000);
        var utc = _time.UtcNanoseconds();
        _lines.Then(() => _time.Advance(TimeSpan.FromSeconds(1)), Edge(before, 1, 1), Edge(after, 1, 5));
        _lines.Then();

        var inputs = Play();

        var gaps = inputs.Where(input => input.Kind == InputKind.Gap).ToList();
        Assert.Equal([Packer, Labeller], gaps.Select(gap => gap.Id));
        Assert.All(gaps, gap => Assert.Equal(
            (utc + 10_000_000, utc + 50_000_000, "edges_lost"), (gap.SourceTime, gap.Bits, gap.Reference)));
        var known = inputs.SkipWhile(input => input.Kind != InputKind.Gap).Where(input => input.Kind == InputKind.Sample);
        Assert.Equal([(Run, 0L), (Good, 0), (Labels, 0)], known.Select(input => (input.Id, input.Bits)));
        Assert.All(known, input => Assert.Equal(InputFlags.Estimated, input.Flags));
        Assert.Equal(GpioHealth.Failed, Assert.Single(_reports).Health);
        Assert.StartsWith("3 edges lost", _reports[0].Message);
    }

    [Fact]
    public void Lost_pulses_of_a_line_that_numbers_its_edges_are_counted_with_its_next_one_and_flagged()
    {
        _lines.Then(Edge(Now, 1, 1, ofLine: 1), Edge(Now, 1, 9, ofLine: 6), Edge(Now, 2, 10, ofLine: 4), Edge(Now, 1, 11, ofLine: 7));

        var inputs = Play();

        Assert.Equal([(1L, InputFlags.None), (5, InputFlags.Estimated), (1, InputFlags.None)], Pieces(inputs, Good).SkipLast(1));
        Assert.Equal([(4L, InputFlags.Estimated)], Pieces(inputs, Labels).SkipLast(1));
        Assert.Equal((4, 3), (_packer.Recovered, _labeller.Recovered));
    }

    [Fact]
    public void Edges_lost_before_the_first_one_read_are_seen()
    {
        _lines.Then(Edge(Now, 1, 4, ofLine: 4));
        _lines.Then();

        Assert.Equal([(4L, InputFlags.Estimated), (0, InputFlags.Estimated)], Pieces(Play(), Good));
        Assert.StartsWith("3 edges lost", Assert.Single(_reports).Message);
    }

    [Fact]
    public void Edges_of_two_lines_that_come_in_swapped_are_no_loss()
    {
        _lines.Then(Edge(Now, 1, 1), Edge(Now + Second, 1, 3));
        _lines.Then(Edge(Now, 0, 2));
        _lines.Then();

        Assert.DoesNotContain(Play(), input => input.Kind == InputKind.Gap);
        Assert.Empty(_reports);
    }

    [Fact]
    public void A_loss_that_goes_on_is_one_gap_a_second()
    {
        for (var i = 1u; i <= 30; i++)
        {
            var number = 2 * i;
            _lines.Then(() => _time.Advance(TimeSpan.FromMilliseconds(100)), Edge(Now, 1, number));
        }

        _lines.Then();

        Assert.Equal(3, Play().Count(input => input.Kind == InputKind.Gap && input.Id == Packer));
        Assert.StartsWith("30 edges lost", _reports[^1].Message);
    }

    [Fact]
    public void A_chip_that_goes_while_a_loss_is_settled_does_not_take_the_samples_before_it()
    {
        _lines.Then(Edge(Now, 1, 2));
        _lines.Then(() => _time.Advance(TimeSpan.FromSeconds(2)), Edge(Now, 1, 3));
        _lines.Then(() => _lines.Gone = true, Edge(Now, 1, 5));
        _lines.Then();

        Assert.Throws<IOException>(() => Play());

        Assert.Equal(3, Pieces(_inputs.WaitFor(_ => true), Good).Sum(piece => piece.Count));
        Assert.Equal(2, _inputs.WaitFor(_ => true).Count(input => input is { Kind: InputKind.Communication, Bits: 0 }));
    }

    [Fact]
    public void A_chip_that_goes_is_lost_since_its_last_sign_of_life()
    {
        var alive = _time.GetUtcNow().AddSeconds(5).UtcNanoseconds();
        _lines.Then(() => _time.Advance(TimeSpan.FromSeconds(5)));
        _lines.Then(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            _lines.Gone = true;
        });

        Assert.Throws<IOException>(() => Play());

        var lost = _inputs.WaitFor(_ => true)[^2];
        Assert.Equal((InputKind.Communication, Packer, 0L, alive), (lost.Kind, lost.Id, lost.Bits, lost.SourceTime));
    }

    [Fact]
    public void A_machine_that_was_never_there_is_not_lost_since_it_was_switched_on()
    {
        _lines.Gone = true;

        Assert.Throws<IOException>(() => Play());

        Assert.DoesNotContain(_inputs.WaitFor(_ => true), input => input is { Kind: InputKind.Communication, Bits: 0 });
    }

    /// <summary>An hour that nobody lived is Unknown; what was lived keeps its length (reliability.md F15).</summary>
    [Fact]
    public void A_wall_clock_set_ahead_leaves_the_lived_time_as_it_was_and_the_skipped_time_Unknown()
    {
        var start = Now;
        var utc = _time.UtcNanoseconds();
        _lines.Then(() => _time.Advance(TimeSpan.FromSeconds(10)), Edge(start + (4 * Second), 0, 1));
        _lines.Then(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            _time.Set(TimeSpan.FromHours(1));
        });
        _lines.Then(() => _time.Advance(TimeSpan.FromSeconds(10)), Edge(start + (27 * Second), 0, 2, rising: true));

        var packer = Play().Where(input => input.Id is Run or Packer && input.Kind != InputKind.Tick).Skip(2).ToList();

        Assert.Equal(
            [
                (InputKind.Sample, utc + (4 * Second), InputFlags.None), (InputKind.Communication, utc + (20 * Second), InputFlags.None),
                (InputKind.Communication, utc + (3620 * Second), InputFlags.Clock),
                (InputKind.Sample, utc + (3620 * Second), InputFlags.Clock | InputFlags.Initial),
                (InputKind.Sample, utc + (3627 * Second), InputFlags.None),
                (InputKind.Communication, utc + (3630 * Second), InputFlags.None),
            ],
            packer.Select(input => (input.Kind, input.SourceTime, input.Flags)));
    }

    [Fact]
    public void A_wall_clock_set_back_doubles_no_time_and_is_flagged()
    {
        var start = Now;
        var utc = _time.UtcNanoseconds();
        _lines.Then(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            _time.Set(TimeSpan.FromHours(-1));
        }, Edge(start + (4 * Second), 0, 1));
        _lines.Then(() => _time.Advance(TimeSpan.FromSeconds(10)), Edge(start + (15 * Second), 0, 2));

        var run = Play().Where(input => input.Id == Run).Skip(1).ToList();

        Assert.Equal([utc + (4 * Second), utc + (15 * Second)], run.Select(input => input.SourceTime));
        Assert.Equal(InputFlags.Clock, run[1].Flags);
        Assert.True(run[1].ReceiveTime >= run[1].SourceTime);
    }

    [Fact]
    public void Edges_of_before_a_time_server_had_answered_bear_the_time_they_happened_at()
    {
        var (right, start) = (false, Now);
        Trust = new(() => right, TimeSpan.FromMinutes(2));
        _lines.Then(() => _time.Advance(TimeSpan.FromSeconds(10)), Edge(start + (4 * Second), 1, 1));
        _lines.Then(() =>
        {
            _time.Set(TimeSpan.FromHours(8));
            right = true;
        });
        _lines.Then(() => _time.Advance(TimeSpan.FromSeconds(10)));
        _lines.Then(() => _time.Advance(TimeSpan.FromSeconds(1)), Edge(start + (20 * Second), 1, 2));

        var inputs = Play();

        var utc = _time.UtcNanoseconds() - Now;
        Assert.Equal(
            [(utc + start + (4 * Second), InputFlags.Clock), (utc + start + (20 * Second), InputFlags.None)],
            inputs.Where(input => input.Id == Good && input.Bits == 1).Select(input => (input.SourceTime, input.Flags)));
        Assert.DoesNotContain(inputs, input => input.SourceTime < utc + start);
    }

    public void Dispose() => _lines.Dispose();

    private ClockTrust Trust { get; set; } = ClockTrust.Always;

    private long Now => _time.MonotonicNanoseconds();

    private static GpioEdge Edge(long at, int line, uint number, bool rising = false, uint ofLine = 0) =>
        new(at, line, rising, number, ofLine);

    private static IEnumerable<(long Count, InputFlags Flags)> Pieces(IEnumerable<Input> inputs, int signal) =>
        inputs.Where(input => input.Id == signal).Select(input => (input.Bits, input.Flags));

    private Input[] Play()
    {
        new EdgeLoop([_packer, _labeller], _lines, _time, _time, Trust).Run(_inputs, _lines.End);
        return _inputs.WaitFor(_ => true);
    }
}
