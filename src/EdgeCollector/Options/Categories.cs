using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>What a machine's state means, in the neutral words of the OEE reference.</summary>
internal enum MachineCategory
{
    Running,
    Down,
    Stop,
    Starved,
    Blocked,
    External,
    Changeover,
    PlannedStop,
    NoDemand,
}

/// <summary>The closed sets of categories that a file may name.</summary>
internal static class Categories
{
    /// <summary>What a state of a machine can be.</summary>
    public static readonly Words<MachineCategory> States = new([.. Enum.GetValues<MachineCategory>().Select(Row)]);

    /// <summary>What a reason can make of a stop: never Running, never NoDemand.</summary>
    public static readonly Words<MachineCategory> Reasons =
        new([.. Enum.GetValues<MachineCategory>().Where(category => category is not (MachineCategory.Running or MachineCategory.NoDemand))
            .Select(Row)]);

    private static (string Word, MachineCategory Value) Row(MachineCategory category) => (category.ToString(), category);
}
