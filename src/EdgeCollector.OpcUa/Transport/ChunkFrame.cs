using System.Buffers;
using System.Buffers.Binary;

namespace EdgeCollector.OpcUa.Transport;

/// <summary>Part 6 7.1.2.2 and 6.7.2.2: the three letters which open a message, as they stand in a little-endian number.</summary>
internal enum MessageType : uint
{
    Hello = 'H' | ('E' << 8) | ('L' << 16),
    Acknowledge = 'A' | ('C' << 8) | ('K' << 16),
    Error = 'E' | ('R' << 8) | ('R' << 16),
    Open = 'O' | ('P' << 8) | ('N' << 16),
    Message = 'M' | ('S' << 8) | ('G' << 16),
    Close = 'C' | ('L' << 8) | ('O' << 16),
}

/// <summary>Part 6 6.7.2.2: the fourth letter.</summary>
internal enum ChunkKind : byte
{
    Final = (byte)'F',
    Intermediate = (byte)'C',
    Abort = (byte)'A',
}

/// <summary>What <see cref="ChunkFrame.TryParse"/> found at the start of the bytes.</summary>
internal enum FrameResult
{
    /// <summary>Not all of it is there yet.</summary>
    NeedMore,

    /// <summary>A whole chunk.</summary>
    Complete,

    /// <summary>No known type or kind.</summary>
    BadType,

    /// <summary>Longer than agreed or shorter than its header.</summary>
    BadSize,
}

/// <summary>One chunk as it lies in the receive buffer: header taken apart, the rest untouched.</summary>
internal readonly struct ChunkFrame
{
    /// <summary>Bytes of type, kind and size.</summary>
    public const int HeaderSize = 8;

    private ChunkFrame(MessageType type, ChunkKind kind, ReadOnlySequence<byte> bytes)
    {
        Type = type;
        Kind = kind;
        Bytes = bytes;
    }

    public MessageType Type { get; }

    public ChunkKind Kind { get; }

    /// <summary>The whole chunk with its header, which the signature covers.</summary>
    public ReadOnlySequence<byte> Bytes { get; }

    /// <summary>What follows the header.</summary>
    public ReadOnlySequence<byte> Body => Bytes.Slice(HeaderSize);

    /// <summary>Looks for one chunk at the start of <paramref name="buffer"/>. Judges the header before the rest has come.</summary>
    public static FrameResult TryParse(in ReadOnlySequence<byte> buffer, uint maxSize, out ChunkFrame frame)
    {
        frame = default;
        if (buffer.Length < HeaderSize) return FrameResult.NeedMore;

        Span<byte> header = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(header);
        var type = (MessageType)(BinaryPrimitives.ReadUInt32LittleEndian(header) & 0xFFFFFF);
        var kind = (ChunkKind)header[3];
        if (!IsKnown(type, kind)) return FrameResult.BadType;

        var size = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        if (size < HeaderSize || size > maxSize) return FrameResult.BadSize;
        if (buffer.Length < size) return FrameResult.NeedMore;

        frame = new(type, kind, buffer.Slice(0, size));
        return FrameResult.Complete;
    }

    private static bool IsKnown(MessageType type, ChunkKind kind) => type switch
    {
        MessageType.Message => kind is ChunkKind.Final or ChunkKind.Intermediate or ChunkKind.Abort,
        MessageType.Open or MessageType.Close => kind is ChunkKind.Final or ChunkKind.Intermediate or ChunkKind.Abort,
        MessageType.Hello or MessageType.Acknowledge or MessageType.Error => kind == ChunkKind.Final,
        _ => false,
    };
}
