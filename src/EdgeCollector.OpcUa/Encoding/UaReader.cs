using System.Buffers;
using System.Text.Unicode;

using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Encoding;

/// <summary>
/// Reads OPC UA Binary (Part 6, 5.2), one method per kind of leaf, and never throws. The first fault is kept and moves to the
/// end of the bytes, so that every later read gives a default; callers look at <see cref="Failed"/> once per message.
/// Each length is checked against the bytes left, the limits and the message's allocation budget before anything is allocated.
/// </summary>
internal ref partial struct UaReader
{
    private readonly EncodingLimits _limits;
    private SequenceReader<byte> _reader;
    private long _budget;
    private int _depth;

    public UaReader(ReadOnlySequence<byte> bytes, EncodingLimits limits)
    {
        _reader = new SequenceReader<byte>(bytes);
        _limits = limits;
        _budget = (bytes.Length * limits.AllocationFactor) + limits.AllocationSlack;
    }

    public UaReader(ReadOnlyMemory<byte> bytes, EncodingLimits limits)
        : this(new ReadOnlySequence<byte>(bytes), limits)
    {
    }

    /// <summary>True after the first fault; everything read since then is a default.</summary>
    public readonly bool Failed => Fault.IsBad;

    /// <summary>BadDecodingError (malformed), BadEncodingLimitsExceeded (too much), or Good.</summary>
    public StatusCode Fault { get; private set; }

    /// <summary>One line: what was expected, at which byte, what was found. Null while <see cref="Failed"/> is false.</summary>
    public string? Error { get; private set; }

    /// <summary>Bytes not read yet; 0 after a fault.</summary>
    public readonly long Remaining => _reader.Remaining;

    /// <summary>Bytes read so far.</summary>
    public readonly long Consumed => _reader.Consumed;

    public readonly EncodingLimits Limits => _limits;

    /// <summary>Any byte but 0 is true (5.2.2.1).</summary>
    public bool Boolean() => Byte() != 0;

    public sbyte SByte() => (sbyte)Byte();

    public byte Byte()
    {
        if (!_reader.TryRead(out byte value))
        {
            TooShort("Byte", 1);
        }

        return value;
    }

    public short Int16()
    {
        if (!_reader.TryReadLittleEndian(out short value))
        {
            TooShort("Int16", sizeof(short));
        }

        return value;
    }

    public ushort UInt16() => (ushort)Int16();

    public int Int32()
    {
        if (!_reader.TryReadLittleEndian(out int value))
        {
            TooShort("Int32", sizeof(int));
        }

        return value;
    }

    public uint UInt32() => (uint)Int32();

    public long Int64()
    {
        if (!_reader.TryReadLittleEndian(out long value))
        {
            TooShort("Int64", sizeof(long));
        }

        return value;
    }

    public ulong UInt64() => (ulong)Int64();

    public float Float() => BitConverter.Int32BitsToSingle(Int32());

    public double Double() => BitConverter.Int64BitsToDouble(Int64());

    /// <summary>UTC to 100 ns; <see langword="default"/> means none (5.2.2.5).</summary>
    public DateTime DateTime() => UaTime.FromWire(Int64());

    public StatusCode StatusCode() => new(UInt32());

    public Guid Guid()
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!_reader.TryCopyTo(bytes))
        {
            TooShort("Guid", bytes.Length);
            return default;
        }

        _reader.Advance(bytes.Length);
        return new Guid(bytes);
    }

    /// <summary>Strict UTF-8 with an Int32 length before it; -1 is null (5.2.2.4).</summary>
    public string? String() => Text("String");

    /// <summary>A document or fragment as it came, not parsed (5.2.2.8).</summary>
    public string? XmlElement() => Text("XmlElement");

    /// <summary>A copy of the bytes; length -1 is null (5.2.2.7).</summary>
    public byte[]? ByteString()
    {
        int length = Length("ByteString", 1, _limits.MaxByteStringLength);
        if (length <= 0 || !Charge(length + ObjectCost))
        {
            return length < 0 || Failed ? null : [];
        }

        byte[] bytes = new byte[length];
        _reader.TryCopyTo(bytes);
        _reader.Advance(length);
        return bytes;
    }

    /// <summary>Keeps the first fault and ends the reading.</summary>
    public void Fail(StatusCode fault, string error)
    {
        if (!Failed)
        {
            Fault = fault;
            Error = error;
            _reader.AdvanceToEnd();
        }
    }

    private string? Text(string what)
    {
        int length = Length(what, 1, _limits.MaxStringLength);
        if (length <= 0 || !Charge((2L * length) + ObjectCost))
        {
            return length < 0 || Failed ? null : "";
        }

        ReadOnlySpan<byte> unread = _reader.UnreadSpan;
        if (unread.Length >= length)
        {
            string? text = Utf8Text(unread[..length]);
            _reader.Advance(Failed ? 0 : length);
            return text;
        }

        byte[] joined = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            _reader.TryCopyTo(joined.AsSpan(0, length));
            _reader.Advance(length);
            return Utf8Text(joined.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    private string? Utf8Text(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return System.Text.Encoding.UTF8.GetString(bytes);
        }

        Malformed("a String that is valid UTF-8");
        return null;
    }
}
