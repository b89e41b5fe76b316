using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

/// <summary>oee-reference.md 12: sums, the line at its bottleneck, what stopped first, machines side by side.</summary>
public sealed class LineTests
{
    private const long Six = 6 * Hour;
    private const long Two = 14 * Hour;

    [Fact]
    public void A_lines_oee_is_the_bottlenecks_ideal_x_good_pieces_leaving_over_the_bottlenecks_known_time()
    {
        // filler (10 s a bottle, the bottleneck) -> packer (20 s a case of 4: 5 s a bottle). 8 h planned; the filler stands 2 h.
        var site = Line(new LineDefinition("line", "", ["filler", "packer"]), ("filler", 10_000, 4), ("packer", 20_000, 1));
        Run(site, 1, Six, Two, (8 * Hour, "Down"), (10 * Hour, "Running"));
        Run(site, 2, Six, Two);
        Good(site, 2, Six, 0);
        Good(site, 2, 13 * Hour, 400);
        Settle(site);
        var line = Final(site, "line");

        // 40 s a case x 400 cases = 16,000 s over 28,800 s known; A = 6/8, P = 16,000 / 21,600, Q = 1.
        Assert.Equal(("filler", 400L), (line.Bottleneck, line.Good));
        Assert.Equal(16_000_000.0 / (8 * Hour), OeeFormula.Oee(line)!.Value, 1e-12);
        Assert.Equal(OeeFormula.LineOee(40_000, 400, Final(site, "filler")), OeeFormula.Oee(line));
        Assert.Equal(0.75, OeeFormula.Availability(line)!.Value, 1e-12);
        Assert.Equal(2 * Hour, line.Times[Category.Down]);
        Assert.Equal(8 * Hour, line.Times.Sum());
    }

    [Fact]
    public void By_first_cause_waiting_is_booked_under_what_stopped_first()
    {
        // depalletiser -> filler -> packer; the filler is the bottleneck. It starves while the depalletiser is down, is blocked while the
        // packer is changed over, and starves once more for a reason outside the line.
        var site = Line(
            new LineDefinition("line", "filler", ["depal", "filler", "packer"]) { Rule = LineRuleKind.FirstCause },
            ("depal", 10_000, 1), ("filler", 10_000, 1), ("packer", 10_000, 1));
        Run(site, 1, Six, Two, (7 * Hour, "Down"), (8 * Hour, "Running"));
        Run(site, 2, Six, Two, ((7 * Hour) + (3 * Minute), "Starved"), ((8 * Hour) + (3 * Minute), "Running"),
            (9 * Hour, "Blocked"), (9 * Hour + (30 * Minute), "Running"), (11 * Hour, "Starved"), (12 * Hour, "Running"));
        Run(site, 3, Six, Two, (9 * Hour - Minute, "Changeover"), (9 * Hour + (29 * Minute), "Running"));
        Settle(site);
        var line = Final(site, "line");
        Assert.Equal(Hour, line.Times[Category.Down]);
        Assert.Equal(30 * Minute, line.Times[Category.Changeover]);
        Assert.Equal((Hour, 0L), (line.Times[Category.Starved], line.Times[Category.Blocked]));
        Assert.Equal("depal", line.Cause);
        Assert.Equal(8 * Hour, line.Times.Sum());
    }

    [Fact]
    public void The_cause_is_followed_through_machines_that_wait_themselves()
    {
        var site = Line(
            new LineDefinition("line", "filler", ["depal", "rinser", "filler"]) { Rule = LineRuleKind.FirstCause },
            ("depal", 10_000, 1), ("rinser", 10_000, 1), ("filler", 10_000, 1));
        Run(site, 1, Six, Two, (7 * Hour, "Down"), (8 * Hour, "Running"));
        Run(site, 2, Six, Two, ((7 * Hour) + Minute, "Starved"), ((8 * Hour) + Minute, "Running"));
        Run(site, 3, Six, Two, ((7 * Hour) + (2 * Minute), "Starved"), ((8 * Hour) + (2 * Minute), "Running"));
        Settle(site);
        Assert.Equal((Hour, "depal"), (Final(site, "line").Times[Category.Down], Final(site, "line").Cause));
    }

    [Fact]
    public void Parallel_machines_run_the_line_while_enough_of_them_run()
    {
        // Two of three must run: 07-09 a is down (b, c run); 08-10 b stands too, so 08-09 only c runs: a stopped first; from 09 a runs.
        var site = Line(
            new LineDefinition("line", "", ["a", "b", "c"]) { Rule = LineRuleKind.Parallel, Needed = 2 },
            ("a", 10_000, 1), ("b", 10_000, 1), ("c", 10_000, 1));
        Run(site, 1, Six, Two, (7 * Hour, "Down"), (9 * Hour, "Running"));
        Run(site, 2, Six, Two, (8 * Hour, "Stop"), (10 * Hour, "Running"));
        Run(site, 3, Six, Two);
        foreach (var machine in (int[])[1, 2, 3])
        {
            Good(site, machine, Six, 0);
            Good(site, machine, 13 * Hour, 1000);
        }

        Settle(site);
        var line = Final(site, "line");
        Assert.Equal((7 * Hour, Hour), (line.Times[Category.Running], line.Times[Category.Down]));
        Assert.Equal((1, 3000L), (line.Failures, line.Good));

        // 3,000 pieces x 10 s / 2 machines = 15,000 s over 28,800 s.
        Assert.Equal(15_000_000.0 / (8 * Hour), OeeFormula.Oee(line)!.Value, 1e-12);
    }

