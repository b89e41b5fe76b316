using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace EdgeCollector.Core.Journal;

[Flags]
public enum BatchFlags : byte
{
    None = 0,

    /// <summary>At least one fact: a reader of facts passes over other batches without looking in.</summary>
    Facts = 1,

    /// <summary>At least one input other than samples and ticks.</summary>
    Rare = 2,
}

/// <summary>
/// The 32 bytes in front of a batch (reliability.md 5.2), little endian: magic 4, version 1, flags 1, count 2, payload length 4,
/// generation 4, first sequence 8, epoch 4 (Unix seconds or later), CRC32C 4 over the 28 bytes before it and the payload.
/// </summary>
public readonly record struct BatchHeader(BatchFlags Flags, int Count, int PayloadLength, uint Generation, long First, long Epoch)
{
    public const int Size = 32;

    public const uint Magic = 0x314A_4345;

    /// <summary>Changed only when an older reader could no longer pass over what it does not know.</summary>
    public const byte Version = 1;

    private const int ChecksumAt = 28;

    public long Last => First + Count - 1;

    public int Length => Size + PayloadLength;

    /// <summary>Writes header and checksum in front of the payload that already lies at <c>batch[32..]</c>.</summary>
    public void Seal(Span<byte> batch)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(batch, Magic);
        batch[4] = Version;
        batch[5] = (byte)Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(batch[6..], checked((ushort)Count));
        BinaryPrimitives.WriteInt32LittleEndian(batch[8..], PayloadLength);
        BinaryPrimitives.WriteUInt32LittleEndian(batch[12..], Generation);
        BinaryPrimitives.WriteInt64LittleEndian(batch[16..], First);
        BinaryPrimitives.WriteUInt32LittleEndian(batch[24..], checked((uint)Epoch));
        BinaryPrimitives.WriteUInt32LittleEndian(batch[ChecksumAt..], Checksum(batch[..Length]));
    }

    /// <summary>Gives a whole batch another generation.</summary>
    public static void Reseal(Span<byte> batch, uint generation)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(batch[12..], generation);
        BinaryPrimitives.WriteUInt32LittleEndian(batch[ChecksumAt..], Checksum(batch));
    }

    /// <summary>True if a whole, undamaged batch of this version stands at the beginning of <paramref name="bytes"/>.</summary>
    public static bool TryVerify(ReadOnlySpan<byte> bytes, out BatchHeader header) =>
        TryParse(bytes, out header)
        && header.Length <= bytes.Length
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) == Checksum(bytes[..header.Length]);

    /// <summary>The header's fields, without judging the payload.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out BatchHeader header)
    {
        header = default;
        if (bytes.Length < Size || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic || bytes[4] != Version)
        {
            return false;
        }

        header = new BatchHeader(
            (BatchFlags)bytes[5],
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]));
        return header is { Count: > 0, PayloadLength: >= BatchClock.Size and <= RecordBatch.MaxPayload, First: > 0 };
    }

    internal static uint Crc32C(ReadOnlySpan<byte> bytes) => Crc32C(~0u, bytes) ^ ~0u;

    private static uint Checksum(ReadOnlySpan<byte> batch) => Crc32C(Crc32C(~0u, batch[..ChecksumAt]), batch[Size..]) ^ ~0u;

    private static uint Crc32C(uint crc, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var b in bytes[(words.Length * 8)..])
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return crc;
    }
}
