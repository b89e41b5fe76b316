using System.Runtime.InteropServices;
using System.Text;

namespace EdgeCollector.Sources.Gpio;

/// <summary>Version 2 of the GPIO character device (linux/gpio.h, Linux 5.10): request codes, flags and the structures that are read,
/// and of version 1 what tells lines by their names.
/// The one that is written is in <see cref="GpioLineRequest"/>.</summary>
internal static class GpioAbi
{
    public const int MaxLines = 64;
    public const int MaxName = 32;
    public const int MaxAttributes = 10;

    /// <summary>struct gpiochip_info: name, label, lines.</summary>
    public const int ChipInfoSize = 68;

    /// <summary>struct gpio_v2_line_info: name, consumer, offset, attributes, flags.</summary>
    public const int LineInfoSize = 256;

    /// <summary>struct gpioline_info, version 1: offset, flags, name, consumer.</summary>
    public const int LineInfoV1Size = 72;

    /// <summary>struct gpio_v2_line_values: bits, mask.</summary>
    public const int LineValuesSize = 16;

    /// <summary>struct gpio_v2_line_event: timestamp, id, offset, seqno, line_seqno.</summary>
    public const int LineEventSize = 48;

    public const uint GetChipInfo = (2u << 30) | (ChipInfoSize << 16) | (Group << 8) | 0x01;
    public const uint GetLineInfoV1 = (3u << 30) | (LineInfoV1Size << 16) | (Group << 8) | 0x02;
    public const uint GetLineInfo = (3u << 30) | (LineInfoSize << 16) | (Group << 8) | 0x05;
    public const uint GetLine = (3u << 30) | (GpioLineRequest.Size << 16) | (Group << 8) | 0x07;
    public const uint GetLineValues = (3u << 30) | (LineValuesSize << 16) | (Group << 8) | 0x0E;
    public const uint SetLineValues = (3u << 30) | (LineValuesSize << 16) | (Group << 8) | 0x0F;

    public const ulong FlagUsed = 1 << 0;
    public const ulong FlagInput = 1 << 2;
    public const ulong FlagOutput = 1 << 3;
    public const ulong FlagEdgeRising = 1 << 4;
    public const ulong FlagEdgeFalling = 1 << 5;
    public const ulong FlagBiasPullUp = 1 << 8;

    private const uint Group = 0xB4;
    private const int LabelAt = MaxName;
    private const int ConsumerAt = MaxName;
    private const int ChipLinesAt = 64;
    private const int NameV1At = 8;
    private const int OffsetAt = 64;
    private const int FlagsAt = 72;
    private const uint RisingEdge = 1;

    public static (string Name, string Label, uint Lines) ReadChipInfo(ReadOnlySpan<byte> info) =>
        (Text(info[..MaxName]), Text(info.Slice(LabelAt, MaxName)), MemoryMarshal.Read<uint>(info[ChipLinesAt..]));

    public static void WriteLineInfoRequest(Span<byte> info, uint offset)
    {
        info.Clear();
        MemoryMarshal.Write(info[OffsetAt..], offset);
    }

    public static GpioLineInfo ReadLineInfo(ReadOnlySpan<byte> info) => new(
        MemoryMarshal.Read<uint>(info[OffsetAt..]), Text(info[..MaxName]), Text(info.Slice(ConsumerAt, MaxName)),
        (MemoryMarshal.Read<ulong>(info[FlagsAt..]) & FlagUsed) != 0);

    public static void WriteLineInfoV1Request(Span<byte> info, uint offset)
    {
        info.Clear();
        MemoryMarshal.Write(info, offset);
    }

    public static GpioLineInfo ReadLineInfoV1(ReadOnlySpan<byte> info) => new(
        MemoryMarshal.Read<uint>(info), Text(info.Slice(NameV1At, MaxName)), Text(info.Slice(NameV1At + MaxName, MaxName)),
        (MemoryMarshal.Read<uint>(info[sizeof(uint)..]) & FlagUsed) != 0);

    /// <param name="mask">Bit i stands for the line at position i of the request.</param>
    public static void WriteValuesRequest(Span<byte> values, ulong mask)
    {
        MemoryMarshal.Write(values, 0UL);
        MemoryMarshal.Write(values[sizeof(ulong)..], mask);
    }

    /// <param name="bits">Levels to set.</param>
    /// <param name="mask">Of which lines.</param>
    public static void WriteValues(Span<byte> values, ulong bits, ulong mask)
    {
        MemoryMarshal.Write(values, bits);
        MemoryMarshal.Write(values[sizeof(ulong)..], mask);
    }

    public static ulong ReadValues(ReadOnlySpan<byte> values) => MemoryMarshal.Read<ulong>(values);

    /// <returns>The edge with the line's offset on the chip.</returns>
    public static GpioEdge ReadEvent(ReadOnlySpan<byte> bytes) => new(
        MemoryMarshal.Read<long>(bytes), MemoryMarshal.Read<int>(bytes[12..]), MemoryMarshal.Read<uint>(bytes[8..]) == RisingEdge,
        MemoryMarshal.Read<uint>(bytes[16..]), MemoryMarshal.Read<uint>(bytes[20..]));

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
