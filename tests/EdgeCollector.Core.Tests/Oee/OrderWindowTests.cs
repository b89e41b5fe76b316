using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

public sealed class OrderWindowTests
{
    private const long Six = 6 * Hour;

    [Fact]
    public void An_orders_window_reaches_from_its_start_to_the_next_ones_whatever_the_hour()
    {
        var site = Site();
        Order(site, (7 * Hour) + 1234, "PO-1");
        site.Total(8 * Hour, 200);
        Order(site, (9 * Hour) + 4321, "PO-2");
        site.Total(10 * Hour, 300);
        Settle(site, 10 * Hour);
        var order = site.Final(WindowKind.Order, (7 * Hour) + 1234);
        Assert.Equal(("PO-1", 200L, (2 * Hour) + 3087), (order.Order, order.Total, order.Times.Sum()));
        Assert.Equal($"m-order-{Zero + (7 * Hour) + 1234}", order.Id);
        Assert.Contains(site.Records, r => r.Window == WindowKind.Order && r.Order == "PO-2" && r.Status == RecordStatus.Live);
        Assert.Equal(OeeFormula.Ratio(200 * 3_600_000.0, (2 * Hour) + 3087), OeeFormula.ThroughputRate(order));
        Assert.Equal(1.0, OeeFormula.ProductionProcessRatio(order));
    }

    [Fact]
    public void An_empty_order_ends_the_running_one()
    {
        var site = Site();
        Order(site, 7 * Hour, "PO-1");
        Order(site, 8 * Hour, "");
        Settle(site, 9 * Hour);
        Assert.Equal(Hour, site.Final(WindowKind.Order, 7 * Hour).Times.Sum());
        Assert.DoesNotContain(site.Records, r => r.Window == WindowKind.Order && r.Start == Zero + (8 * Hour));
    }

    [Fact]
    public void An_order_that_was_told_late_cuts_the_one_before_and_restates_it()
    {
        var site = Site();
        Order(site, 7 * Hour, "PO-1");
        site.Total(8 * Hour, 100);
        site.Total(9 * Hour, 300);
        Order(site, 10 * Hour, "PO-3");
        Settle(site, 11 * Hour);
        Assert.Equal((0, 300L), (site.Final(WindowKind.Order, 7 * Hour).Rev, site.Final(WindowKind.Order, 7 * Hour).Total));

        Order(site, (8 * Hour) + (30 * Minute), "PO-2", receive: 11 * Hour + (2 * Minute));
        Settle(site, 11 * Hour + (3 * Minute));
        var (first, second) = (site.Final(WindowKind.Order, 7 * Hour), site.Final(WindowKind.Order, (8 * Hour) + (30 * Minute)));
        Assert.Equal(("PO-1", 1, 100L), (first.Order, first.Rev, first.Total));
        Assert.Equal(("PO-2", 0, 200L), (second.Order, second.Rev, second.Total));
    }

    [Fact]
    public void An_order_whose_start_was_wrong_is_withdrawn_there()
    {
        var site = Site();
        Order(site, 8 * Hour, "PO-1");
        Settle(site, 9 * Hour);
        Order(site, 7 * Hour, "PO-1", receive: 9 * Hour + Minute);
        Settle(site, 9 * Hour + (2 * Minute));
        var gone = site.Records.Last(r => r.Window == WindowKind.Order && r.Start == Zero + (8 * Hour));
        Assert.Equal((0L, RecordStatus.Final, RecordFlags.Late), (gone.Times.Sum(), gone.Status, gone.Flags));
        Assert.Contains(site.Records, r => r.Window == WindowKind.Order && r.Start == Zero + (7 * Hour) && r.Order == "PO-1");
    }

    [Fact]
    public void The_windows_of_a_shifts_orders_add_up_to_the_shift()
    {
        var random = new Random(5);
        var site = Site();
        var total = 0L;
        for (var at = Six + Minute; at < 14 * Hour; at += random.NextInt64(1, 20 * Minute))
        {
            if (random.Next(4) == 0)
            {
                Order(site, at, $"PO-{at}");
            }

            site.Total(at, total += random.Next(30));
        }

        Settle(site, 14 * Hour);
        var shift = site.Final(WindowKind.Shift, Six);
        var orders = site.Records.Where(r => r.Window == WindowKind.Order).GroupBy(r => r.Start).Select(g => g.Last()).ToList();
        var before = site.Window(Six, orders.Min(o => o.Start) - Zero, 15 * Hour);
        Assert.True(orders.Count > 10);
        Assert.Equal(shift.Total, before.Total + orders.Sum(o => o.Total));
    }

    private static TestSite Site()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.Total(Six, 0);
        return site;
    }

    private static void Order(TestSite site, long at, string order, long? receive = null) => site.Put(
        new Input { Kind = InputKind.Order, Reference = new OrderStart($"o{at}{order}", "erp", "m", Zero + at, null, order) }, at, receive ?? at);

    private static void Settle(TestSite site, long now) => site.Run(now, now + Minute);
}
