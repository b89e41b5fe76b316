using System.Globalization;
using EdgeCollector.Interop.Tests.Peers;

namespace EdgeCollector.Interop.Tests.EndToEnd;

/// <summary>Texts of edgecollector.yaml for one node on loopback.</summary>
internal static class SiteFile
{
    private const string Node = "nsu=" + OpcUaPeer.Namespace + ";s=Machine.";
    private const string LoadTag = "nsu=" + OpcUaPeer.Namespace + ";s=Load.T";

    public const string NoSecurity = "security: None\n          allow_insecure: true";

    public static readonly string Encrypted =
        "security: SignAndEncrypt\n          policy: Basic256Sha256\n          "
        + $"login: {{ user: {OpcUaPeer.User}, password: \"${{secret:opcua_password}}\" }}";

    /// <summary>The secrets that the texts name.</summary>
    public static readonly IReadOnlyDictionary<string, string> Environment =
        new Dictionary<string, string>
        {
            ["EDGECOLLECTOR_SECRET_OPCUA_PASSWORD"] = OpcUaPeer.Password,
            ["EDGECOLLECTOR_SECRET_INFLUX_PASSWORD"] = "s3cret",
        };

    /// <param name="brokerPort">Port of the MQTT broker.</param>
    /// <param name="database">Address of the database.</param>
    /// <param name="minorStop">The longest stop that is a micro-stop.</param>
    /// <param name="login">Further keys of <c>influx</c>, beginning with a comma, or nothing.</param>
    /// <param name="machines">Texts by <see cref="Machine"/>.</param>
    public static string Write(int brokerPort, Uri database, string minorStop, string login, params string[] machines) => $$"""
        version: 1
        node: { name: edge-line1, timezone: Europe/Amsterdam }
        uns: { enterprise: acme, site: eindhoven, area: packaging }
        mqtt: { broker: "mqtt://127.0.0.1:{{brokerPort}}" }
        influx: { url: "{{database}}"{{login}} }
        dashboard: { listen: "127.0.0.1:0" }
        shifts: [{ name: day, days: mon-sun, start: "00:00", end: "00:00" }]
        lines:
          - name: line1
            oee: { minor_stop: {{minorStop}} }
            machines:
        {{string.Join('\n', machines)}}
        """;

    /// <summary>A machine of the peer's kind; <paramref name="good"/> and <paramref name="endpoint"/> may be wrong on purpose.</summary>
    public static string Machine(
        string name, string endpoint, string security = NoSecurity, string good = "Machine.GoodCount", int tags = 1) => $$"""
              - name: {{name}}
                ideal_cycle: 100ms
                opcua:
                  endpoint: {{endpoint}}
                  {{security}}
                  publishing: 100ms
                  state: { node: "{{Node}}StateCurrent", map: packml }
                  good: { node: "nsu={{OpcUaPeer.Namespace}};s={{good}}", bits: 32, max_rate: 20 }
                  scrap: { node: "{{Node}}RejectCount", bits: 32, max_rate: 20 }
                  tags: [{{string.Join(", ", Enumerable.Range(0, tags).Select(Tag))}}]
        """;

    private static string Tag(int index) => string.Create(CultureInfo.InvariantCulture,
        $"{{ name: load{(index == 0 ? "" : $"{index}, sampling: 0s")}, node: \"{LoadTag}{index:D5}\" }}");
}
