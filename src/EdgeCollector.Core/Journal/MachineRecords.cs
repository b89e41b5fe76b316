using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Journal;

/// <summary>One machine of a configuration revision.</summary>
internal static class MachineRecords
{
    public static void Encode(RecordWriter w, MachineDefinition m)
    {
        w.Int(m.Id);
        w.Text(m.Name);
        w.Text(m.Line);
        w.Int(m.MinorStop);
        w.OptionalReal(m.IdealCycle);
        w.OptionalReal(m.Target);
        w.List(m.Cycles, static (w, cycle) =>
        {
            w.Text(cycle.Product);
            w.Int(cycle.ValidFrom);
            w.Real(cycle.IdealCycle);
        });
        w.List([.. m.ListedProducts.Order(StringComparer.Ordinal)], static (w, product) => w.Text(product));
        Encode(w, m.Mapping);
        w.Int(m.StoppedAfter);
        w.Real(m.PartialBelow);
        w.Real(m.PerUnit);
    }

    public static MachineDefinition Decode(ref RecordReader r) =>
        new((int)r.Int(), r.Text(), r.Text(), r.Int(), r.OptionalReal(), r.OptionalReal())
        {
            Cycles = r.List(static (ref RecordReader r) => new ProductCycle(r.Text(), r.Int(), r.Real())),
            ListedProducts = r.List(Text).ToHashSet(StringComparer.Ordinal),
            Mapping = DecodeMapping(ref r),
            StoppedAfter = r.Int(),
            PartialBelow = r.Real(),
            PerUnit = r.More ? r.Real() : 1,
        };

    public static string Text(ref RecordReader r) => r.Text();

    private static void Encode(RecordWriter w, StateMapping mapping)
    {
        w.Byte((byte)mapping.Kind);
        w.List([.. mapping.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal)], static (w, pair) =>
        {
            w.Text(pair.Key);
            w.Byte((byte)pair.Value);
        });
        w.List([.. mapping.Modes.OrderBy(pair => pair.Key)], static (w, pair) =>
        {
            w.Int(pair.Key);
            w.Byte((byte)pair.Value);
        });
        w.List(mapping.Rules, static (w, rule) =>
        {
            w.Byte((byte)rule.Category);
            w.List(rule.Condition, static (w, word) => w.Text(word));
        });
        w.Byte((byte)mapping.Else);
    }

    private static StateMapping DecodeMapping(ref RecordReader r) => new((StateMappingKind)r.Enum((byte)StateMappingKind.Neutral))
    {
        Values = Map(r.List(static (ref RecordReader r) => new KeyValuePair<string, Category>(r.Text(), FactRecords.Category(ref r)))),
        Modes = Map(r.List(static (ref RecordReader r) => new KeyValuePair<long, Category>(r.Int(), FactRecords.Category(ref r)))),
        Rules = r.List(static (ref RecordReader r) => new WhenRule(FactRecords.Category(ref r), r.List(Text))),
        Else = FactRecords.Category(ref r),
    };

    // Not ToDictionary: damaged bytes may hold a key twice.
    private static Dictionary<TKey, Category> Map<TKey>(IReadOnlyList<KeyValuePair<TKey, Category>> pairs)
        where TKey : notnull
    {
        var map = new Dictionary<TKey, Category>();
        foreach (var (key, category) in pairs)
        {
            map[key] = category;
        }

        return map;
    }
}
