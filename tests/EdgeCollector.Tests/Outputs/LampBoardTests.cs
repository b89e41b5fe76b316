using EdgeCollector.Core.Oee;
using EdgeCollector.Outputs;
using Xunit;

namespace EdgeCollector.Tests.Outputs;

public sealed class LampBoardTests
{
    private const long Minute = 60_000;
    private readonly LampBoard _board = new();

    [Fact]
    public void Nothing_is_known_before_the_first_state()
    {
        Assert.Null(_board.IsLit(StopLonger(), 0));
        Assert.Null(_board.IsLit(MissingReason(), 0));
        Assert.Null(_board.IsLit(BelowTarget(), 0));
    }

    [Fact]
    public void A_stop_lights_the_lamp_the_moment_it_is_longer_and_no_sooner()
    {
        Tell(Category.Stop, 10 * Minute);
        _board.Apply(Stop("s1", 10 * Minute, null));

        Assert.False(_board.IsLit(StopLonger(), 12 * Minute));
        Assert.True(_board.IsLit(StopLonger(), (12 * Minute) + 1));
    }

    [Fact]
    public void The_lamp_is_off_when_the_machine_runs_again()
    {
        Tell(Category.Stop, 0);
        _board.Apply(Stop("s1", 0, null));
        Assert.True(_board.IsLit(StopLonger(), 5 * Minute));

        _board.Apply(Stop("s1", 0, 5 * Minute));
        Tell(Category.Running, 5 * Minute);

        Assert.False(_board.IsLit(StopLonger(), 5 * Minute));
    }

    [Fact]
    public void A_machine_that_is_Unknown_makes_its_lamps_unknown_and_one_stop_of_another_machine_still_lights_them()
    {
        Tell(Category.Stop, 0);
        _board.Apply(Stop("s1", 0, null));
        Tell(Category.Running, 0, "packer1");
        Tell(Category.Unknown, 1, "packer1");

        Assert.Null(_board.IsLit(StopLonger("packer1"), 5 * Minute));
        Assert.Null(_board.IsLit(StopLonger("filler1", "packer1"), Minute));
        Assert.True(_board.IsLit(StopLonger("filler1", "packer1"), 5 * Minute));
    }

    [Fact]
    public void A_loss_that_is_dated_back_holds_and_a_late_state_of_the_past_does_not()
    {
        Tell(Category.Running, 5 * Minute);
        Tell(Category.Stop, 3 * Minute);
        Assert.False(_board.IsLit(StopLonger(), 6 * Minute));

        Tell(Category.Unknown, 4 * Minute);
        Assert.Null(_board.IsLit(StopLonger(), 6 * Minute));
    }

    [Fact]
    public void A_stop_that_a_reason_splits_is_as_long_as_it_is()
    {
        Tell(Category.Stop, 0);
        _board.Apply(Stop("s1", 0, null));
        _board.Apply(Stop("s1", 0, Minute) with { Reason = "jam" });
        _board.Apply(Stop("s1-p60000", Minute, null));

        Assert.True(_board.IsLit(StopLonger(), (2 * Minute) + 1));
    }

    [Fact]
    public void A_stop_that_moved_or_was_withdrawn_counts_from_where_it_is_now()
    {
        Tell(Category.Stop, 0);
        _board.Apply(Stop("s1", 0, null));
        _board.Apply(Stop("s1", 0, 0) with { Event = StopEvent.Withdrawn, Reason = "withdrawn" });
        Assert.False(_board.IsLit(StopLonger(), 10 * Minute));

        _board.Apply(Stop("s1", 9 * Minute, null));
        Assert.False(_board.IsLit(StopLonger(), 11 * Minute));
        Assert.True(_board.IsLit(StopLonger(), (11 * Minute) + 1));
    }

    [Fact]
    public void A_stop_that_outlasts_its_shift_bothers_nobody_until_the_next_one()
    {
        Tell(Category.Stop, 0);
        _board.Apply(Stop("s1", 0, null) with { Minor = false });
        _board.Apply(Shift(0, good: 0));
        Assert.True(_board.IsLit(StopLonger(), 5 * Minute));

        _board.Apply(Shift(0, good: 0) with { Status = RecordStatus.Provisional });
        Assert.False(_board.IsLit(StopLonger(), 6 * Minute));
        Assert.False(_board.IsLit(MissingReason(), 6 * Minute));
        Assert.False(_board.IsLit(BelowTarget(), 6 * Minute));

        _board.Apply(Shift(7 * Minute, good: 0));
        Assert.True(_board.IsLit(StopLonger(), 8 * Minute));
    }

