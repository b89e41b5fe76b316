using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>Part 6, A.1 AttributeIds, as far as they are served.</summary>
internal static class Attributes
{
    public const uint NodeIdAttribute = 1;
    public const uint NodeClassAttribute = 2;
    public const uint BrowseName = 3;
    public const uint DisplayName = 4;
    public const uint EventNotifier = 12;
    public const uint Value = 13;
    public const uint DataType = 14;
    public const uint ValueRank = 15;
    public const uint AccessLevel = 17;
    public const uint UserAccessLevel = 18;
    public const uint Historizing = 20;
    private const byte CurrentRead = 1;
    private const byte CurrentWrite = 2;

    public static DataValue Read(UaNode node, uint attribute) => attribute switch
    {
        Value when node.NodeClass == NodeClass.Variable => node.Value,
        NodeIdAttribute => new(Variant.Of(node.Id)),
        NodeClassAttribute => new(Variant.Of((int)node.NodeClass)),
        BrowseName => new(Variant.Of(node.BrowseName)),
        DisplayName => new(Variant.Of(new LocalizedText(node.BrowseName.Name))),
        EventNotifier when node.NodeClass == NodeClass.Object => new(Variant.Of((byte)0)),
        Historizing when node.NodeClass == NodeClass.Variable => new(Variant.Of(false)),
        DataType when node.NodeClass == NodeClass.Variable => new(Variant.Of(new NodeId(0, (uint)node.Value.Value.Type))),
        ValueRank when node.NodeClass == NodeClass.Variable => new(Variant.Of(node.Value.Value.IsArray ? 1 : -1)),
        AccessLevel or UserAccessLevel when node.NodeClass == NodeClass.Variable =>
            new(Variant.Of(node.IsWritable ? (byte)(CurrentRead | CurrentWrite) : CurrentRead)),
        _ => new(default, StatusCode.BadAttributeIdInvalid),
    };

    /// <summary>Leaves only the timestamps that the client wants (Part 4, 7.39 TimestampsToReturn).</summary>
    public static DataValue Stamp(DataValue value, TimestampsToReturn which) => which switch
    {
        TimestampsToReturn.Both => value,
        TimestampsToReturn.Source => value with { ServerTimestamp = default },
        TimestampsToReturn.Server => value with { SourceTimestamp = default },
        _ => value with { SourceTimestamp = default, ServerTimestamp = default },
    };
}
