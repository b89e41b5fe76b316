using System.Buffers.Binary;
using System.Text;

namespace EdgeCollector.Core.Journal;

/// <summary>
/// Reads what <see cref="RecordWriter"/> wrote. Robust against any bytes: after the first fault <see cref="Failed"/> is set, every
/// further read gives a default, and nothing was allocated beyond what the bytes present can hold.
/// </summary>
public ref struct RecordReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Truncated, out of range, or not UTF-8.</summary>
    public bool Failed { get; private set; }

    public readonly int Remaining => _rest.Length;

    /// <summary>Whether fields follow: those that a later version appended are read only then.</summary>
    public readonly bool More => _rest.Length > 0 && !Failed;

    public byte Byte()
    {
        var span = Take(1);
        return span.IsEmpty ? (byte)0 : span[0];
    }

    public bool Boolean() => Byte() != 0;

    public ulong UInt()
    {
        ulong value = 0;
        for (var i = 0; i < _rest.Length && i < 10; i++)
        {
            var b = _rest[i];
            if (i == 9 && b > 1)
            {
                break;
            }

            value |= (ulong)(b & 0x7F) << (7 * i);
            if (b < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        Fail();
        return 0;
    }

    public long Int()
    {
        var value = UInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A number of at most <paramref name="max"/>.</summary>
    public int Int32(int max = int.MaxValue)
    {
        var value = UInt();
        if (value > (ulong)max)
        {
            Fail();
            return 0;
        }

        return (int)value;
    }

    /// <summary>An enum value of at most <paramref name="max"/>: a value of a later version is a fault, never a wrong meaning.</summary>
    public byte Enum(byte max)
    {
        var value = Byte();
        if (value > max)
        {
            Fail();
            return 0;
        }

        return value;
    }

    public uint Fixed32()
    {
        var span = Take(4);
        return span.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(span);
    }

    public long Fixed64()
    {
        var span = Take(8);
        return span.IsEmpty ? 0 : BinaryPrimitives.ReadInt64LittleEndian(span);
    }

    public double Real() => BitConverter.Int64BitsToDouble(Fixed64());

    public string Text()
    {
        var bytes = Take(Int32());
        if (bytes.IsEmpty)
        {
            return "";
        }

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            Fail();
            return "";
        }
    }

    public string? OptionalText() => Boolean() ? Text() : null;

    public long? OptionalInt() => Boolean() ? Int() : null;

    public double? OptionalReal() => Boolean() ? Real() : null;

    public ReadOnlySpan<byte> Bytes(int count) => Take(count);

    /// <summary>The inside of a block, or an empty failed reader.</summary>
    public RecordReader Block()
    {
        var inside = new RecordReader(Take(Int32()));
        if (Failed)
        {
            inside.Fail();
        }

        return inside;
    }

    public delegate T Decode<out T>(ref RecordReader reader);

    /// <summary>A list of blocks; fields that a later version appended to an element are passed over.</summary>
    public IReadOnlyList<T> List<T>(Decode<T> decode)
    {
        var count = Int32();
        if (count > _rest.Length)
        {
            // An element takes at least the byte of its length.
            Fail();
            return [];
        }

        var list = new List<T>(Math.Min(count, 64));
        for (var i = 0; i < count && !Failed; i++)
        {
            var element = Block();
            list.Add(decode(ref element));
            if (element.Failed)
            {
                Fail();
            }
        }

        return Failed ? [] : list;
    }

    public void Fail()
    {
        Failed = true;
        _rest = default;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            Fail();
            return default;
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