    [Fact]
    public void One_machine_in_parallel_is_the_machine_itself()
    {
        var site = Line(new LineDefinition("line", "", ["a"]) { Rule = LineRuleKind.Parallel, Needed = 1 }, ("a", 10_000, 1));
        Run(site, 1, Six, Two, (7 * Hour, "Down"), (9 * Hour, "Running"), (10 * Hour, "Starved"), (11 * Hour, "Running"));
        Good(site, 1, Six, 0);
        Good(site, 1, 13 * Hour, 1000);
        Settle(site);
        var (line, machine) = (Final(site, "line"), Final(site, "a"));
        Assert.Equal(machine.Times, line.Times);
        Assert.Equal((machine.Ideal, machine.FullyProductive, machine.Good), (line.Ideal, line.FullyProductive, line.Good));
    }

    [Fact]
    public void A_lines_orders_are_those_of_the_machine_whose_pieces_leave_it()
    {
        var site = Line(new LineDefinition("line", "a", ["a", "b"]), ("a", 10_000, 1), ("b", 5_000, 1));
        Run(site, 1, Six, Two, (8 * Hour, "Down"), (9 * Hour, "Running"));
        Run(site, 2, Six, Two);
        Good(site, 2, Six, 0);
        Order(site, "b", 7 * Hour, "PO-1");
        Good(site, 2, 9 * Hour, 300);
        Order(site, "b", 10 * Hour, "");
        site.Run(10 * Hour, (10 * Hour) + Minute);
        var order = site.Records.Last(r => r.Machine == "line" && r.Window == WindowKind.Order && r.Status == RecordStatus.Final);
        Assert.Equal(("PO-1", Zero + (7 * Hour), 300L, Hour, 3 * Hour),
            (order.Order, order.Start, order.Good, order.Times[Category.Down], order.Times.Sum()));
        Assert.DoesNotContain(site.Records, r => r.Machine == "a" && r.Window == WindowKind.Order);
    }

    [Fact]
    public void A_late_fact_of_a_machine_restates_the_line_under_the_next_revision()
    {
        var site = Line(new LineDefinition("line", "", ["a", "b"]), ("a", 10_000, 1), ("b", 5_000, 1));
        Run(site, 1, Six, Two);
        Run(site, 2, Six, Two);
        Settle(site);
        site.Put(Sample(1, ValueKind.Text, 0, "Down"), 8 * Hour, Two + (2 * Minute));
        site.Put(Sample(1, ValueKind.Text, 0, "Running"), 9 * Hour, Two + (2 * Minute));
        site.Run(Two + (2 * Minute), Two + (3 * Minute));
        var line = Final(site, "line");
        Assert.Equal((1, Hour), (line.Rev, line.Times[Category.Down]));
        Assert.True(line.Flags.HasFlag(RecordFlags.Late));
    }

    private static TestSite Line(LineDefinition line, params (string Name, double Ideal, double PerUnit)[] machines) => new(c => c with
    {
        Lines = [line],
        Machines = [.. machines.Select((m, i) => c.Machines[0] with { Id = i + 1, Name = m.Name, IdealCycle = m.Ideal, PerUnit = m.PerUnit })],
        Signals =
        [
            .. machines.SelectMany((m, i) => (Signal[])
            [
                new Signal((i * 10) + 1, i + 1, m.Name, "state", SignalRole.State),
                new Signal((i * 10) + 2, i + 1, m.Name, "good", SignalRole.Good) { Modulus = 65536, MaxRate = 100 },
            ]),
        ],
    });

    private static void Run(TestSite site, int machine, long from, long to, params (long At, string State)[] states)
    {
        var signal = ((machine - 1) * 10) + 1;
        site.Put(Sample(signal, ValueKind.Text, 0, "Running"), from);
        foreach (var (at, state) in states)
        {
            site.Put(Sample(signal, ValueKind.Text, 0, state), at);
        }

        Assert.True(from < to);
    }

    private static void Good(TestSite site, int machine, long at, long value) =>
        site.Put(Sample(((machine - 1) * 10) + 2, ValueKind.Integer, value, null), at);

    private static void Order(TestSite site, string machine, long at, string order) => site.Put(
        new Input { Kind = InputKind.Order, Reference = new OrderStart($"{machine}{at}", "erp", machine, Zero + at, null, order) }, at);

    private static void Settle(TestSite site) => site.Run(Two - Minute, Two + Minute);

    private static OeeRecord Final(TestSite site, string name) => site.Records.Last(r =>
        r.Machine == name && r.Window == WindowKind.Shift && r.Start == Zero + Six && r.Status == RecordStatus.Final);
}
