namespace EdgeCollector.Bridge;

/// <summary>Whole batches of one lane behind each other, and, once a server objects, where their lines are.</summary>
internal sealed class PostBody
{
    private readonly List<(BridgeItem Item, int Start)> _items = [];
    private readonly List<(int Start, int End, int Item, int Index)> _lines = [];
    private byte[] _bytes = new byte[64 * 1024];

    public IReadOnlyList<(BridgeItem Item, int Start)> Items => _items;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> All => _bytes.AsMemory(0, Length);

    /// <summary>Lines that are neither comments nor empty.</summary>
    public int LineCount { get; private set; }

    public void Clear()
    {
        _items.Clear();
        _lines.Clear();
        Length = 0;
        LineCount = 0;
    }

    public void Add(BridgeItem item)
    {
        var needed = Length + item.Payload.Length + 1;
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        }

        _items.Add((item, Length));
        item.Payload.CopyTo(_bytes.AsMemory(Length));
        Length += item.Payload.Length;
        if (_bytes[Length - 1] != (byte)'\n')
        {
            _bytes[Length++] = (byte)'\n';
        }

        foreach (var line in MemoryExtensions.Split(item.Payload.Span, (byte)'\n'))
        {
            LineCount += !item.Payload.Span[line].IsEmpty && item.Payload.Span[line][0] != (byte)'#' ? 1 : 0;
        }
    }

    /// <summary>Finds the lines that <see cref="LineCount"/> counts.</summary>
    public void Split()
    {
        _lines.Clear();
        for (var i = 0; i < _items.Count; i++)
        {
            var end = i + 1 < _items.Count ? _items[i + 1].Start : Length;
            var index = 0;
            for (var start = _items[i].Start; start < end;)
            {
                var stop = start + _bytes.AsSpan(start, end - start).IndexOf((byte)'\n');
                if (stop > start && _bytes[start] != (byte)'#')
                {
                    _lines.Add((start, stop, i, index++));
                }

                start = stop + 1;
            }
        }
    }

    /// <summary>The lines from <paramref name="first"/> up to, not including, <paramref name="end"/>, with the comments between
    /// them.</summary>
    public ReadOnlyMemory<byte> Slice(int first, int end) => _bytes.AsMemory(_lines[first].Start.._lines[end - 1].End);

    /// <summary>A line without its newline, its batch, and an id of it: exact where each id gave one line, else near it and in any case
    /// one of the batch's own.</summary>
    public (BridgeItem Item, long Id, ReadOnlyMemory<byte> Line) Line(int index)
    {
        var line = _lines[index];
        var item = _items[line.Item].Item;
        return (item, Math.Min(item.Header.First + line.Index, item.Header.Last), _bytes.AsMemory(line.Start..line.End));
    }
}
