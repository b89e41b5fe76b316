using System.Text.Json.Nodes;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Binding;

/// <summary>
/// One kind of value: how text becomes it, how it is printed, and what it looks like in the JSON Schema. The binder, the unknown-key check,
/// the schema and `config show` all come from the same kinds.
/// </summary>
internal abstract class ValueKind<T>
{
    /// <summary>Reads a value that is there. False after an error, which is then among the problems.</summary>
    public abstract bool TryRead(Place place, BindingContext context, out T value);

    public abstract JsonObject Schema(SchemaDefinitions definitions);

    /// <summary>Adds what `config show` prints of this value: one line a leaf, with its origin.</summary>
    /// <param name="place">May be empty: then the value is a default.</param>
    public abstract void Show(Place place, object? value, List<ConfigLine> lines);
}

/// <summary>What binding collects on its way.</summary>
internal sealed class BindingContext(DiagnosticList problems)
{
    private readonly List<SecretUse> _secrets = [];

    public DiagnosticList Problems { get; } = problems;

    /// <summary>Every <c>${secret:name}</c> of the configuration with its place.</summary>
    public IReadOnlyList<SecretUse> Secrets => _secrets;

    public void Uses(string name, Place place) => _secrets.Add(new SecretUse(name, place));
}

/// <summary>A reference to a secret and where it stands.</summary>
internal sealed record SecretUse(string Name, Place Place);

/// <summary>One line of `config show`.</summary>
/// <param name="Path">The whole path of the key.</param>
/// <param name="Value">As configured; a clear-text secret as <c>***</c>.</param>
/// <param name="Origin">File and line, the variable's name, or <c>default</c>.</param>
internal sealed record ConfigLine(string Path, string Value, string Origin);

/// <summary>The named definitions of a schema, each written once.</summary>
internal sealed class SchemaDefinitions
{
    private readonly SortedDictionary<string, JsonObject?> _byName = new(StringComparer.Ordinal);

    public JsonObject Reference(string name, Func<JsonObject> make)
    {
        if (_byName.TryAdd(name, null))
        {
            _byName[name] = make();
        }

        return new JsonObject { ["$ref"] = $"#/definitions/{name}" };
    }

    public JsonObject ToJson()
    {
        var all = new JsonObject();
        foreach (var (name, schema) in _byName)
        {
            all[name] = schema;
        }

        return all;
    }
}
