using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace EdgeCollector.Contracts;

/// <summary>Source-generated JSON of all records: snake_case keys in the order of declaration, nulls written, no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never, MaxDepth = 4)]
[JsonSerializable(typeof(OeeV1))]
[JsonSerializable(typeof(DowntimeV1))]
[JsonSerializable(typeof(ShiftV1))]
[JsonSerializable(typeof(AssetV1))]
[JsonSerializable(typeof(HealthV1))]
[JsonSerializable(typeof(AlertV1))]
[JsonSerializable(typeof(AckV1))]
internal sealed partial class ContractContext : JsonSerializerContext
{
    private static ContractContext? _wire;

    /// <summary>As the default, with letters of all languages as they are; what HTML cares about stays escaped.</summary>
    public static ContractContext Wire => _wire ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}
