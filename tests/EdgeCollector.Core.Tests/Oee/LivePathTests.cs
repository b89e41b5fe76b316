using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

public sealed class LivePathTests
{
    [Fact]
    public void After_a_reconnection_what_follows_the_initial_value_stays_behind_it()
    {
        // Both were measured before the connection stood; the initial one is moved to that moment, so the next one is too.
        var site = new TestSite();
        site.State(6 * Hour, "Running");
        site.Comm(7 * Hour, restored: true);
        site.Value(2, (7 * Hour) - 100, 308, flags: InputFlags.Initial, receive: 7 * Hour);
        site.Value(2, (7 * Hour) - 20, 309, receive: (7 * Hour) + 50);
        site.Value(2, (7 * Hour) + Second, 310, receive: (7 * Hour) + Second);
        var record = site.Window(6 * Hour, 8 * Hour, 8 * Hour);
        Assert.Equal((2L, 0), (record.Total, record.Implausible));
    }

    private const long Six = 6 * Hour;

    [Fact]
    public void A_PackMl_machine_by_number_gives_state_facts_with_name_code_and_mode()
    {
        var site = PackMlSite();
        site.Value(4, Six, 1);
        site.Value(1, Six, 6);
        site.Value(1, Six + Hour, 9);
        site.Value(4, Six + (2 * Hour), 2);
        var states = site.Facts.OfType<StateFact>().ToList();
        Assert.Equal([Category.Running, Category.Down, Category.PlannedStop], states.Select(s => s.Category));
        Assert.Equal(("Execute", 6L, "Production", true), (states[0].Name, states[0].Code!.Value, states[0].Mode, states[0].PackMl));
        Assert.Equal(("Aborted", "Maintenance"), (states[2].Name, states[2].Mode));
    }

    [Fact]
    public void A_cause_that_comes_within_2_s_of_a_suspension_holds_from_its_beginning()
    {
        var site = PackMlSite();
        site.Value(4, Six, 1);
        site.Value(1, Six, 6);
        site.Value(1, Six + Hour, 5);
        site.Put(Sample(5, ValueKind.Boolean, 1, null), Six + Hour + 1500, Six + Hour + 1500);
        site.Value(1, Six + (2 * Hour), 6);
        var record = site.Window(Six, 14 * Hour, Six + (2 * Hour));
        Assert.Equal(Hour, record.Times[Category.Starved]);
        Assert.Equal(0, record.Times[Category.External]);
    }

    [Fact]
    public void An_unmapped_value_is_Stop_with_a_flag_and_never_Running()
    {
        var site = PackMlSite();
        site.Value(4, Six, 1);
        site.Value(1, Six, 99);
        var record = site.Window(Six, 14 * Hour, Six + Hour);
        Assert.Equal(Hour, record.Times[Category.Stop]);
        Assert.True(record.Flags.HasFlag(RecordFlags.UnmappedState));
    }

