using System.Buffers.Binary;

using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Encoding;

/// <content>A DataValue as nearly all of them are: one number with status and times, read in one go.</content>
internal ref partial struct UaReader
{
    /// <summary>Mask, type, 8 bytes of value, status and two times.</summary>
    private const int LongestNumber = 1 + 1 + 8 + 4 + 8 + 8;

    /// <summary>False, and nothing is read, where the value is something rarer or may lie in two pieces.</summary>
    private bool TryNumber(out DataValue value)
    {
        ReadOnlySpan<byte> bytes = _reader.UnreadSpan;
        value = default;
        if (bytes.Length < LongestNumber || (bytes[0] & ~0x0E) != 0x01 || !TryBits(bytes, out long bits, out int at))
        {
            return false;
        }

        int mask = bytes[0];
        StatusCode status = default;
        (DateTime sourceTime, DateTime serverTime) = (default, default);
        if ((mask & 0x02) != 0)
        {
            status = new(BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]));
            at += sizeof(uint);
        }

        if ((mask & 0x04) != 0)
        {
            sourceTime = UaTime.FromWire(BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]));
            at += sizeof(long);
        }

        if ((mask & 0x08) != 0)
        {
            serverTime = UaTime.FromWire(BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]));
            at += sizeof(long);
        }

        value = new DataValue(new Variant((BuiltInType)bytes[1], bits), status, sourceTime, 0, serverTime, 0);
        _reader.Advance(at);
        return true;
    }

    /// <summary>The scalar behind the type byte at 1, as <see cref="Variant"/> keeps it, and where the next field begins.</summary>
    private static bool TryBits(ReadOnlySpan<byte> bytes, out long bits, out int next)
    {
        ReadOnlySpan<byte> value = bytes.Slice(2, sizeof(long));
        (bits, int size) = (BuiltInType)bytes[1] switch
        {
            BuiltInType.Boolean => (value[0] != 0 ? 1 : 0, 1),
            BuiltInType.Int16 => (BinaryPrimitives.ReadInt16LittleEndian(value), 2),
            BuiltInType.UInt16 => (BinaryPrimitives.ReadUInt16LittleEndian(value), 2),
            BuiltInType.Int32 => (BinaryPrimitives.ReadInt32LittleEndian(value), 4),
            BuiltInType.UInt32 or BuiltInType.Float => (BinaryPrimitives.ReadUInt32LittleEndian(value), 4),
            BuiltInType.Int64 or BuiltInType.UInt64 or BuiltInType.Double => (BinaryPrimitives.ReadInt64LittleEndian(value), 8),
            _ => (0L, 0),
        };
        next = 2 + size;
        return size != 0;
    }
}
