using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

public sealed class RestartTests
{
    [Fact]
    public void A_restart_under_the_configuration_that_is_in_force_cuts_no_shift()
    {
        var site = new TestSite();
        site.State(6 * Hour, "Running");
        site.Run(6 * Hour, 9 * Hour, 10 * Second);
        Restart(site, 9 * Hour + Minute);
        site.State(9 * Hour + Minute, "Running");
        site.Run(9 * Hour + Minute, 15 * Hour, 10 * Second);

        var shift = Assert.Single(site.Records, r => r.Window == WindowKind.Shift && r.Status == RecordStatus.Final);
        Assert.Equal((Zero + (6 * Hour), Zero + (14 * Hour)), (shift.Start, shift.End));
        Assert.InRange(shift.Times[Category.Unknown], Minute, Minute + (10 * Second));
    }

    [Fact]
    public void An_order_may_run_for_weeks()
    {
        var site = new TestSite();
        site.State(6 * Hour, "Running");
        site.Put(new Input { Kind = InputKind.Order, Reference = new OrderStart("o1", "erp", "m", Zero + (6 * Hour), null, "PO-1") }, 6 * Hour, 6 * Hour);
        for (var at = 6 * Hour; at < 20 * 24 * Hour; at += 10 * Minute)
        {
            site.State(at, at % Hour == 0 ? "Down" : "Running");
            site.Total(at, at / (20 * Second) % 65_536);
            site.Tick(at + Second);
        }

        site.Put(new Input { Kind = InputKind.Order, Reference = new OrderStart("o2", "erp", "m", Zero + (20 * 24 * Hour), null, "") }, 20 * 24 * Hour, 20 * 24 * Hour);
        site.Run(20 * 24 * Hour, (20 * 24 * Hour) + (10 * Minute), 10 * Second);

        // Stated in parts of a week, one behind the other.
        Assert.Equal(
            [(6, 174), (174, 342), (342, 480)],
            site.Records.Where(r => r.Window == WindowKind.Order && r.Status == RecordStatus.Final)
                .Select(r => ((r.Start - Zero) / Hour, (r.End!.Value - Zero) / Hour)));
    }

    /// <summary>Whatever happens meanwhile: late values, reasons, restarts, new configurations.</summary>
    [Fact]
    public void A_day_that_has_everything_goes_by_while_an_order_runs_for_a_week()
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            var (engine, sequence, orders) = (new OeeEngine(77), 0L, 0);
            foreach (var input in CheckpointHistory.Inputs(seed, 3_000).Where(input => input.Kind != InputKind.Order || orders++ < 4))
            {
                engine.Apply(++sequence, input, new TestSite());
            }
        }
    }

    private static void Restart(TestSite site, long at)
    {
        site.Put(new Input { Kind = InputKind.Epoch, Bits = 78 }, at, at);
        site.Put(new Input { Kind = InputKind.Configuration, Reference = site.Configuration }, at, at);
    }
}
