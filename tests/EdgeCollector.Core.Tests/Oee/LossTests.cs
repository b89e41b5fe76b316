using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

/// <summary>oee-reference.md 3 and 11: losses in time and pieces, Pareto, the two readings of time to restore.</summary>
public sealed class LossTests
{
    private const long Six = 6 * Hour;
    private const long Two = 14 * Hour;

    [Fact]
    public void The_six_big_losses_add_up_to_known_time_minus_fully_productive_time()
    {
        var record = Day().Window(Six, Two, Two);
        var losses = SixBigLosses.Of(record);
        Assert.Equal((3 * Hour, Hour, Minute), (losses.EquipmentFailure, losses.Setup, losses.MinorStops));
        Assert.Equal(
            record.Known - record.FullyProductive!.Value,
            losses.EquipmentFailure + losses.Setup + losses.MinorStops + losses.ReducedSpeed!.Value + losses.ProcessDefects!.Value, 1e-6);
        Assert.Equal(100_000, losses.ProcessDefects);

        // Ideal cycle 10 s: an hour of changeover is 360 pieces.
        Assert.Equal(360, OeeFormula.PiecesLost(record, losses.Setup));
    }

    [Fact]
    public void The_bars_of_a_pareto_add_up_to_the_availability_loss_and_micro_stops_and_unknown()
    {
        var site = Day();
        var record = site.Window(Six, Two, Two);
        var bars = site.Engine.Pareto("m", Zero + Six, Zero + Two, Zero + Two, byCount: false);
        Assert.Equal(record.Known - record.Run + record.Times[Category.MicroStop] + record.Times[Category.Unknown], bars.Sum(b => b.Milliseconds));
        Assert.Equal([(Category.Down, "jam", 2 * Hour, 2), (Category.Stop, "", Hour, 1), (Category.Changeover, "", Hour, 1),
            (Category.MicroStop, "", Minute, 1)], bars.Select(b => (b.Category, b.Reason, b.Milliseconds, b.Count)));
        Assert.Equal((90 * Minute, 1.0), (bars[0].Longest, bars[^1].Cumulative!.Value));
        Assert.Equal(2, site.Engine.Pareto("m", Zero + Six, Zero + Two, Zero + Two, byCount: true)[0].Count);
    }

    [Fact]
    public void Time_to_restore_by_the_clock_counts_the_break_and_the_failure_where_it_ends()
    {
        // Down 08:30 to 10:30 with a break from 09:00 to 09:30.
        var site = new TestSite(c => c with { Shifts = [c.Shifts[0] with { Breaks = [new BreakDefinition(new TimeOnly(9, 0), 30)] }] });
        site.State(Six, "Running");
        site.State((8 * Hour) + (30 * Minute), "Down");
        site.State((10 * Hour) + (30 * Minute), "Running");
        var shift = site.Window(Six, Two, Two);
        Assert.Equal(90 * Minute, OeeFormula.Mttr(shift));
        Assert.Equal(2 * Hour, OeeFormula.MttrClock(shift));
        Assert.Null(OeeFormula.MttrClock(site.Window(8 * Hour, 9 * Hour, Two)));
        Assert.Equal((1, 2 * Hour), (site.Window(10 * Hour, 11 * Hour, Two).Repairs, site.Window(10 * Hour, 11 * Hour, Two).RepairTime));
    }

    /// <summary>8 h: jams of 90 and 30 min, a stop without reason of 1 h, a changeover of 1 h, a micro-stop of 1 min; 10 rejects.</summary>
    private static TestSite Day()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.Total(Six, 0);
        site.Scrap(Six, 0);
        site.State(7 * Hour, "Stop");
        site.State((8 * Hour) + (30 * Minute), "Running");
        site.State(9 * Hour, "Stop");
        site.State((9 * Hour) + (30 * Minute), "Running");
        site.State(10 * Hour, "Stop");
        site.State(11 * Hour, "Changeover");
        site.State(12 * Hour, "Running");
        site.State(13 * Hour, "Starved");
        site.State((13 * Hour) + Minute, "Running");
        site.Total((13 * Hour) + (30 * Minute), 1000);
        site.Scrap((13 * Hour) + (30 * Minute), 10);
        site.Reason(13 * Hour, 7 * Hour, (9 * Hour) + (45 * Minute), "jam");
        return site;
    }
}
