using System.Text;

namespace EdgeCollector.Core.Inputs;

/// <summary>
/// Product, order and stop texts, interned: the same text is the same object, so a source that sees it again allocates nothing. Ids are
/// given once (1..) and never reused. Bounded: beyond the limit a text is passed on as it is, without an id, and counted. Safe for
/// many threads.
/// </summary>
public sealed class TextTable
{
    /// <summary>Longer texts are not interned.</summary>
    public const int MaxLength = 256;

    private readonly Lock _lock = new();
    private readonly int _limit;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly List<string> _texts = [];

    /// <param name="limit">Most texts kept.</param>
    public TextTable(int limit = 16_384)
    {
        _limit = limit;
        _bySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Takes over what was recorded; a text's place is its id - 1.</summary>
    public TextTable(IEnumerable<string> recorded, int limit = 16_384)
        : this(limit)
    {
        foreach (var text in recorded)
        {
            Id(text);
        }
    }

    /// <summary>Texts that found no room.</summary>
    public long Overflowed { get; private set; }

    /// <summary>All texts, in order of id: to be recorded.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_lock)
            {
                return [.. _texts];
            }
        }
    }

    /// <summary>The text's id, 0 where there is no room.</summary>
    public int Id(string text)
    {
        lock (_lock)
        {
            return _ids.TryGetValue(text, out var id) ? id : Add(text);
        }
    }

    /// <summary>The one object for this text.</summary>
    public string Intern(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            if (_bySpan.TryGetValue(text, out _, out var id))
            {
                return _texts[id - 1];
            }

            var added = text.ToString();
            Add(added);
            return added;
        }
    }

    /// <summary>As <see cref="Intern(ReadOnlySpan{char})"/>, from UTF-8; malformed bytes become U+FFFD.</summary>
    public string Intern(ReadOnlySpan<byte> utf8)
    {
        Span<char> chars = stackalloc char[256];
        return utf8.Length <= chars.Length ? Intern(chars[..Encoding.UTF8.GetChars(utf8, chars)]) : Intern(Encoding.UTF8.GetString(utf8));
    }

    /// <summary>The text of an id; null for an id that was never given.</summary>
    public string? Text(int id)
    {
        lock (_lock)
        {
            return id >= 1 && id <= _texts.Count ? _texts[id - 1] : null;
        }
    }

    private int Add(string text)
    {
        if (_texts.Count >= _limit || text.Length > MaxLength)
        {
            Overflowed++;
            return 0;
        }

        _texts.Add(text);
        _ids.Add(text, _texts.Count);
        return _texts.Count;
    }
}
