using System.Net;
using EdgeCollector.Options;

namespace EdgeCollector.Cli;

/// <summary>What a configuration asks for and this version does not do: said at the start, never passed over in silence.</summary>
internal static class Unused
{
    private const string Later = "is not done by this version";

    /// <summary>One line each: the key, and what follows from it.</summary>
    public static IEnumerable<string> In(CollectorOptions options)
    {
        (bool Asked, string Key, string Means)[] rows =
        [
            (options.Mqtt?.Publish.Contains(MqttProfile.Sparkplug) == true, "mqtt.publish",
                "sparkplug is not published by this version"),
            (!options.Alerts.IsEmpty, "alerts", Later),
            (options.Report is not null, "report", Later),
            (options.Smtp is not null, "smtp", Later),
            (options.Proxy is not null, "proxy", Later),
            (options.Dashboard.Tls is not null, "dashboard.tls", "the pages are plain HTTP in this version"),
            (!IPAddress.IsLoopback(options.Dashboard.Listen.Address), "dashboard.listen",
                "there is no log-in yet: everybody in that network can read the pages, over plain HTTP"),
        ];
        return rows.Where(row => row.Asked).Select(row => $"{row.Key}: {row.Means}");
    }
}
