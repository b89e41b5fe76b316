namespace EdgeCollector.Benchmarks.Messages;

/// <summary>
/// The usual way to decode, kept to what the benchmark's message needs: a <see cref="BinaryReader"/> over the bytes, an object for each
/// item and each DataValue, the value boxed, everything in a list before the caller sees the first. It checks no limits and knows numeric
/// scalars only, so a whole library of this kind does more work than this.
/// </summary>
internal static class ObjectDecoder
{
    public static List<Item> Decode(byte[] body)
    {
        using var reader = new BinaryReader(new MemoryStream(body, writable: false));
        var count = reader.ReadInt32();
        var items = new List<Item>(count);
        for (var i = 0; i < count; i++)
        {
            items.Add(new Item { ClientHandle = reader.ReadUInt32(), Value = Read(reader) });
        }

        return items;
    }

    private static DataValue Read(BinaryReader reader)
    {
        // Part 6, 5.2.2.17: the mask says which fields follow, in this order.
        var mask = reader.ReadByte();
        var value = new DataValue();
        if ((mask & 0x01) != 0) value.Value = Scalar(reader);
        if ((mask & 0x02) != 0) value.StatusCode = reader.ReadUInt32();
        if ((mask & 0x04) != 0) value.SourceTimestamp = DateTime.FromFileTimeUtc(reader.ReadInt64());
        if ((mask & 0x10) != 0) value.SourcePicoseconds = reader.ReadUInt16();
        if ((mask & 0x08) != 0) value.ServerTimestamp = DateTime.FromFileTimeUtc(reader.ReadInt64());
        if ((mask & 0x20) != 0) value.ServerPicoseconds = reader.ReadUInt16();
        return value;
    }

    private static object Scalar(BinaryReader reader) => reader.ReadByte() switch
    {
        1 => reader.ReadBoolean(),
        4 => reader.ReadInt16(),
        5 => reader.ReadUInt16(),
        6 => reader.ReadInt32(),
        7 => reader.ReadUInt32(),
        8 => reader.ReadInt64(),
        9 => reader.ReadUInt64(),
        10 => reader.ReadSingle(),
        11 => reader.ReadDouble(),
        var type => throw new InvalidDataException($"expected a numeric scalar but found type {type}"),
    };

    public sealed class Item
    {
        public uint ClientHandle { get; init; }

        public required DataValue Value { get; init; }
    }

    public sealed class DataValue
    {
        public object? Value { get; set; }

        public uint StatusCode { get; set; }

        public DateTime SourceTimestamp { get; set; }

        public ushort SourcePicoseconds { get; set; }

        public DateTime ServerTimestamp { get; set; }

        public ushort ServerPicoseconds { get; set; }
    }
}
