namespace EdgeCollector.OpcUa.Client;

/// <summary>What a server takes per call (Part 5 6.3.11), 0 where it says nothing: then <see cref="Default"/> counts.</summary>
public sealed record OperationLimits(uint NodesPerRead, uint NodesPerWrite, uint NodesPerBrowse, uint NodesPerTranslate,
    uint MonitoredItemsPerCall)
{
    /// <summary>Operations per call where the server gives no limit.</summary>
    public const int Default = 1000;

    /// <summary>A server which says nothing.</summary>
    public static OperationLimits Unknown { get; } = new(0, 0, 0, 0, 0);
}