    [Fact]
    public void A_stop_without_a_reason_lights_the_lamp_until_it_has_one_running_or_not()
    {
        Tell(Category.Stop, 0);
        _board.Apply(Stop("s1", 0, null));
        Assert.False(_board.IsLit(MissingReason(), Minute));

        _board.Apply(Stop("s1", 0, null) with { Minor = false });
        Assert.True(_board.IsLit(MissingReason(), 3 * Minute));

        _board.Apply(Stop("s1", 0, 4 * Minute) with { Minor = false });
        Tell(Category.Running, 4 * Minute);
        Assert.True(_board.IsLit(MissingReason(), 10 * Minute));

        _board.Apply(Stop("s1", 0, 4 * Minute) with { Minor = false, Reason = "jam" });
        Assert.False(_board.IsLit(MissingReason(), 10 * Minute));
    }

    [Fact]
    public void A_micro_stop_needs_no_reason_and_a_stop_of_an_earlier_shift_is_no_longer_asked_for()
    {
        Tell(Category.Running, 0);
        _board.Apply(Stop("s1", 0, Minute));
        Assert.False(_board.IsLit(MissingReason(), 2 * Minute));

        _board.Apply(Stop("s2", 0, 4 * Minute) with { Minor = false });
        Assert.True(_board.IsLit(MissingReason(), 5 * Minute));
        _board.Apply(Shift(5 * Minute, good: 0));
        Assert.False(_board.IsLit(MissingReason(), 6 * Minute));
    }

    [Fact]
    public void OEE_below_the_target_lights_the_lamp_once_enough_of_the_shift_is_known()
    {
        Tell(Category.Running, 0);
        _board.Apply(Shift(0, good: 7) with { Times = Known(9 * Minute) });
        Assert.False(_board.IsLit(BelowTarget(), 9 * Minute));

        _board.Apply(Shift(0, good: 7) with { Times = Known(10 * Minute) });
        Assert.True(_board.IsLit(BelowTarget(), 10 * Minute));

        _board.Apply(Shift(0, good: 8) with { Times = Known(10 * Minute) });
        Assert.False(_board.IsLit(BelowTarget(), 10 * Minute));
    }

    [Fact]
    public void Without_quality_the_headline_counts_and_without_a_figure_nothing_is_known()
    {
        Tell(Category.Running, 0);
        var shift = Shift(0, good: 0) with { Times = Known(10 * Minute), FullyProductive = null };
        _board.Apply(shift);
        Assert.Null(_board.IsLit(BelowTarget(), 10 * Minute));

        _board.Apply(shift with { Ideal = 6.0 * Minute, Flags = RecordFlags.QualityNotMeasured });
        Assert.True(_board.IsLit(BelowTarget(), 10 * Minute));
    }

    private static Lamp StopLonger(params string[] machines) =>
        new("andon", LampTrigger.StopLonger, machines.Length == 0 ? ["filler1"] : [.. machines], "filler1", 2 * Minute, 0, Safe: false);

    private static Lamp MissingReason() => StopLonger() with { Trigger = LampTrigger.MissingReason, After = 0 };

    private static Lamp BelowTarget() => StopLonger() with { Trigger = LampTrigger.BelowTarget, After = 10 * Minute, Target = 0.75 };

    private static StopFact Stop(string id, long start, long? end) => new(
        "filler1", end ?? start, id,
        end is null ? StopEvent.Start : StopEvent.End, start, end, "", "", Category.Stop, Minor: true, "", null,
        "stop", "", end is null ? RecordStatus.Provisional : RecordStatus.Final, 0, RecordFlags.None);

    /// <param name="good">Minutes of good pieces at the ideal cycle.</param>
    private static OeeRecord Shift(long start, double good) => new("filler1", start)
    {
        Window = WindowKind.Shift, Start = start, Times = Known(10 * Minute), Ideal = 10.0 * Minute, FullyProductive = good * Minute,
    };

    private static CategoryTimes Known(long running)
    {
        CategoryTimes times = default;
        times[Category.Running] = running;
        return times;
    }

    private void Tell(Category category, long time, string machine = "filler1") =>
        _board.Apply(new StateFact(machine, time, category, "", null, "", PackMl: false));
}
