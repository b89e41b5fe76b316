using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

/// <summary>What a site may say about a standard's states, and what the order system says (packml.md 1.2, 1.3, 2; oee-reference.md
/// 2).</summary>
public sealed class SiteRuleTests
{
    private const int Held = 11;
    private const int Starting = 3;
    private const int Idle = 4;
    private const int Execute = 6;
    private const int Manual = 3;
    private const int Produce = 1;
    private const int NotExecuting = 2;
    private const int Executing = 3;

    [Fact]
    public void Packml_1_3_a_site_may_give_a_state_another_category()
    {
        var site = PackMlSite(("Starting", Category.Running));
        site.Value(1, 6 * Hour, Starting);
        site.Value(1, 7 * Hour, Held);
        Assert.Equal([Category.Running, Category.Stop], Categories(site));
    }

    [Fact]
    public void Packml_1_3_held_for_missing_product_is_starved_only_while_the_flag_says_so()
    {
        var site = PackMlSite(("Held", Category.Starved));
        site.Value(1, 6 * Hour, Held);
        Flag(site, 5, true, 7 * Hour);
        Flag(site, 5, false, 8 * Hour);
        Assert.Equal([Category.Stop, Category.Starved, Category.Stop], Categories(site));
    }

    [Fact]
    public void Packml_1_2_a_stop_in_mode_manual_has_the_reason_manual_until_somebody_knows_better()
    {
        var site = PackMlSite();
        site.Value(1, 6 * Hour, Execute);
        site.Value(4, 7 * Hour, Manual);
        site.Run(7 * Hour, (7 * Hour) + (5 * Minute));
        Assert.Equal(("manual", "rule"), site.Stops.Select(s => (s.Reason, s.Source)).Last());
        site.Reason((7 * Hour) + (6 * Minute), 7 * Hour, 8 * Hour, "jam");
        Assert.Equal(("jam", "operator"), site.Stops.Select(s => (s.Reason, s.Source)).Last());
    }

    [Fact]
    public void Idle_without_an_order_is_no_demand_once_the_order_system_says_so()
    {
        var site = PackMlSite();
        site.Value(1, 6 * Hour, Idle);
        Order(site, 7 * Hour, "");
        Order(site, 8 * Hour, "PO-1");
        Assert.Equal([Category.Stop, Category.NoDemand, Category.Stop], Categories(site));
        Assert.Equal(Hour, site.Window(6 * Hour, 9 * Hour, 9 * Hour).Times[Category.NoDemand]);
    }

    [Fact]
    public void An_order_signal_of_number_zero_or_of_no_text_says_that_there_is_no_order()
    {
        var site = new TestSite(c => Mapped(c, new StateMapping(StateMappingKind.PackMl)) with
        {
            Signals = [.. c.Signals, new Signal(9, 1, "m", "order", SignalRole.Order)],
        });
        site.Value(4, 6 * Hour, Produce);
        site.Value(1, 6 * Hour, Idle);
        site.Value(9, 7 * Hour, 0);
        site.Value(9, 8 * Hour, 4711);
        site.Put(Sample(9, ValueKind.Text, 0, ""), 9 * Hour, 9 * Hour);
        Assert.Equal([Category.Stop, Category.NoDemand, Category.Stop, Category.NoDemand], Categories(site));
    }

    [Fact]
    public void No_order_changes_nothing_while_the_machine_runs()
    {
        var site = PackMlSite();
        site.Value(1, 6 * Hour, Execute);
        Order(site, 7 * Hour, "");
        Assert.Equal([Category.Running], Categories(site));
    }

    [Fact]
    public void Machinery_2_not_executing_without_mode_is_no_demand_only_from_the_order_system()
    {
        var site = MachinerySite();
        site.Value(4, 6 * Hour, 0);
        site.Value(1, 6 * Hour, NotExecuting);
        Order(site, 7 * Hour, "");
        Assert.Equal([Category.Stop, Category.NoDemand], Categories(site));
    }

    [Fact]
    public void Machinery_2_a_site_whose_machine_never_leaves_mode_none_takes_it_for_processing()
    {
        var site = MachinerySite((0, Category.Running));
        site.Value(4, 6 * Hour, 0);
        site.Value(1, 6 * Hour, Executing);
        Assert.Equal([Category.Running], Categories(site));
    }

    private static IEnumerable<Category> Categories(TestSite site) =>
        site.Facts.OfType<StateFact>().Select(s => s.Category).Where(c => c != Category.Unknown);

    private static TestSite PackMlSite(params (string State, Category Category)[] states)
    {
        var site = new TestSite(c => Mapped(
            c, new StateMapping(StateMappingKind.PackMl) { Values = states.ToDictionary(s => s.State, s => s.Category) }));
        site.Value(4, 6 * Hour, Produce);
        return site;
    }

    private static TestSite MachinerySite(params (long Mode, Category Category)[] modes) => new(c => Mapped(
        c, new StateMapping(StateMappingKind.Machinery) { Modes = modes.ToDictionary(m => m.Mode, m => m.Category) }));

    private static EngineConfiguration Mapped(EngineConfiguration c, StateMapping mapping) =>
        c with
        {
            Machines = [c.Machines[0] with { Mapping = mapping }],
            Signals = mapping.Kind == StateMappingKind.PackMl ? [.. c.Signals] : [.. c.Signals.Where(s => s.Role != SignalRole.Starved)],
        };

    private static void Flag(TestSite site, int signal, bool on, long at) =>
        site.Put(Sample(signal, ValueKind.Boolean, on ? 1 : 0, null), at, at);

    private static void Order(TestSite site, long at, string order) => site.Put(
        new Input { Kind = InputKind.Order, Reference = new OrderStart($"o{at}", "erp", "m", Zero + at, null, order) }, at, at);
}
