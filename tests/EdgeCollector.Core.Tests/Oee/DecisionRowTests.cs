using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

/// <summary>One test for each row of the list of decisions, oee-reference.md 14.</summary>
public sealed class DecisionRowTests
{
    private const long Six = 6 * Hour;
    private const long Two = 14 * Hour;

    [Fact]
    public void Row01_Oee_is_good_ideal_time_over_known_planned_time_and_equals_A_x_P_x_Q()
    {
        var site = Running();
        site.State(Six + Hour, "Down");
        site.State(Six + (2 * Hour), "Running");
        site.Total(Two, 1500);
        site.Scrap(Two, 60);
        var record = site.Window(Six, Two, Two);
        Assert.Equal(1440 * 10_000.0 / (8 * Hour), OeeFormula.Oee(record)!.Value, 1e-12);
        Assert.Equal(OeeFormula.Oee(record)!.Value,
            (OeeFormula.Availability(record) * OeeFormula.Performance(record) * OeeFormula.Quality(record))!.Value, 1e-9);
    }

    [Fact]
    public void Row02_Breaks_and_calendar_downtime_are_out_of_planned_time_whatever_the_machine_does()
    {
        var site = Running(c => c with
        {
            Shifts = [c.Shifts[0] with { Breaks = [new BreakDefinition(new TimeOnly(8, 0), 30)] }],
            PlannedStops = [new PlannedStop(Zero + (9 * Hour), Zero + (10 * Hour))],
        });
        site.Total(8 * Hour, 700);
        site.Total((8 * Hour) + (30 * Minute), 800);
        site.State(9 * Hour, "Down");
        site.State(10 * Hour, "Running");
        var record = site.Window(Six, Two, Two);
        Assert.Equal(30 * Minute, record.Times[Category.Break]);
        Assert.Equal(Hour, record.Times[Category.PlannedDowntime]);
        Assert.Equal(0, record.Times[Category.Down]);
        Assert.Equal((8 * Hour) - (90 * Minute), record.Planned);
        Assert.Equal((700, 100), (record.Total, record.OutsidePlan));
    }

    [Theory]
    [InlineData("PlannedStop", Category.PlannedStop)]
    [InlineData("Changeover", Category.Changeover)]
    public void Row03_A_stop_announced_at_run_time_and_a_changeover_are_availability_losses(string state, Category category)
    {
        var site = Running();
        site.State(7 * Hour, state);
        site.State(8 * Hour, "Running");
        var record = site.Window(Six, Two, Two);
        Assert.Equal(Hour, record.Times[category]);
        Assert.Equal(8 * Hour, record.Planned);
        Assert.Equal(7.0 / 8, OeeFormula.Availability(record)!.Value, 1e-12);
    }

    [Fact]
    public void Row04_No_demand_is_schedule_loss_and_visible_in_teep()
    {
        var site = Running();
        site.State(7 * Hour, "NoDemand");
        site.State(9 * Hour, "Running");
        var record = site.Window(Six, Two, Two);
        Assert.Equal(6 * Hour, record.Planned);
        Assert.Equal(1, OeeFormula.Availability(record)!.Value, 1e-12);
        Assert.Equal(0.75, OeeFormula.Utilization(record)!.Value, 1e-12);
    }

    [Theory]
    [InlineData(Category.Starved)]
    [InlineData(Category.Blocked)]
    [InlineData(Category.External)]
    public void Row05_Starved_blocked_and_external_are_availability_losses_and_no_failures(Category category)
    {
        var site = Running();
        site.State(7 * Hour, category.ToString());
        site.State(8 * Hour, "Running");
        var record = site.Window(Six, Two, Two);
        Assert.Equal(Hour, record.Times[category]);
        Assert.Equal(0, record.Failures);
        Assert.Equal(7.0 / 8, OeeFormula.Availability(record)!.Value, 1e-12);
    }