    [Fact]
    public void The_outage_stays_Unknown_up_to_the_reconnection_though_the_first_value_is_older()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.Comm(7 * Hour, false, receive: (7 * Hour) + (15 * Second));
        site.Comm(8 * Hour, true);
        site.State((6 * Hour) + Minute, "Running", flags: InputFlags.Initial, receive: 8 * Hour);
        var record = site.Window(Six, 14 * Hour, 9 * Hour);
        Assert.Equal(Hour, record.Times[Category.Unknown]);
        Assert.Equal(2 * Hour, record.Times[Category.Running]);
    }

    [Fact]
    public void Values_from_a_queue_that_was_kept_replace_the_Unknown_that_they_prove()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.Comm(7 * Hour, false);
        site.Put(new Input { Kind = InputKind.Communication, Id = 1, Bits = 2 }, 8 * Hour, 8 * Hour);
        site.State(7 * Hour + (10 * Minute), "Down", receive: 8 * Hour);
        site.State(7 * Hour + (20 * Minute), "Running", receive: 8 * Hour);
        var record = site.Window(Six, 14 * Hour, 9 * Hour);
        Assert.Equal((0, 10 * Minute), (record.Times[Category.Unknown], record.Times[Category.Down]));
    }

    [Fact]
    public void A_stop_leaves_at_once_as_provisional_and_settles_when_it_is_longer_than_minor()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.State(Six + Hour, "Stop");
        var start = Assert.Single(site.Stops);
        Assert.Equal((StopEvent.Start, true, RecordStatus.Provisional), (start.Event, start.Minor, start.Status));
        Assert.Equal($"node.77.4", start.Id);
        site.Run(Six + Hour, Six + Hour + (3 * Minute));
        Assert.Equal((false, 1), (site.Stops.Last().Minor, site.Stops.Last().Rev));
        site.State(Six + Hour + (5 * Minute), "Running");
        var end = site.Stops.Last();
        Assert.Equal((StopEvent.End, RecordStatus.Final, Zero + Six + Hour + (5 * Minute), start.Id),
            (end.Event, end.Status, end.End!.Value, end.Id));
    }

    [Fact]
    public void The_plc_code_gives_the_reason_and_the_operator_beats_it()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.State(Six + Hour, "Stop");
        site.Value(7, Six + Hour + Second, 1203);
        site.Run(Six + Hour, Six + Hour + (3 * Minute));
        Assert.Equal(("jam", "plc", Category.Down, "technical"), Of(site.Stops.Last()));
        site.Reason(Six + Hour + (4 * Minute), Six + Hour, null, "no_film");
        Assert.Equal(("no_film", "operator", Category.Starved, "material"), Of(site.Stops.Last()));
        site.State(Six + Hour + (5 * Minute), "Running");
        Assert.Equal(5 * Minute, site.Window(Six, 14 * Hour, 9 * Hour).Times[Category.Starved]);
        Assert.Single(site.Stops.Select(s => s.Id).Distinct());

        static (string, string, Category, string) Of(StopFact s) => (s.Reason, s.Source, s.Category, s.Group);
    }

    [Fact]
    public void A_reason_for_a_part_of_a_stop_splits_it()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.State(7 * Hour, "Stop");
        site.State(8 * Hour, "Running");
        site.Reason(9 * Hour, (7 * Hour) + (20 * Minute), 8 * Hour, "jam");
        var last = site.Stops.GroupBy(s => s.Id).Select(g => g.Last()).OrderBy(s => s.Start).ToList();
        Assert.Equal(["", "jam"], last.Select(s => s.Reason));
        Assert.Equal(Zero + (7 * Hour) + (20 * Minute), last[0].End);
        Assert.Equal(StopEvent.Split, last[1].Event);
    }

    [Fact]
    public void A_stop_that_a_late_fact_disproves_is_withdrawn()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.State(7 * Hour, "Running", Quality.Bad, receive: (7 * Hour) + Minute);
        site.State((7 * Hour) + Minute, "Stop");
        site.State((7 * Hour) + (2 * Minute), "Running");
        site.Put(new Input { Kind = InputKind.Communication, Id = 1, Bits = 0 }, (7 * Hour) + (30 * Second), 8 * Hour);
        Assert.Equal(StopEvent.Withdrawn, site.Stops.Last().Event);
        Assert.Equal(("withdrawn", site.Stops.Last().Start), (site.Stops.Last().Reason, site.Stops.Last().End));
    }

    [Fact]
    public void Windows_go_live_every_10_s_provisional_at_the_end_and_final_when_settled()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.Total(Six, 0);
        site.Run(Six, Six + (5 * Minute));
        Assert.Equal(30, site.Records.Count(r => r.Window == WindowKind.Hour && r.Status == RecordStatus.Live && r.Time > Zero + Six));
        site.State((7 * Hour) - (30 * Second), "Stop");
        site.Run((7 * Hour) - (30 * Second), 7 * Hour);
        Assert.Equal(RecordStatus.Provisional, site.Records.Last(r => r.Window == WindowKind.Hour && r.Start == Zero + Six).Status);
        site.Run(7 * Hour, (7 * Hour) + (40 * Second));
        Assert.DoesNotContain(site.Records, r => r.Status == RecordStatus.Final);
        site.Run(7 * Hour, (7 * Hour) + (2 * Minute));
        var final = site.Final(WindowKind.Hour, Six);
        Assert.Equal((30 * Second, Hour), (final.Times[Category.Stop], final.Times.Sum()));
        Assert.Equal("2026-01-05/A", final.Shift);
    }

    [Fact]
    public void Counts_are_told_at_most_every_10_s_and_only_when_they_changed()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.Total(Six, 100);
        site.Scrap(Six, 0);
        for (var s = 1; s <= 60; s++)
        {
            site.Total(Six + (s * Second), 100 + Math.Min(s, 30));
        }

        site.Run(Six + Minute, Six + (2 * Minute));
        var counts = site.Facts.OfType<CountFact>().ToList();
        Assert.InRange(counts.Count, 3, 5);
        Assert.Equal((30L, 30L, 0L), (counts[^1].Total!.Value, counts[^1].Good!.Value, counts[^1].Scrap!.Value));
        Assert.Null(counts[^1].Rework);
    }

    [Fact]
    public void A_source_that_is_lost_leaves_its_last_count()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.Total(Six, 100);
        site.Run(Six, Six + (21 * Second));
        site.Total(Six + (22 * Second), 107);
        Assert.DoesNotContain(site.Facts.OfType<CountFact>(), count => count.Total == 7);

        site.Comm(Six + (23 * Second), restored: false);

        var last = site.Facts.OfType<CountFact>().Last();
        Assert.Equal((7L, TestSite.Zero + Six + (23 * Second)), (last.Total!.Value, last.Time));
    }

    [Fact]
    public void The_hour_of_downtime_lists_all_reasons_with_zeros()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.State(Six + (10 * Minute), "Stop");
        site.State(Six + (20 * Minute), "Running");
        site.Reason(Six + (21 * Minute), Six + (10 * Minute), Six + (15 * Minute), "jam");
        site.Run(Six + (21 * Minute), Six + (22 * Minute));
        var hour = site.Facts.OfType<DowntimeHourFact>().Last();
        Assert.Equal([new("jam", 5 * Minute, 1), new("no_film", 0, 0), new("", 5 * Minute, 1)], hour.Reasons);
    }

    [Fact]
    public void A_pulse_machine_stops_one_ideal_cycle_after_the_last_pulse()
    {
        var site = new TestSite(c => c with
        {
            Machines = [c.Machines[0] with { Mapping = StateMapping.None, StoppedAfter = 60 * Second }],
            Signals = [new Signal(1, 1, "m", "pulse", SignalRole.Total) { Pulse = true }],
        });
        for (var i = 0; i < 10; i++)
        {
            site.Put(Sample(1, ValueKind.Unsigned, 1, null), Six + (i * 10 * Second), Six + (i * 10 * Second));
        }

        site.Run(Six + (100 * Second), Six + (5 * Minute));
        site.Put(Sample(1, ValueKind.Unsigned, 1, null), Six + (5 * Minute), Six + (5 * Minute));
        var record = site.Window(Six, 14 * Hour, Six + (5 * Minute));
        Assert.Equal((100 * Second, 200 * Second), (record.Times[Category.Running], record.Times[Category.Stop]));

        // The pulse at 06:00 sharp closes the time before the window.
        Assert.Equal(10, record.Total);
    }

    [Fact]
    public void When_rules_take_the_first_that_holds_and_an_operand_that_is_not_good_gives_Unknown()
    {
        var mapping = new StateMapping(StateMappingKind.When)
        {
            Rules = [new(Category.Down, ["fault"]), new(Category.Running, ["auto", "cycle", "and", "fault", "not", "and"])],
        };
        var site = new TestSite(_ => Default(mapping) with
        {
            Signals =
            [
                new Signal(1, 1, "m", "fault", SignalRole.Operand), new Signal(2, 1, "m", "auto", SignalRole.Operand),
                new Signal(3, 1, "m", "cycle", SignalRole.Operand),
            ],
        });
        Bit(1, 0, Six);
        Bit(2, 1, Six);
        Bit(3, 1, Six);
        Bit(3, 0, Six + Hour);
        Bit(1, 1, Six + (2 * Hour));
        site.Put(Sample(1, ValueKind.Boolean, 0, null) with { Quality = Quality.Bad }, Six + (3 * Hour), Six + (3 * Hour));
        var record = site.Window(Six, 14 * Hour, Six + (4 * Hour));
        foreach (var category in new[] { Category.Running, Category.Stop, Category.Down, Category.Unknown })
        {
            Assert.Equal(Hour, record.Times[category]);
        }

        void Bit(int signal, long value, long at) => site.Put(Sample(signal, ValueKind.Boolean, value, null), at, at);
    }

    [Fact]
    public void A_new_configuration_counts_on_and_leaves_what_lay_before_alone()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.Total(Six, 0);
        site.Total(7 * Hour, 300);
        var before = site.Configuration;
        site.Reconfigure(before with { Revision = "c2", Machines = [before.Machines[0] with { IdealCycle = 20_000 }] }, 8 * Hour);
        site.Total(9 * Hour, 600);
        site.State((7 * Hour) + Minute, "Down", receive: 9 * Hour);
        site.State((7 * Hour) + (11 * Minute), "Running", receive: 9 * Hour);
        var record = site.Window(Six, 14 * Hour, 9 * Hour);
        Assert.Equal((300 * 10_000.0) + (300 * 20_000.0), record.Ideal!.Value, 1e-6);
        Assert.Equal(10 * Minute, record.Times[Category.Down]);
        Assert.Equal("c2", record.Config);
    }

    [Fact]
    public void The_snapshot_shows_shift_strip_open_stop_and_losses_without_gaps()
    {
        var site = new TestSite();
        site.State(Six, "Running");
        site.State(7 * Hour, "Down");
        site.State((7 * Hour) + (20 * Minute), "Running");
        site.State(8 * Hour, "Stop");
        site.Run(8 * Hour, (8 * Hour) + (10 * Minute));
        var machine = Assert.Single(site.Engine.Snapshot().Machines);
        Assert.Equal((Category.Stop, Zero + (8 * Hour)), (machine.Category, machine.Since));
        Assert.NotNull(machine.OpenStop);
        Assert.Equal(Zero + Six, machine.Strip[0].Start);
        Assert.Equal(Zero + (8 * Hour) + (10 * Minute), machine.Strip[^1].End);
        Assert.All(machine.Strip.Zip(machine.Strip.Skip(1)), p => Assert.Equal(p.First.End, p.Second.Start));
        Assert.Contains(machine.Losses, l => l is { Key: "down", Milliseconds: 20 * Minute });
        Assert.Equal((8 * Hour) + (10 * Minute) - Six, machine.Shift!.Times.Sum());
    }

    private static TestSite PackMlSite() => new(_ => Default(new StateMapping(StateMappingKind.PackMl)));
}
