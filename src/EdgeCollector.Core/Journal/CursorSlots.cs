using System.Buffers.Binary;

namespace EdgeCollector.Core.Journal;

/// <summary>
/// A number that outlives the process: two slots of 4 KiB written in turn, so that a torn write leaves the one before. Not needed for
/// safety: an old value costs work done twice.
/// </summary>
public sealed class CursorSlots
{
    /// <summary>Bytes of the file.</summary>
    public const int Size = 2 * Slot;

    private const int Slot = 4096;
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
            }
        }
    }

    /// <summary>As saved last; 0: never.</summary>
    public long Value { get; private set; }

    /// <exception cref="IOException">It could not be written; the value before is still there.</exception>
    public void Save(long value)
    {
        Array.Clear(_slot);
        BinaryPrimitives.WriteInt64LittleEndian(_slot, ++_turn);
        BinaryPrimitives.WriteInt64LittleEndian(_slot.AsSpan(8), value);
        BinaryPrimitives.WriteUInt32LittleEndian(_slot.AsSpan(16), BatchHeader.Crc32C(_slot.AsSpan(0, 16)));
        _file.Write((int)(_turn % 2) * Slot, _slot);
        _file.Sync();
        Value = value;
    }
}