    [Fact]
    public void Row06_Unknown_is_a_category_with_coverage_and_bounds_and_its_pieces_apart()
    {
        var site = Running();
        site.Total(7 * Hour, 300);
        site.Comm(7 * Hour, false);
        site.Comm(9 * Hour, true);
        site.State(9 * Hour, "Running");
        site.Total(9 * Hour, 700);
        site.Total(10 * Hour, 900);
        var record = site.Window(Six, Two, Two);
        Assert.Equal(2 * Hour, record.Times[Category.Unknown]);
        Assert.Equal(0.75, OeeFormula.Coverage(record)!.Value, 1e-12);
        Assert.Equal(0.75, OeeFormula.AvailabilityLow(record)!.Value, 1e-12);
        Assert.Equal(1, OeeFormula.AvailabilityHigh(record)!.Value, 1e-12);
        Assert.Equal((500, 400), (record.Total, record.Recovered));
        Assert.True(record.Flags.HasFlag(RecordFlags.Partial));
    }

    [Theory]
    [InlineData(120, true)]
    [InlineData(121, false)]
    public void Row07_A_stop_of_at_most_minor_stop_is_a_micro_stop_measured_whole(int seconds, bool micro)
    {
        var site = Running();
        var start = Two - Minute;
        site.State(start, "Stop");
        site.State(start + (seconds * Second), "Running");
        var record = site.Window(Six, Two, Two + Hour);
        Assert.Equal(micro ? Minute : 0, record.Times[Category.MicroStop]);
        Assert.Equal(micro ? 0 : Minute, record.Times[Category.Stop]);
        Assert.Equal(micro ? 1 : 0, record.MicroStops);
    }

    [Fact]
    public void Row06_A_product_that_changes_during_an_outage_leaves_its_pieces_recovered()
    {
        // Unknown 06:30 to 15:00, of which only 06:30 to 14:00 is planned; the product changes at 14:30, outside the plan.
        var site = new TestSite(c => c with
        {
            Shifts = [c.Shifts[0], new ShiftDefinition("L", 0x7F, new TimeOnly(15, 0), new TimeOnly(22, 0), [])],
        });
        site.State(6 * Hour, "Running");
        site.Total(6 * Hour, 100);
        site.Comm((6 * Hour) + (30 * Minute), restored: false);
        site.Put(Sample(8, ValueKind.Text, 0, "B"), (14 * Hour) + (30 * Minute), (14 * Hour) + (30 * Minute));
        site.Comm(15 * Hour, restored: true);
        site.State(15 * Hour, "Running");
        site.Total(16 * Hour, 500);
        var record = site.Window(15 * Hour, 16 * Hour, 16 * Hour);
        Assert.Equal((0, 400), (record.Total, record.Recovered));
    }

    [Fact]
    public void Row06_The_first_pulse_of_all_is_recovered_where_the_state_is_unknown()
    {
        var site = new TestSite(c => c with { Signals = [c.Signals[0], c.Signals[1] with { Pulse = true }] });
        site.Value(2, 7 * Hour, 1);
        site.Value(2, 8 * Hour, 1);
        var record = site.Window(6 * Hour, 9 * Hour, 9 * Hour);
        Assert.Equal((0, 2), (record.Total, record.Recovered));
    }

    [Fact]
    public void Row07_A_short_stop_next_to_unknown_is_never_micro()
    {
        var site = Running();
        site.State(7 * Hour, "Stop");
        site.State((7 * Hour) + (30 * Second), "Running", Quality.Bad);
        site.State(8 * Hour, "Running");
        Assert.Equal(30 * Second, site.Window(Six, Two, Two).Times[Category.Stop]);
    }

    [Fact]
    public void Row08_Wrap_then_reset_then_suspect()
    {
        var site = Running();
        site.Total(Six + Minute, 65_530);
        Assert.Equal(1, site.Window(Six, Two, Six + Minute).Implausible);
        site.Total(Six + (2 * Minute), 65_535);
        site.Total(Six + (3 * Minute), 20);
        site.Total(Six + (4 * Minute), 50);
        site.Total(Six + (5 * Minute), 3);
        var record = site.Window(Six, Two, Two);
        Assert.Equal((1, 1), (record.Rollovers, record.Resets));
        Assert.Equal(5 + 21 + 30 + 3, record.Total);
    }

