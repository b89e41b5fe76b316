using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>The reference types that are served, and their supertypes up to References (Part 3, 7).</summary>
internal static class ReferenceTypes
{
    public const uint Organizes = 35;
    public const uint HasTypeDefinition = 40;
    public const uint HasProperty = 46;
    public const uint HasComponent = 47;
    private const uint References = 31;
    private const uint NonHierarchical = 32;
    private const uint Hierarchical = 33;
    private const uint HasChild = 34;
    private const uint Aggregates = 44;

    /// <summary>Whether who asks for <paramref name="asked"/> wants references of <paramref name="actual"/>; null asks for all.</summary>
    public static bool Covers(NodeId asked, bool includeSubtypes, uint actual)
    {
        if (asked.IsNull) return true;
        for (var type = actual; type != 0; type = includeSubtypes ? SuperOf(type) : 0)
        {
            if (asked == new NodeId(0, type)) return true;
        }

        return false;
    }

    private static uint SuperOf(uint type) => type switch
    {
        HasProperty or HasComponent => Aggregates,
        Aggregates => HasChild,
        HasChild or Organizes => Hierarchical,
        HasTypeDefinition => NonHierarchical,
        Hierarchical or NonHierarchical => References,
        _ => 0,
    };
}
