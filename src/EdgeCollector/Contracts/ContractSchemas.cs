using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace EdgeCollector.Contracts;

/// <summary>The JSON Schema of each published record, derived from the types that are serialised (verb <c>schema</c>).</summary>
internal static class ContractSchemas
{
    private static readonly (string Name, JsonTypeInfo Type)[] Records =
    [
        ("oee_v1", ContractContext.Wire.OeeV1),
        ("downtime_v1", ContractContext.Wire.DowntimeV1),
        ("shift_v1", ContractContext.Wire.ShiftV1),
        ("asset_v1", ContractContext.Wire.AssetV1),
        ("health_v1", ContractContext.Wire.HealthV1),
        ("alert_v1", ContractContext.Wire.AlertV1),
        ("ack_v1", ContractContext.Wire.AckV1),
    ];

    /// <summary>Names of all record contracts.</summary>
    public static IEnumerable<string> Names => Records.Select(r => r.Name);

    /// <returns>The schema; null for a name that is not one of <see cref="Names"/>.</returns>
    public static JsonObject? Get(string name)
    {
        foreach (var record in Records)
        {
            if (record.Name == name)
            {
                var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true };
                var schema = (JsonObject)record.Type.GetJsonSchemaAsNode(options);
                schema.Insert(0, "$schema", "https://json-schema.org/draft-07/schema#");
                schema.Insert(1, "title", name);
                ((JsonObject)schema["properties"]!)["schema"] = new JsonObject { ["const"] = name };
                return schema;
            }
        }

        return null;
    }
}
