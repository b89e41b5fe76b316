namespace EdgeCollector.Core.Oee;

public enum MachineryItemState : byte
{
    NotAvailable = 0,
    OutOfService = 1,
    NotExecuting = 2,
    Executing = 3,
    Unmapped = 255,
}

public enum MachineryOperationMode : byte
{
    None = 0,
    Maintenance = 1,
    Setup = 2,
    Processing = 3,
    Unmapped = 255,
}

/// <summary>OPC UA for Machinery (OPC 40001-1): item state and operation mode, by OPC 40082's numbers and by name (packml.md 2).</summary>
public static class Machinery
{
    public static MachineryItemState State(string name) =>
        Enum.TryParse<MachineryItemState>(name.Trim(), ignoreCase: true, out var state) ? state : MachineryItemState.Unmapped;

    public static MachineryItemState State(long number) =>
        number is >= 0 and <= 3 ? (MachineryItemState)number : MachineryItemState.Unmapped;

    public static MachineryOperationMode Mode(string name) =>
        Enum.TryParse<MachineryOperationMode>(name.Trim(), ignoreCase: true, out var mode) ? mode : MachineryOperationMode.Unmapped;

    public static MachineryOperationMode Mode(long number) =>
        number is >= 0 and <= 3 ? (MachineryOperationMode)number : MachineryOperationMode.Unmapped;

    /// <summary>Null: not mapped, which is Stop with a flag. NoDemand is for the order system alone and never comes from here.</summary>
    public static Category? Categorize(MachineryItemState state, MachineryOperationMode mode) => (state, mode) switch
    {
        (MachineryItemState.Unmapped, _) or (_, MachineryOperationMode.Unmapped) => null,
        (_, MachineryOperationMode.Maintenance) => Category.PlannedStop,
        (_, MachineryOperationMode.Setup) => Category.Changeover,
        (MachineryItemState.Executing, MachineryOperationMode.Processing) => Category.Running,
        (MachineryItemState.Executing, _) => null,
        (MachineryItemState.NotExecuting, _) => Category.Stop,
        (MachineryItemState.OutOfService, _) => Category.Down,
        (_, MachineryOperationMode.None) => Category.Stop,
        _ => Category.Down,
    };
}
