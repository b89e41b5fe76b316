namespace EdgeCollector.Interop.Tests.Delivery;

/// <summary>Text of edgecollector.yaml for a bridge alone, on the site of <see cref="DeliveryRig"/>.</summary>
internal static class BridgeFile
{
    public static string Write(string name, int brokerPort, Uri database) => $$"""
        version: 1
        node: { name: {{name}} }
        uns: { enterprise: acme, site: eindhoven }
        mqtt: { broker: "mqtt://127.0.0.1:{{brokerPort}}" }
        influx: { url: "{{database}}" }
        """;
}