    [Fact]
    public void Row08_The_baseline_survives_a_restart_and_recovers_the_pieces()
    {
        var site = Running();
        site.Total(7 * Hour, 100);
        site.Put(new Input { Kind = InputKind.Epoch, Bits = 78 }, 8 * Hour, 8 * Hour);
        site.State(6 * Hour, "Running", flags: InputFlags.Initial, receive: 8 * Hour);
        site.Value(2, 7 * Hour, 250, flags: InputFlags.Initial, receive: 8 * Hour);
        var record = site.Window(Six, Two, Two);
        Assert.Equal((100, 150), (record.Total, record.Recovered));
        Assert.Equal(Hour, record.Times[Category.Unknown]);
    }

    [Fact]
    public void Row08_Another_run_of_the_program_goes_on_from_the_baselines_that_the_last_one_left()
    {
        var first = new TestSite();
        first.State(6 * Hour, "Running");
        first.Total(6 * Hour, 65_000);
        first.Total(7 * Hour, 65_400);
        first.Run(7 * Hour, (7 * Hour) + (20 * Second));
        var left = first.Facts.OfType<BaselineFact>().Last();

        var second = new TestSite(start: 8 * Hour, baselines: new Baselines([left]));
        second.State(8 * Hour, "Running");
        second.Total((8 * Hour) + Minute, 64);
        second.Run((8 * Hour) + Minute, (8 * Hour) + (2 * Minute));
        var record = second.Window(8 * Hour, 9 * Hour, 9 * Hour);

        // 65,400 -> 64 over the end of the counter: 200 pieces while nobody looked.
        Assert.Equal((0L, 200L, 1), (record.Total, record.Recovered, record.Rollovers));
        Assert.Equal(600, second.Facts.OfType<CountFact>().Last().Total);
    }

    [Fact]
    public void Row09_A_reading_at_the_boundary_closes_the_old_window()
    {
        var site = Running(c => c with { Shifts = [c.Shifts[0], c.Shifts[0] with { Name = "B", Start = new(14, 0), End = new(22, 0) }] });
        site.Total(Two, 500);
        site.Total(Two + Minute, 510);
        Assert.Equal(500, site.Window(Six, Two, Two + Hour).Total);
        Assert.Equal(10, site.Window(Two, 22 * Hour, Two + Hour).Total);
    }

    [Fact]
    public void Row10_Each_product_has_its_own_ideal_cycle_and_quality_is_weighted()
    {
        var site = Running(c => c with
        {
            Machines = [c.Machines[0] with { Cycles = [new("X", 0, 30_000), new("Y", 0, 5_000)],
                ListedProducts = new HashSet<string> { "X", "Y" } }],
        }, product: "X");
        site.Total(7 * Hour, 100);
        site.Scrap(7 * Hour, 10);
        site.Put(Sample(8, ValueKind.Text, 0, "Y"), 7 * Hour, 7 * Hour);
        site.Total(8 * Hour, 300);
        var record = site.Window(Six, Two, Two);
        Assert.Equal((100 * 30_000) + (200 * 5_000), record.Ideal!.Value, 1e-6);
        Assert.Equal(((90 * 30.0) + (200 * 5)) / ((100 * 30) + (200 * 5)), OeeFormula.Quality(record)!.Value, 1e-12);
        Assert.Equal(290.0 / 300, OeeFormula.QualityCountRatio(record)!.Value, 1e-12);
    }

    [Fact]
    public void Row10_A_product_without_an_ideal_cycle_leaves_P_and_Oee_null()
    {
        var site = Running(c => c with { Machines = [c.Machines[0] with { ListedProducts = new HashSet<string> { "X" } }] }, product: "X");
        site.Total(7 * Hour, 100);
        var record = site.Window(Six, Two, Two);
        Assert.Null(OeeFormula.Performance(record));
        Assert.Null(OeeFormula.Oee(record));
        Assert.NotNull(OeeFormula.Availability(record));
    }

