using EdgeCollector.Demo;
using Xunit;

namespace EdgeCollector.Tests.Demo;

public sealed class SimulatedPackerTests
{
    private const long Start = 1_772_431_200_000;
    private const long Hour = 3_600_000;

    [Fact]
    public void The_edges_do_not_depend_on_the_steps_in_which_filler_and_packer_are_lived()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var whole = new SimulatedPacker(seed, Start).Advance(Start + (4 * Hour), Filler(seed).Advance(Start + (4 * Hour)));
            var (filler, packer, steps) = (Filler(seed), new SimulatedPacker(seed, Start), new Random(seed));
            var parts = new List<PackerEdge>();
            for (var at = Start; at < Start + (4 * Hour);)
            {
                at = Math.Min(Start + (4 * Hour), at + steps.Next(0, 60_000));
                parts.AddRange(packer.Advance(at, filler.Advance(at)));
            }

            Assert.Equal(whole, parts);
        }
    }

    [Fact]
    public void It_gives_one_pulse_a_pack_and_no_more()
    {
        var packer = new SimulatedPacker(1, Start);
        var edges = packer.Advance(Start + (8 * Hour), Filler(1).Advance(Start + (8 * Hour)));
        Assert.Equal(packer.Made.Good, edges.Count(e => e is { Line: PackerLine.Good, Rising: true }));
        Assert.Equal(packer.Made.Reject, edges.Count(e => e is { Line: PackerLine.Scrap, Rising: true }));
        Assert.InRange(packer.Made.Good, 8_000, (int)(8 * Hour / SimulatedPacker.IdealCycle));
        Assert.True(packer.Made.Reject > 0);
    }

    [Fact]
    public void Every_line_goes_up_and_down_in_turn_and_time_never_goes_back()
    {
        var edges = new SimulatedPacker(2, Start).Advance(Start + (8 * Hour), Filler(2).Advance(Start + (8 * Hour)));
        Assert.Equal(edges.OrderBy(e => e.At), edges);
        foreach (var line in edges.GroupBy(e => e.Line))
        {
            Assert.Equal(line.Select((_, i) => i % 2 == 0), line.Select(e => e.Rising));
        }

        Assert.Equal(4, edges.Select(e => e.Line).Distinct().Count());
    }

    [Fact]
    public void It_packs_only_while_it_runs_and_does_not_run_while_it_is_starved()
    {
        bool runs = false, starved = false;
        var edges = new SimulatedPacker(3, Start).Advance(Start + (8 * Hour), Filler(3).Advance(Start + (8 * Hour)));
        foreach (var moment in edges.GroupBy(e => e.At))
        {
            foreach (var edge in moment)
            {
                if (edge.Line == PackerLine.Run) runs = edge.Rising;
                if (edge.Line == PackerLine.Starved) starved = edge.Rising;
                if (edge is { Line: PackerLine.Good or PackerLine.Scrap, Rising: true }) Assert.True(runs);
            }

            Assert.False(runs && starved);
        }
    }

    [Fact]
    public void It_starves_two_minutes_after_the_filler_stopped_and_runs_again_after_it_was_refilled()
    {
        var packer = new SimulatedPacker(4, Start);
        FillerChange[] filler =
        [
            new(Start, FillerSignal.State, (int)PackMlState.Execute),
            new(Start + 60_000, FillerSignal.State, (int)PackMlState.Aborted),
            new(Start + 100_000, FillerSignal.State, (int)PackMlState.Clearing),
            new(Start + 300_000, FillerSignal.State, (int)PackMlState.Execute),
        ];
        var starved = packer.Advance(Start + Hour, filler).Where(e => e.Line == PackerLine.Starved);
        Assert.Equal([new(Start + 180_000, PackerLine.Starved, true), new(Start + 320_000, PackerLine.Starved, false)], starved);
    }

    private static SimulatedFiller Filler(int seed) => new(seed, Start);
}
