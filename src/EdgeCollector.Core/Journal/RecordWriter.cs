using System.Buffers.Binary;
using System.Text;

namespace EdgeCollector.Core.Journal;

/// <summary>
/// Bytes of records: little endian, integers as LEB128 varints (signed ones zigzag), texts as length and UTF-8. The buffer is kept and
/// reused, so nothing is allocated once it has grown to its size.
/// </summary>
public sealed class RecordWriter(int capacity = 4096)
{
    private byte[] _buffer = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, Length);

    /// <summary>Forgets what lies behind <paramref name="length"/>.</summary>
    public void Reset(int length = 0) => Length = length;

    public void Byte(byte value)
    {
        Room(1);
        _buffer[Length++] = value;
    }

    public void Boolean(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void UInt(ulong value)
    {
        Room(10);
        while (value >= 0x80)
        {
            _buffer[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[Length++] = (byte)value;
    }

    public void Int(long value) => UInt((ulong)((value << 1) ^ (value >> 63)));

    public void Fixed32(uint value)
    {
        Room(4);
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(Length), value);
        Length += 4;
    }

    public void Fixed64(long value)
    {
        Room(8);
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(Length), value);
        Length += 8;
    }

    public void Real(double value) => Fixed64(BitConverter.DoubleToInt64Bits(value));

    /// <summary>As they are: whoever reads them knows how many.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Room(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Malformed surrogates become U+FFFD.</summary>
    public void Text(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        UInt((ulong)count);
        Room(count);
        Length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(Length));
    }

    public void OptionalText(string? value)
    {
        Boolean(value is not null);
        if (value is not null)
        {
            Text(value);
        }
    }

    public void OptionalInt(long? value)
    {
        Boolean(value is not null);
        if (value is { } number)
        {
            Int(number);
        }
    }

    public void OptionalReal(double? value)
    {
        Boolean(value is not null);
        if (value is { } number)
        {
            Real(number);
        }
    }

    /// <summary>Opens a block that carries its length in front, so that a reader can skip it, and a later version can append
    /// fields.</summary>
    /// <returns>To be given to <see cref="End"/>.</returns>
    public int Begin()
    {
        Byte(0);
        return Length;
    }

    public void End(int begin)
    {
        var length = Length - begin;
        var extra = VarintLength((uint)length) - 1;
        if (extra > 0)
        {
            Room(extra);
            _buffer.AsSpan(begin, length).CopyTo(_buffer.AsSpan(begin + extra));
        }

        Length = begin - 1;
        UInt((ulong)length);
        Length += length;
    }

    /// <summary>A count and the elements, each a block.</summary>
    public void List<T>(IReadOnlyCollection<T> elements, Action<RecordWriter, T> write)
    {
        UInt((ulong)elements.Count);
        foreach (var element in elements)
        {
            var begin = Begin();
            write(this, element);
            End(begin);
        }
    }

    private static int VarintLength(uint value) => value == 0 ? 1 : (38 - System.Numerics.BitOperations.LeadingZeroCount(value)) / 7;

    private void Room(int count)
    {
        if (_buffer.Length - Length < count)
        {
            Array.Resize(ref _buffer, (int)Math.Max(_buffer.Length * 2L, Length + (long)count));
        }
    }
}
