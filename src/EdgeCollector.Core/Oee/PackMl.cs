namespace EdgeCollector.Core.Oee;

public enum PackMlState : byte
{
    None = 0,
    Clearing = 1,
    Stopped = 2,
    Starting = 3,
    Idle = 4,
    Suspended = 5,
    Execute = 6,
    Stopping = 7,
    Aborting = 8,
    Aborted = 9,
    Holding = 10,
    Held = 11,
    Unholding = 12,
    Suspending = 13,
    Unsuspending = 14,
    Resetting = 15,
    Completing = 16,
    Complete = 17,
}

public enum PackMlMode : byte
{
    Unmapped = 0,
    Production = 1,
    Maintenance = 2,
    Manual = 3,
    Changeover = 4,
    PlannedStop = 5,
}

/// <summary>PackML states and unit modes by the numbers of OPC 30050 (PackTags StateCurrent) and by name (packml.md 1).</summary>
public static class PackMl
{
    private static readonly string[] StateNames = Enum.GetNames<PackMlState>();

    private static readonly Dictionary<string, PackMlState> States = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Completed"] = PackMlState.Complete,
        ["Executing"] = PackMlState.Execute,
    };

    private static readonly Dictionary<string, PackMlMode> Modes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Produce"] = PackMlMode.Production,
        ["Production"] = PackMlMode.Production,
        ["Producing"] = PackMlMode.Production,
        ["Maintenance"] = PackMlMode.Maintenance,
        ["Manual"] = PackMlMode.Manual,
        ["Changeover"] = PackMlMode.Changeover,
        ["Setup"] = PackMlMode.Changeover,
    };

    static PackMl()
    {
        for (var i = 1; i < StateNames.Length; i++)
        {
            States[StateNames[i]] = (PackMlState)i;
        }
    }

    public static PackMlState State(string name) => States.GetValueOrDefault(name.Trim());

    public static PackMlState State(long number) => number is >= 1 and <= 17 ? (PackMlState)number : PackMlState.None;

    public static string Name(PackMlState state) => StateNames[(int)state];

    public static PackMlMode Mode(string name) => Modes.GetValueOrDefault(name.Trim());

    public static PackMlMode Mode(long number) => number is >= 1 and <= 3 ? (PackMlMode)number : PackMlMode.Unmapped;

    public static string Name(PackMlMode mode) => mode.ToString();

    public static bool IsSuspension(PackMlState state) =>
        state is PackMlState.Suspending or PackMlState.Suspended or PackMlState.Unsuspending;

    /// <summary>Modes first, then states (packml.md 1.2, 1.3). Null: not mapped, which is Stop with a flag.</summary>
    public static Category? Categorize(PackMlState state, PackMlMode mode, bool starved, bool blocked) => mode switch
    {
        PackMlMode.Maintenance or PackMlMode.PlannedStop => Category.PlannedStop,
        PackMlMode.Manual => Category.Stop,
        PackMlMode.Changeover => Category.Changeover,
        PackMlMode.Unmapped => null,
        _ => state switch
        {
            PackMlState.None => null,
            PackMlState.Execute => Category.Running,
            PackMlState.Aborting or PackMlState.Aborted or PackMlState.Clearing => Category.Down,
            _ when IsSuspension(state) => starved ? Category.Starved : blocked ? Category.Blocked : Category.External,
            _ => Category.Stop,
        },
    };
}
