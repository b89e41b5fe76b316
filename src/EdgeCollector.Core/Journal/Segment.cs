using System.Buffers.Binary;
using System.Globalization;

namespace EdgeCollector.Core.Journal;

/// <summary>
/// One file of the log. It is zeroed once and used again and again: each use has a number of its own, which is the generation in the header
/// of each of its batches, so that what an earlier use left behind is told from what was written now. Block 0 holds the number; commits
/// follow, each from a 4 KiB boundary on, so that none ever touches a block that holds a committed batch.
/// </summary>
internal sealed class Segment(string name, IBlockFile file) : IDisposable
{
    public const int Block = 4096;

    private const int MostUnreadable = 8;
    private const uint Magic = 0x4753_4345;     // "ECSG"
    private const byte Version = 1;
    private const int HeaderSize = 16;

    private uint _putAside;

    public string Name => name;

    public IBlockFile File => file;

    /// <summary>Of this use: the generation of its batches, rising from segment to segment; 0: never used.</summary>
    public uint Number { get; private set; }

    /// <summary>First id it holds; <see cref="Last"/> below it: none.</summary>
    public long First { get; private set; } = 1;

    public long Last { get; private set; }

    /// <summary>Where the next commit goes.</summary>
    public int End { get; private set; } = Block;

    public bool IsEmpty => Last < First;

    public bool Fits(int bytes) => End + bytes <= file.Length;

    /// <summary>A new use of it; durable with its first commit.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Begin(uint number)
    {
        var header = new byte[Block];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        header[4] = Version;
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), number);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), BatchHeader.Crc32C(header.AsSpan(0, 12)));
        Found(number, 1, 0, Block);
        file.Write(0, header);
    }

    /// <summary>Writes whole blocks behind what is there, and returns when they are durable.</summary>
    /// <exception cref="IOException">None of it is; the segment is not to be written any more.</exception>
    public void Write(ReadOnlySpan<byte> blocks)
    {
        file.Write(End, blocks);
        file.Sync();
    }

    /// <summary>What was written holds these ids.</summary>
    public void Holds(long first, long last, int bytes) => Found(Number, IsEmpty ? first : First, last, End + bytes);

    /// <summary>What recovery found in it.</summary>
    public void Found(uint number, long first, long last, int end) => (Number, First, Last, End) = (number, first, last, end);

    /// <summary>What lies behind <paramref name="last"/> was written again in a later segment.</summary>
    public void CutAfter(long last) => Last = Math.Min(Last, last);

    /// <summary>Fills from a place in a segment's file, a multiple of <see cref="Block"/>. Blocks that the disk cannot read are zeros: they cost
    /// the batches that lie in them, and no others.</summary>
    /// <returns>Bytes that could not be read.</returns>
    /// <exception cref="IOException">More blocks than <see cref="MostUnreadable"/>: a failing disk takes long over each.</exception>
    public static int Read(IBlockFile file, int position, Span<byte> into)
    {
        try
        {
            file.Read(position, into);
            return 0;
        }
        catch (IOException)
        {
            // Once more, block by block.
        }

        var unreadable = 0;
        for (var at = 0; at < into.Length; at += Block)
        {
            var block = into[at..Math.Min(at + Block, into.Length)];
            try
            {
                file.Read(position + at, block);
            }
            catch (IOException) when (++unreadable <= MostUnreadable)
            {
                block.Clear();
            }
        }

        return unreadable * Block;
    }

    /// <summary>The number in block 0; 0 where it is not whole.</summary>
    public static uint ReadNumber(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= HeaderSize && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic && bytes[4] == Version
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) == BatchHeader.Crc32C(bytes[..12])
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) : 0;

    /// <summary>Keeps what is not understood of a use, for people to look at; each use once, whoever comes to it first.</summary>
    /// <param name="number">Of the use that <paramref name="bytes"/> are.</param>
    /// <returns>Bytes that are damaged, <paramref name="unreadable"/> included; 0 when it has been done before.</returns>
    public long PutAside(IBlockFolder folder, uint number, ReadOnlySpan<byte> bytes, List<(int From, int To)> damaged, int unreadable)
    {
        if ((damaged.Count == 0 && unreadable == 0) || Interlocked.Exchange(ref _putAside, number) == number)
        {
            return 0;
        }

        var count = (long)unreadable;
        foreach (var (from, to) in damaged)
        {
            count += to - from;
            folder.Quarantine(string.Create(CultureInfo.InvariantCulture, $"{name}-{number}-{from}"), bytes[from..to]);
        }

        return count;
    }

    public void Dispose() => file.Dispose();
}
