using System.Text.Json.Nodes;
using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>
/// The JSON Schema of the configuration, made from the sections' own tables. Draft-07, since editors' YAML servers know no later one; in
/// them a modeline <c># yaml-language-server: $schema=./edgecollector.schema.json</c> gives completion and checks while typing.
/// </summary>
internal static class OptionsSchema
{
    public static JsonObject ToJson()
    {
        var definitions = new SchemaDefinitions();
        var schema = CollectorOptions.Section.Object(definitions);
        schema.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        schema.Insert(1, "title", "EdgeCollector configuration");
        schema["definitions"] = definitions.ToJson();
        return schema;
    }

    /// <summary>Indented text with a line end, as it is written to a file.</summary>
    public static string ToText() => JsonText.Write(writer => ToJson().WriteTo(writer)) + "\n";
}
