using System.Text.Json.Nodes;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Binding;

internal enum Need
{
    Optional,
    Required,
}

/// <summary>
/// The one description of a section: its keys in a table of name, kind, getter, setter and meaning. Binding, the unknown-key check, the
/// JSON Schema and `config show` read this table and nothing else, so they cannot drift apart.
/// </summary>
/// <param name="name">The definition's name in the schema.</param>
/// <param name="about">What it is for, one sentence.</param>
/// <param name="blank">The record with all its defaults.</param>
internal sealed class Section<T>(string name, string about, T blank) : ValueKind<T>
    where T : class
{
    private readonly List<SectionKey<T>> _keys = [];

    /// <summary>The record that stands where the section is absent.</summary>
    public T Blank => blank;

    internal IReadOnlyList<SectionKey<T>> Keys => _keys;

    /// <summary>Adds a key. The getter serves `config show` and the schema's defaults.</summary>
    public Section<T> Key<TValue>(
        string key, ValueKind<TValue> kind, Func<T, object?> get, Func<T, TValue, T> set, string meaning, Need need = Need.Optional)
    {
        _keys.Add(new SectionKey<T, TValue>(key, kind, get, set, meaning, need));
        return this;
    }

    /// <summary>Takes all keys of a part that lies in the same section.</summary>
    public Section<T> Include<TPart>(Section<TPart> part, Func<T, TPart?> get, Func<T, TPart, T> set)
        where TPart : class
    {
        _keys.AddRange(part.Keys.Select(key => new IncludedKey<T, TPart>(key, owner => get(owner) ?? part.Blank, set)));
        return this;
    }

    /// <summary>Adds keys made by a loop.</summary>
    public Section<T> Each<TRow>(IEnumerable<TRow> rows, Action<Section<T>, TRow> add)
    {
        foreach (var row in rows)
        {
            add(this, row);
        }

        return this;
    }

    public override bool TryRead(Place place, BindingContext context, out T value)
    {
        value = blank;
        if (place.Node is not MappingNode mapping)
        {
            var known = string.Join(", ", _keys.Select(key => key.Name));
            var given = place.Node is SequenceNode ? "a list" : "a single value";
            context.Problems.Error(place, $"takes keys, not {given}: {known}");
            context.Problems.Hide(place.Node!);
            return false;
        }

        var misspelt = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (!_keys.Exists(key => string.Equals(key.Name, entry.Key.Text, StringComparison.Ordinal)))
            {
                misspelt.Add(Refuse(entry, place, mapping, context) ?? "");
            }
        }

        foreach (var key in _keys)
        {
            // A misspelt key is one error: it is not also missing.
            if (!misspelt.Contains(key.Name))
            {
                value = key.Read(value, place.Key(key.Name), context);
            }
        }

        return true;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.Reference(name, () => Object(definitions));

    public override void Show(Place place, object? value, List<ConfigLine> lines)
    {
        if (value is not T section)
        {
            return;
        }

        foreach (var key in _keys)
        {
            key.Show(section, place.Key(key.Name), lines);
        }
    }

    /// <summary>The schema of this section in full, not by reference.</summary>
    public JsonObject Object(SchemaDefinitions definitions)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var key in _keys)
        {
            properties[key.Name] = key.Schema(blank, definitions);
            if (key.Need == Need.Required)
            {
                required.Add((JsonNode)key.Name);
            }
        }

        var schema = new JsonObject
        {
            ["type"] = "object", ["description"] = about, ["properties"] = properties,
            ["additionalProperties"] = false
        };
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        return schema;
    }

    /// <summary>Returns the absent key that was probably meant, or null.</summary>
    private string? Refuse(MappingEntry entry, Place place, MappingNode mapping, BindingContext context)
    {
        context.Problems.Hide(entry.Value);
        var known = _keys.Select(key => key.Name).ToList();
        var near = Suggestion.Nearest(entry.Key.Text, known);
        var advice = near is null ? $" – known here: {string.Join(", ", known)}" : $" – did you mean \"{near}\"?";
        var where = place.ShortPath.Length == 0 ? "" : $" in {place.ShortPath}";
        context.Problems.Error(place.Key(entry.Key.Text), entry.Key.At, $"unknown key \"{entry.Key.Text}\"{where}{advice}");
        return near is not null && mapping.Find(near) is null ? near : null;
    }
}
