using System.Text.Json.Nodes;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Binding;

/// <summary>One row of a section's table, its value's type forgotten.</summary>
internal abstract class SectionKey<T>(string name, string meaning, Need need)
{
    public string Name { get; } = name;

    public string Meaning { get; } = meaning;

    public Need Need { get; } = need;

    /// <summary>The section with this key read into it; unchanged where it is absent or wrong.</summary>
    public abstract T Read(T section, Place place, BindingContext context);

    public abstract JsonObject Schema(T blank, SchemaDefinitions definitions);

    public abstract void Show(T section, Place place, List<ConfigLine> lines);
}

internal sealed class SectionKey<T, TValue>(
    string name, ValueKind<TValue> kind, Func<T, object?> get, Func<T, TValue, T> set, string meaning, Need need)
        : SectionKey<T>(name, meaning, need)
{
    public override T Read(T section, Place place, BindingContext context)
    {
        if (place.Exists)
        {
            return kind.TryRead(place, context, out var value) ? set(section, value) : section;
        }

        if (Need == Need.Required)
        {
            context.Problems.Error(place, $"is missing: {Meaning.TrimEnd('.')}");
        }

        return section;
    }

    public override JsonObject Schema(T blank, SchemaDefinitions definitions)
    {
        var schema = kind.Schema(definitions);
        var defaults = new List<ConfigLine>();
        kind.Show(Place.Root(EmptyNode.Instance).Key(Name), get(blank), defaults);
        var plain = defaults.Count == 1 && defaults[0].Path == Name && defaults[0].Value.Length > 0 && Need == Need.Optional;
        var meaning = plain ? $"{Meaning} Default {defaults[0].Value}." : Meaning;

        // Draft-07 ignores what stands beside $ref, hence allOf.
        return schema.ContainsKey("$ref")
            ? new JsonObject { ["description"] = meaning, ["allOf"] = new JsonArray(schema) }
            : Described(schema, meaning);
    }

    public override void Show(T section, Place place, List<ConfigLine> lines) => kind.Show(place, get(section), lines);

    private static JsonObject Described(JsonObject schema, string meaning)
    {
        schema["description"] = meaning;
        return schema;
    }
}

/// <summary>A key of a part, lifted to the section that includes it.</summary>
internal sealed class IncludedKey<T, TPart>(SectionKey<TPart> key, Func<T, TPart> get, Func<T, TPart, T> set)
    : SectionKey<T>(key.Name, key.Meaning, key.Need)
    where TPart : class
{
    public override T Read(T section, Place place, BindingContext context)
    {
        var before = get(section);
        var after = key.Read(before, place, context);
        return ReferenceEquals(before, after) ? section : set(section, after);
    }

    public override JsonObject Schema(T blank, SchemaDefinitions definitions) => key.Schema(get(blank), definitions);

    public override void Show(T section, Place place, List<ConfigLine> lines) => key.Show(get(section), place, lines);
}

/// <summary>A mapping without keys, for places that show defaults only.</summary>
internal static class EmptyNode
{
    public static MappingNode Instance { get; } = new(new SourceSpan(new SourceText("default", "", OriginKind.File), 0, 0, 0), []);
}
