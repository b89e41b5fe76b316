using System.Buffers.Binary;

namespace EdgeCollector.Core.Journal;

/// <summary>
/// A number that outlives the process, and some bytes that belong to it: two slots of 4 KiB written in turn, so that a torn write leaves the
/// one before. Not needed for safety: an old value costs work done twice.
/// </summary>
/// <remarks>A slot is turn, value and their checksum, then length, bytes and their checksum; the second half was added later, and a reader
/// that does not know it finds the value all the same.</remarks>
public sealed class CursorSlots
{
    /// <summary>Bytes of the file.</summary>
    public const int Size = 2 * Slot;

    /// <summary>Most bytes beside the value.</summary>
    public const int MaxAttached = Slot - Attachment - 8;

    private const int Slot = 4096;
    private const int Attachment = 20;
    private readonly IBlockFile _file;
    private readonly byte[] _slot = new byte[Slot];
    private long _turn;

    /// <exception cref="IOException">It cannot be read.</exception>
    public CursorSlots(IBlockFile file)
    {
        _file = file;
        for (var i = 0; i < 2; i++)
        {
            file.Read(i * Slot, _slot);
            if (BinaryPrimitives.ReadUInt32LittleEndian(_slot.AsSpan(16)) == BatchHeader.Crc32C(_slot.AsSpan(0, 16))
                && BinaryPrimitives.ReadInt64LittleEndian(_slot) is var turn && turn > _turn)
            {
                _turn = turn;
                Value = BinaryPrimitives.ReadInt64LittleEndian(_slot.AsSpan(8));
                Attached = ReadAttached(_slot.AsSpan(Attachment));
            }
        }
    }

    /// <summary>As saved last; 0: never.</summary>
    public long Value { get; private set; }

    /// <summary>The bytes that were saved with it; empty: none.</summary>
    public ReadOnlyMemory<byte> Attached { get; private set; }

    /// <exception cref="IOException">It could not be written; the value before is still there.</exception>
    public void Save(long value, ReadOnlySpan<byte> attached = default)
    {
        Array.Clear(_slot);
        BinaryPrimitives.WriteInt64LittleEndian(_slot, ++_turn);
        BinaryPrimitives.WriteInt64LittleEndian(_slot.AsSpan(8), value);
        BinaryPrimitives.WriteUInt32LittleEndian(_slot.AsSpan(16), BatchHeader.Crc32C(_slot.AsSpan(0, 16)));
        var rest = _slot.AsSpan(Attachment);
        BinaryPrimitives.WriteInt32LittleEndian(rest, attached.Length);
        attached.CopyTo(rest[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[4..], BatchHeader.Crc32C(rest.Slice(8, attached.Length)));
        _file.Write((int)(_turn % 2) * Slot, _slot);
        _file.Sync();
        Value = value;
    }

    private static byte[] ReadAttached(ReadOnlySpan<byte> rest)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        return length is > 0 and <= MaxAttached
            && BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) == BatchHeader.Crc32C(rest.Slice(8, length)) ? [.. rest.Slice(8, length)] : [];
    }
}
