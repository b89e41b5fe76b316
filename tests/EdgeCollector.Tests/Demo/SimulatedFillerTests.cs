using EdgeCollector.Demo;
using Xunit;

namespace EdgeCollector.Tests.Demo;

public sealed class SimulatedFillerTests
{
    private const long Start = 1_772_431_200_000;
    private const long Hour = 3_600_000;

    [Fact]
    public void A_seed_makes_one_history_and_another_seed_another()
    {
        Assert.Equal(new SimulatedFiller(1, Start).Advance(Start + Hour), new SimulatedFiller(1, Start).Advance(Start + Hour));
        Assert.NotEqual(new SimulatedFiller(1, Start).Advance(Start + Hour), new SimulatedFiller(2, Start).Advance(Start + Hour));
    }

    [Fact]
    public void The_history_does_not_depend_on_the_steps_in_which_it_is_lived()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var whole = new SimulatedFiller(seed, Start).Advance(Start + (2 * Hour));
            var filler = new SimulatedFiller(seed, Start);
            var steps = new Random(seed);
            var parts = new List<FillerChange>();
            for (var at = Start - 500; at < Start + (2 * Hour);)
            {
                at = Math.Min(Start + (2 * Hour), at + steps.Next(0, 20_000));
                parts.AddRange(filler.Advance(at));
            }

            Assert.Equal(whole, parts);
        }
    }

    [Fact]
    public void Steps_that_end_exactly_on_events_change_nothing()
    {
        var whole = new SimulatedFiller(3, Start).Advance(Start + Hour);
        var filler = new SimulatedFiller(3, Start);
        var parts = whole.Select(c => c.At).Distinct().SelectMany(filler.Advance).ToList();
        Assert.Equal(whole, parts);
    }

    [Fact]
    public void Its_counters_show_what_it_made_and_never_go_back()
    {
        var filler = new SimulatedFiller(4, Start);
        var changes = filler.Advance(Start + (8 * Hour));
        Assert.Equal(filler.Made.Good, changes.Last(c => c.Signal == FillerSignal.Good).Value);
        Assert.Equal(filler.Made.Reject, changes.Last(c => c.Signal == FillerSignal.Reject).Value);
        Assert.Equal(filler.Made.Total, changes.Last(c => c.Signal == FillerSignal.Processed).Value);
        foreach (var signal in (FillerSignal[])[FillerSignal.Good, FillerSignal.Reject, FillerSignal.Processed])
        {
            var values = changes.Where(c => c.Signal == signal).Select(c => c.Value).ToList();
            Assert.Equal(Enumerable.Range(0, values.Count).Select(i => (double)i), values);
        }
    }

    [Fact]
    public void Pieces_are_finished_in_Execute_only_and_never_faster_than_the_ideal_cycle()
    {
        var state = PackMlState.Stopped;
        var last = long.MinValue / 2;
        foreach (var change in new SimulatedFiller(5, Start).Advance(Start + (8 * Hour)))
        {
            if (change.Signal == FillerSignal.State) state = (PackMlState)(int)change.Value;
            if (change.Signal != FillerSignal.Processed || change.Value == 0) continue;
            Assert.Equal(PackMlState.Execute, state);
            Assert.True(change.At - last >= SimulatedFiller.IdealCycle);
            last = change.At;
        }
    }

    [Fact]
    public void The_states_fill_the_time_without_gap_or_overlap()
    {
        var changes = new SimulatedFiller(6, Start).Advance(Start + (8 * Hour));
        var states = changes.Where(c => c.Signal == FillerSignal.State).ToList();
        Assert.Equal(Start, states[0].At);
        Assert.All(states.Zip(states.Skip(1)), pair =>
        {
            Assert.True(pair.First.At < pair.Second.At);
            Assert.NotEqual(pair.First.Value, pair.Second.Value);
        });

        var durations = states.Select((s, i) => (i + 1 < states.Count ? states[i + 1].At : Start + (8 * Hour)) - s.At);
        Assert.Equal(8 * Hour, durations.Sum());
        Assert.Equal(changes.OrderBy(c => c.At), changes);
    }

    [Fact]
    public void A_hold_is_short_and_a_jam_is_aborted_cleared_reset_and_started_under_its_code()
    {
        var changes = new SimulatedFiller(7, Start).Advance(Start + (24 * Hour));
        var states = changes.Where(c => c.Signal == FillerSignal.State).ToList();
        var jams = 0;
        for (var i = 0; i + 5 < states.Count; i++)
        {
            if (states[i].Value == (int)PackMlState.Held) Assert.InRange(states[i + 1].At - states[i].At, 5_000, 90_000);
            if (states[i].Value != (int)PackMlState.Aborted) continue;

            jams++;
            Assert.Equal([1.0, 2.0, 15.0, 3.0, 6.0], states.Skip(i + 1).Take(5).Select(s => s.Value));
            var code = changes.Single(c => c.Signal == FillerSignal.StopReason && c.At == states[i].At).Value;
            Assert.True(code is FillerPlan.InfeedJam or FillerPlan.CapperJam);
            Assert.Contains(new(states[i + 4].At, FillerSignal.StopReason, 0), changes);
        }

        Assert.True(jams > 5);
    }

    [Fact]
    public void Suspended_is_either_starved_or_blocked_and_nothing_else_is()
    {
        double starved = 0, blocked = 0, suspended = 0;
        var times = 0;
        foreach (var moment in new SimulatedFiller(8, Start).Advance(Start + (24 * Hour)).GroupBy(c => c.At))
        {
            foreach (var change in moment)
            {
                if (change.Signal == FillerSignal.Starved) starved = change.Value;
                if (change.Signal == FillerSignal.Blocked) blocked = change.Value;
                if (change.Signal == FillerSignal.State) suspended = change.Value == (int)PackMlState.Suspended ? 1 : 0;
            }

            Assert.Equal(suspended, starved + blocked);
            times += (int)suspended;
        }

        Assert.True(times > 0);
    }

    [Fact]
    public void It_works_about_as_well_as_such_machines_do()
    {
        var all = Enumerable.Range(0, 20).Select(seed =>
        {
            var filler = new SimulatedFiller(seed, Start);
            var mode = filler.Advance(Start + (8 * Hour)).Where(c => c.Signal == FillerSignal.Mode).ToList();
            var ends = mode.Skip(1).Select(m => m.At).Append(Start + (8 * Hour));
            var maintenance = mode.Zip(ends, (m, end) => m.Value == 2 ? end - m.At : 0).Sum();
            return filler.Made.Good * (double)SimulatedFiller.IdealCycle / ((8 * Hour) - maintenance);
        }).ToList();
        Assert.InRange(all.Average(), 0.70, 0.75);
        Assert.All(all, oee => Assert.InRange(oee, 0.60, 0.85));
    }
}
