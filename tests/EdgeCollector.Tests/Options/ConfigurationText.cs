using EdgeCollector.Options;

namespace EdgeCollector.Tests.Options;

/// <summary>Small configurations for tests: a head that is right, and what a test adds.</summary>
internal static class ConfigurationText
{
    public static readonly IReadOnlyDictionary<string, string> NoEnvironment = new Dictionary<string, string>();

    /// <summary>Lines 1 to 3: version, node, uns.</summary>
    public const string Head =
        """
        version: 1
        node: { name: edge1, timezone: Europe/Amsterdam }
        uns: { enterprise: acme, site: ehv, area: pack }

        """;

    /// <summary>
    /// Lines 4 to 9: a machine up to its opcua block's endpoint; a test adds keys and a brace in line 10, from column 11 on.
    /// </summary>
    public const string OpcUaMachine =
        """
        lines:
          - name: line1
            machines:
              - name: m1
                ideal_cycle: 1s
                opcua: { endpoint: "opc.tcp://plc:4840",

        """;

    public static LoadedConfiguration Load(string text, params (string Name, string Value)[] environment) =>
        ConfigurationLoader.Parse("e.yaml", text, environment.ToDictionary(pair => pair.Name, pair => pair.Value));

    public static string[] Messages(this LoadedConfiguration configuration) =>
        [.. configuration.Diagnostics.Select(found => found.ToString())];
}