    [Fact]
    public void Row11_Rework_is_not_good()
    {
        var site = Running(c => c with
        {
            Signals = [.. c.Signals,
            new Signal(9, 1, "m", "rework", SignalRole.Rework) { Modulus = 65536, MaxRate = 1 }]
        });
        site.Value(9, Six, 0);
        site.Total(7 * Hour, 100);
        site.Scrap(7 * Hour, 5);
        site.Value(9, 7 * Hour, 7);
        var record = site.Window(Six, Two, Two);
        Assert.Equal((88, 5, 7), (record.Good, record.Scrap, record.Rework));
    }

    [Fact]
    public void Row12_Performance_above_one_is_not_capped_but_flagged()
    {
        var site = Running();
        site.Total(Two, 5760);
        var record = site.Window(Six, Two, Two);
        Assert.Equal(2, OeeFormula.Performance(record)!.Value, 1e-12);
        Assert.True(record.Flags.HasFlag(RecordFlags.IdealCycleSuspect));
    }

    [Fact]
    public void Row13_Nothing_planned_gives_null_and_nothing_good_gives_zero()
    {
        var site = Running();
        var planned = site.Window(Six, Two, Two);
        Assert.Equal(0, OeeFormula.Oee(planned));
        Assert.Null(OeeFormula.Quality(planned));
        var night = site.Window(Two, 20 * Hour, 20 * Hour);
        Assert.Null(OeeFormula.Availability(night));
        Assert.Null(OeeFormula.Oee(night));
        Assert.Null(OeeFormula.Teep(night));
    }

    [Fact]
    public void Row14_Breaks_last_their_elapsed_minutes_on_the_nights_of_a_clock_change()
    {
        var shift = new ShiftDefinition("N", 0x7F, new(22, 0), new(6, 0), [new BreakDefinition(new(2, 30), 30)]);
        var calendar = new ShiftCalendar("Europe/Amsterdam", [shift], []);
        foreach (var (date, hours) in new[] { (new DateOnly(2026, 3, 28), 7), (new DateOnly(2026, 10, 24), 9),
            (new DateOnly(2026, 6, 1), 8) })
        {
            var night = calendar.Find("N", date)!;
            Assert.Equal(hours * Hour, night.End - night.Start);
            Assert.Equal(30 * Minute, calendar.Stretches(night.Start, night.End).Where(s => s.Kind == Category.Break).Sum(s =>
                s.End - s.Start));
        }
    }

    [Fact]
    public void Row15_A_night_shift_belongs_to_the_date_of_its_start()
    {
        var site = new TestSite(c => c with { Shifts = [new ShiftDefinition("N", 0x7F, new(22, 0), new(6, 0), [])] }, start: 22 * Hour);
        site.State(22 * Hour, "Running");
        site.Run((30 * Hour) - Minute, (30 * Hour) + Minute);
        Assert.Equal("2026-01-05/N", site.Final(WindowKind.Shift, 22 * Hour).Shift);
    }

    [Fact]
    public void Row16_A_late_fact_restates_a_finished_window_under_the_next_revision()
    {
        var site = Running();
        site.Total(Six + (10 * Minute), 50);
        site.Run(Six + (59 * Minute), Six + (61 * Minute));
        Assert.Equal(0, site.Final(WindowKind.Hour, Six).Rev);
        site.State(Six + (20 * Minute), "Down", receive: Six + (62 * Minute));
        site.State(Six + (30 * Minute), "Running", receive: Six + (62 * Minute));
        site.Run(Six + (62 * Minute), Six + (63 * Minute));
        var late = site.Final(WindowKind.Hour, Six);
        Assert.Equal((1, 10 * Minute, 1), (late.Rev, late.Times[Category.Down], late.Failures));
        Assert.True(late.Flags.HasFlag(RecordFlags.Late));
        Assert.EndsWith(".r1", late.Id, StringComparison.Ordinal);
        site.State(Six + (40 * Minute), "Down", receive: Six + (25 * Hour));
        site.Run(Six + (25 * Hour), Six + (25 * Hour) + Minute);
        Assert.Equal(1, site.Final(WindowKind.Hour, Six).Rev);
    }

