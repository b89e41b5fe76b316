namespace EdgeCollector.Options;

/// <summary>The zone of shifts and screens: `node.timezone`, else UTC, for engine and pages alike.</summary>
internal static class ConfiguredZone
{
    public static TimeZoneInfo Of(NodeOptions node) =>
        node.TimeZone.Length == 0 ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(node.TimeZone);
}
