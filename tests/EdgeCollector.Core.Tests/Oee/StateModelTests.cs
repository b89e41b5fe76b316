using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using Xunit;
using static EdgeCollector.Core.Tests.Oee.TestSite;

namespace EdgeCollector.Core.Tests.Oee;

public sealed class StateModelTests
{
    [Theory]
    [InlineData("Execute", 6, Category.Running)]
    [InlineData("Aborting", 8, Category.Down)]
    [InlineData("Aborted", 9, Category.Down)]
    [InlineData("Clearing", 1, Category.Down)]
    [InlineData("Held", 11, Category.Stop)]
    [InlineData("Suspended", 5, Category.External)]
    [InlineData("Completed", 17, Category.Stop)]
    [InlineData("Idle", 4, Category.Stop)]
    public void Packml_1_3_states_by_name_and_by_number(string name, int number, Category category)
    {
        Assert.Equal(category, PackMl.Categorize(PackMl.State(name), PackMlMode.Production, false, false));
        Assert.Equal(PackMl.State(name), PackMl.State(number));
    }

    [Theory]
    [InlineData(2, Category.PlannedStop)]
    [InlineData(3, Category.Stop)]
    [InlineData(1, Category.Running)]
    public void Packml_1_2_the_mode_comes_first(long mode, Category category) =>
        Assert.Equal(category, PackMl.Categorize(PackMlState.Execute, PackMl.Mode(mode), true, true));

    [Fact]
    public void Packml_1_2_an_invalid_mode_is_not_mapped() =>
        Assert.Null(PackMl.Categorize(PackMlState.Execute, PackMl.Mode(0), false, false));

    [Theory]
    [InlineData(3, 3, Category.Running)]
    [InlineData(3, 2, Category.Changeover)]
    [InlineData(2, 3, Category.Stop)]
    [InlineData(1, 3, Category.Down)]
    [InlineData(0, 3, Category.Down)]
    [InlineData(0, 0, Category.Stop)]
    [InlineData(2, 1, Category.PlannedStop)]
    public void Machinery_2_states_and_modes(long state, long mode, Category category) =>
        Assert.Equal(category, Machinery.Categorize(Machinery.State(state), Machinery.Mode(mode)));

    [Fact]
    public void Machinery_2_executing_without_a_mode_is_not_mapped() =>
        Assert.Null(Machinery.Categorize(MachineryItemState.Executing, MachineryOperationMode.None));

    [Fact]
    public void Values_map_numbers_texts_and_booleans()
    {
        var site = new TestSite(_ => Default(new StateMapping(StateMappingKind.Values)
        {
            Values = new Dictionary<string, Category> { ["3"] = Category.Running, ["jam"] = Category.Down, ["true"] = Category.Changeover },
        }));
        site.Value(1, 6 * Hour, 3);
        site.State(7 * Hour, "jam");
        site.Put(Sample(1, ValueKind.Boolean, 1, null), 8 * Hour, 8 * Hour);
        site.Value(1, 9 * Hour, 4);
        Assert.Equal([Category.Running, Category.Down, Category.Changeover, Category.Stop],
            site.Facts.OfType<StateFact>().Select(s => s.Category));
    }

    [Fact]
    public void Gpio_fault_beats_run_and_run_beats_starved()
    {
        var site = new TestSite(c => c with
        {
            Machines = [c.Machines[0] with { Mapping = StateMapping.None }],
            Signals =
            [
                new Signal(1, 1, "m", "run", SignalRole.Run), new Signal(2, 1, "m", "fault", SignalRole.Fault) { Invert = true },
                new Signal(3, 1, "m", "starved", SignalRole.Starved), new Signal(4, 1, "m", "blocked", SignalRole.Blocked),
            ],
        });
        Bit(2, 1, 6);
        Bit(1, 1, 6);
        Bit(3, 1, 7);
        Bit(1, 0, 8);
        Bit(2, 0, 9);
        Assert.Equal([Category.Running, Category.Starved, Category.Down], site.Facts.OfType<StateFact>().Select(s => s.Category));

        void Bit(int signal, long value, long hour) => site.Put(Sample(signal, ValueKind.Boolean, value, null), hour * Hour, hour * Hour);
    }
}