    [Fact]
    public void Row17_Aggregates_sum_and_then_divide()
    {
        var site = Running();
        site.State(7 * Hour, "Down");
        site.State(9 * Hour, "Running");
        site.Total(7 * Hour, 300);
        site.Total(Two, 900);
        var parts = OeeRecordSum.Of([site.Window(Six, 7 * Hour, Two), site.Window(7 * Hour, Two, Two)]);
        var whole = site.Window(Six, Two, Two);
        Assert.Equal(OeeFormula.Oee(whole)!.Value, OeeFormula.Oee(parts)!.Value, 1e-12);
        Assert.Equal(OeeFormula.Performance(whole)!.Value, OeeFormula.Performance(parts)!.Value, 1e-12);
    }

    [Fact]
    public void Row18_Mtbf_is_running_and_changeover_over_failures_and_mttr_is_down_over_failures()
    {
        var site = Running();
        site.State(7 * Hour, "Down");
        site.State((7 * Hour) + (20 * Minute), "Changeover");
        site.State(8 * Hour, "Running");
        site.State(9 * Hour, "Down");
        site.State((9 * Hour) + (40 * Minute), "Running");
        var record = site.Window(Six, Two, Two);
        Assert.Equal(2, record.Failures);
        Assert.Equal(7 * Hour / 2.0, OeeFormula.Mtbf(record)!.Value, 1e-9);
        Assert.Equal(30 * Minute, OeeFormula.Mttr(record)!.Value, 1e-9);
        Assert.Null(OeeFormula.Mtbf(site.Window(10 * Hour, Two, Two)));
    }

    [Fact]
    public void Row19_A_reason_replaces_Stop_in_stops_longer_than_the_limit_and_failures_follow()
    {
        var site = Running();
        site.State(7 * Hour, "Stop");
        site.State((7 * Hour) + (10 * Minute), "Starved");
        site.State((7 * Hour) + (20 * Minute), "Running");
        site.State(8 * Hour, "Stop");
        site.State((8 * Hour) + Minute, "Running");
        site.Reason(9 * Hour, 7 * Hour, (8 * Hour) + (30 * Minute), "jam");
        var record = site.Window(Six, Two, Two);
        Assert.Equal(10 * Minute, record.Times[Category.Down]);
        Assert.Equal(10 * Minute, record.Times[Category.Starved]);
        Assert.Equal(Minute, record.Times[Category.MicroStop]);
        Assert.Equal(1, record.Failures);
        site.Reason(10 * Hour, 7 * Hour, 8 * Hour, null);
        Assert.Equal(10 * Minute, site.Window(Six, Two, Two).Times[Category.Stop]);
    }

    [Fact]
    public void Row20_Quality_that_nobody_measures_is_null()
    {
        var site = Running(c => c with { Signals = [.. c.Signals.Where(s => s.Role != SignalRole.Scrap)] });
        site.Total(7 * Hour, 100);
        var record = site.Window(Six, Two, Two);
        Assert.Null(OeeFormula.Quality(record));
        Assert.Null(OeeFormula.Oee(record));
        Assert.True(record.Flags.HasFlag(RecordFlags.QualityNotMeasured));
        Assert.Equal(100 * 10_000.0 / (8 * Hour), OeeFormula.AvailabilityTimesPerformance(record)!.Value, 1e-12);
    }

    [Fact]
    public void Row21_A_value_with_a_corrected_clock_flags_its_window()
    {
        var site = Running();
        site.Value(2, 7 * Hour, 10, flags: InputFlags.Clock);
        Assert.True(site.Window(Six, Two, Two).Flags.HasFlag(RecordFlags.Clock));
        Assert.False(site.Window(8 * Hour, Two, Two).Flags.HasFlag(RecordFlags.Clock));
    }

    private static TestSite Running(Func<EngineConfiguration, EngineConfiguration>? change = null, string? product = null)
    {
        var site = new TestSite(change);
        if (product is not null)
        {
            site.Put(Sample(8, ValueKind.Text, 0, product), Six, Six);
        }

        site.State(Six, "Running");
        site.Total(Six, 0);
        site.Scrap(Six, 0);
        return site;
    }
}
