using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>Product, order and state texts as small numbers, in order of first arrival. Id 0 is the empty text; beyond the limit a new
/// text is 0 too and counted.</summary>
internal sealed class TextIds
{
    private const int Limit = 65_536;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<string> _texts = [""];

    public long Overflowed { get; private set; }

    public string this[int id] => _texts[id];

    public int Of(string? text)
    {
        if (text is null)
        {
            return 0;
        }

        if (_ids.TryGetValue(text, out var id))
        {
            return id;
        }

        if (_texts.Count == Limit)
        {
            Overflowed++;
            return 0;
        }

        _texts.Add(text);
        _ids.Add(text, _texts.Count - 1);
        return _texts.Count - 1;
    }

    public void Export(RecordWriter w)
    {
        w.Int(Overflowed);
        w.UInt((ulong)_texts.Count - 1);
        foreach (var text in _texts.Skip(1))
        {
            w.Text(text);
        }
    }

    public void Import(ref RecordReader r)
    {
        Overflowed = r.Int();
        for (var left = r.Int32(Limit - 1); left > 0 && !r.Failed; left--)
        {
            var text = r.Text();
            _ids.TryAdd(text, _texts.Count);
            _texts.Add(text);
        }
    }
}
