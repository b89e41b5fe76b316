using System.Buffers;
using System.Buffers.Binary;

using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Encoding;

/// <summary>
/// Writes OPC UA Binary (Part 6, 5.2), one method per kind of leaf, straight into the spans of an
/// <see cref="IBufferWriter{T}"/>. Nothing is visible there before <see cref="Flush"/>.
/// </summary>
internal ref partial struct UaWriter(IBufferWriter<byte> output)
{
    private const int Block = 512;

    private Span<byte> _span;
    private int _used;

    /// <summary>Bytes written since the start, flushed or not.</summary>
    public long Written { get; private set; }

    public void Boolean(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void SByte(sbyte value) => Byte((byte)value);

    public void Byte(byte value) => Next(1)[0] = value;

    public void Int16(short value) => BinaryPrimitives.WriteInt16LittleEndian(Next(sizeof(short)), value);

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Next(sizeof(ushort)), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Next(sizeof(int)), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Next(sizeof(uint)), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Next(sizeof(long)), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Next(sizeof(ulong)), value);

    public void Float(float value) => BinaryPrimitives.WriteSingleLittleEndian(Next(sizeof(float)), value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Next(sizeof(double)), value);

    /// <summary>Taken as UTC; <see langword="default"/> is written as 0, none (5.2.2.5).</summary>
    public void DateTime(DateTime value) => Int64(UaTime.ToWire(value));

    public void StatusCode(StatusCode value) => UInt32(value.Code);

    public void Guid(Guid value) => value.TryWriteBytes(Next(16));

    public void String(string? value)
    {
        if (value is null)
        {
            Int32(-1);
            return;
        }

        int length = System.Text.Encoding.UTF8.GetByteCount(value);
        Int32(length);
        System.Text.Encoding.UTF8.GetBytes(value, Next(length));
    }

    public void XmlElement(string? value) => String(value);

    public void ByteString(byte[]? value)
    {
        if (value is null)
        {
            Int32(-1);
            return;
        }

        ByteString(value.AsSpan());
    }

    public void ByteString(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        Raw(value);
    }

    /// <summary>Bytes which are encoded already.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Next(bytes.Length));

    /// <summary>Hands what was written to the output. Call once at the end of a message; writing may go on afterwards.</summary>
    public void Flush()
    {
        output.Advance(_used);
        _span = default;
        _used = 0;
    }

    private Span<byte> Next(int length)
    {
        if (_span.Length - _used < length)
        {
            Flush();
            _span = output.GetSpan(Math.Max(length, Block));
        }

        Span<byte> next = _span.Slice(_used, length);
        _used += length;
        Written += length;
        return next;
    }
}
