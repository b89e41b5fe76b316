namespace EdgeCollector.Demo;

/// <summary>The demo's configuration: what a user would write for these two machines, and loaded in the same way.</summary>
internal static class DemoConfiguration
{
    public const string TimeZone = "Europe/Amsterdam";

    public static readonly TimeOnly EarlyShift = new(6, 0);

    /// <param name="opcua">The filler's server.</param>
    /// <param name="broker">The embedded broker.</param>
    /// <param name="port">Of the pages; 0 takes a free one.</param>
    public static string Text(string opcua, string broker, int port) => $$"""
        version: 1
        node: { name: edge-demo, timezone: {{TimeZone}}, language: en }
        uns: { enterprise: acme, site: eindhoven, area: packaging }
        mqtt: { broker: "{{broker}}" }
        dashboard: { listen: "127.0.0.1:{{port}}" }
        shifts:
          - { name: early, start: "06:00", end: "14:00", breaks: ["09:00/15m", "12:00/15m"] }
          - { name: late, start: "14:00", end: "22:00", breaks: ["18:00/30m"] }
          - { name: night, start: "22:00", end: "06:00", breaks: ["02:00/30m"] }
        reasons:
          - { code: jam_infeed, group: technical, category: Down, plc: [1203],
              label: { en: Jam at the infeed, nl: Vastloper invoer, de: Stau am Einlauf } }
          - { code: jam_capper, group: technical, category: Down, plc: [1204],
              label: { en: Jam at the capper, nl: Vastloper dopper, de: Stau am Verschließer } }
          - { code: no_caps, group: material, category: Starved, plc: [1310], label: { en: No caps, nl: Doppen op, de: Verschlüsse leer } }
        lines:
          - name: line1
            label: { en: Line 1, nl: Lijn 1, de: Linie 1 }
            oee: { rule: bottleneck, machine: filler1, minor_stop: 2m, target: 0.75 }
            machines:
              - name: filler1
                label: { en: Filler, nl: Vuller, de: Füller }
                ideal_cycle: 1.5s
                opcua:
                  endpoint: {{opcua}}
                  security: None
                  allow_insecure: true
                  clock: source
                  publishing: 100ms
                  state: { node: "nsu=urn:edgecollector:demo;s=Filler1.Status.StateCurrent", map: packml, queue: 1000 }
                  mode: { node: "nsu=urn:edgecollector:demo;s=Filler1.Status.UnitModeCurrent" }
                  starved: { node: "nsu=urn:edgecollector:demo;s=Filler1.Status.EquipmentInterlock.Starved", queue: 1000 }
                  blocked: { node: "nsu=urn:edgecollector:demo;s=Filler1.Status.EquipmentInterlock.Blocked", queue: 1000 }
                  good: { node: "nsu=urn:edgecollector:demo;s=Filler1.Good", bits: 32, queue: 1000 }
                  scrap: { node: "nsu=urn:edgecollector:demo;s=Filler1.Admin.ProdDefectiveCount", bits: 32, queue: 1000 }
                  stop_reason: { node: "nsu=urn:edgecollector:demo;s=Filler1.Admin.StopReason", queue: 1000 }
                  tags:
                    - { name: product_temp, node: "nsu=urn:edgecollector:demo;s=Filler1.Temperature", unit: "°C", queue: 1000 }
              - name: packer1
                label: { en: Packer, nl: Verpakker, de: Packer }
                ideal_cycle: 1.8s
                gpio:
                  chip: simulated
                  run: { pin: 17 }
                  starved: { pin: 23 }
                  good: { pin: 27 }
                  scrap: { pin: 22 }
        """;
}
