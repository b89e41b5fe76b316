using EdgeCollector.Telemetry;

namespace EdgeCollector.Dashboard;

/// <summary>The status board as badges.</summary>
internal static class StatusBadges
{
    /// <param name="insecure">Things whose connection is unencrypted or whose certificate has an allowed fault.</param>
    public static IReadOnlyList<ConnectionBadge> From(StatusBoard board, IReadOnlySet<string> insecure) =>
    [
        .. board.Rows.Select(row => new ConnectionBadge(
            Name(row.Thing),
            row.State switch
            {
                StatusState.Ok => BadgeState.Good,
                StatusState.Wait => BadgeState.Connecting,
                _ => BadgeState.Failed,
            },
            row.Message,
            insecure.Contains(row.Thing))),
    ];

    /// <summary>As people write it: <c>opcua filler1</c> is OPC UA filler1.</summary>
    private static string Name(string thing)
    {
        var space = thing.IndexOf(' ', StringComparison.Ordinal);
        var kind = space < 0 ? thing : thing[..space];
        var rest = space < 0 ? "" : thing[space..];
        return kind switch
        {
            "opcua" => "OPC UA" + rest,
            "mqtt" => "MQTT" + rest,
            "gpio" => "GPIO" + rest,
            "influx" => "Influx" + rest,
            "sparkplug" => "Sparkplug" + rest,
            _ => thing,
        };
    }
}
