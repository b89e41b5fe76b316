using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeCollector.Sources.Gpio;

/// <summary>
/// struct gpio_v2_line_request: one request for all lines, so that one sequence counts the edges of all. Flags that most lines share
/// stand as the default, others in attributes with a mask of the lines they are for; so do debounce periods.
/// </summary>
internal static class GpioLineRequest
{
    public const int Size = 592;

    /// <summary>Edges that the kernel keeps for us; what it takes at most (16 for each of 64 lines).</summary>
    public const uint EventBuffer = 1024;

    /// <summary>Who holds our lines, as other programs see it.</summary>
    public const string Consumer = "edgecollector";

    private const int ConsumerAt = GpioAbi.MaxLines * sizeof(uint);
    private const int FlagsAt = ConsumerAt + GpioAbi.MaxName;
    private const int AttributeCountAt = FlagsAt + 8;
    private const int AttributesAt = FlagsAt + 32;
    private const int AttributeSize = 24;
    private const int LineCountAt = AttributesAt + (GpioAbi.MaxAttributes * AttributeSize);
    private const int EventBufferAt = LineCountAt + 4;
    private const int DescriptorAt = Size - 4;
    private const uint FlagsAttribute = 1;
    private const uint ValuesAttribute = 2;
    private const uint DebounceAttribute = 3;

    /// <exception cref="ArgumentException">More lines, or more different settings, than one request can carry.</exception>
    public static void Write(Span<byte> request, IReadOnlyList<uint> offsets, IReadOnlyList<GpioLine> lines)
    {
        if (lines.Count is 0 or > GpioAbi.MaxLines)
        {
            throw new ArgumentException($"{lines.Count} lines in one request; 1 to {GpioAbi.MaxLines} fit");
        }

        request.Clear();
        for (var i = 0; i < offsets.Count; i++)
        {
            MemoryMarshal.Write(request[(i * sizeof(uint))..], offsets[i]);
        }

        Encoding.UTF8.GetBytes(Consumer, request[ConsumerAt..]);
        MemoryMarshal.Write(request[LineCountAt..], (uint)lines.Count);
        MemoryMarshal.Write(request[EventBufferAt..], EventBuffer);

        var flags = Masks(lines, Flags).OrderByDescending(group => BitOperations.PopCount(group.Value)).ToList();
        MemoryMarshal.Write(request[FlagsAt..], flags[0].Key);
        var count = 0;
        foreach (var (value, mask) in flags.Skip(1))
        {
            Attribute(request, count++, FlagsAttribute, value, mask);
        }

        foreach (var (microseconds, mask) in Masks(lines, line => (ulong)line.Debounce.TotalMicroseconds).Where(group => group.Key > 0))
        {
            Attribute(request, count++, DebounceAttribute, microseconds, mask);
        }

        MemoryMarshal.Write(request[AttributeCountAt..], (uint)count);
    }

    /// <summary>One line that is driven, from the first moment at the level given.</summary>
    public static void WriteOutput(Span<byte> request, uint offset, bool high)
    {
        request.Clear();
        MemoryMarshal.Write(request, offset);
        Encoding.UTF8.GetBytes(Consumer, request[ConsumerAt..]);
        MemoryMarshal.Write(request[LineCountAt..], 1u);
        MemoryMarshal.Write(request[FlagsAt..], GpioAbi.FlagOutput);
        Attribute(request, 0, ValuesAttribute, high ? 1UL : 0, 1);
        MemoryMarshal.Write(request[AttributeCountAt..], 1u);
    }

    /// <summary>After the request was granted: where the edges come from.</summary>
    public static int ReadDescriptor(ReadOnlySpan<byte> request) => MemoryMarshal.Read<int>(request[DescriptorAt..]);

    private static ulong Flags(GpioLine line) => GpioAbi.FlagInput
        | (line.Edges.HasFlag(GpioEdges.Rising) ? GpioAbi.FlagEdgeRising : 0)
        | (line.Edges.HasFlag(GpioEdges.Falling) ? GpioAbi.FlagEdgeFalling : 0)
        | (line.PullUp ? GpioAbi.FlagBiasPullUp : 0);

    private static Dictionary<ulong, ulong> Masks(IReadOnlyList<GpioLine> lines, Func<GpioLine, ulong> value)
    {
        var masks = new Dictionary<ulong, ulong>();
        for (var i = 0; i < lines.Count; i++)
        {
            var key = value(lines[i]);
            masks[key] = masks.GetValueOrDefault(key) | (1UL << i);
        }

        return masks;
    }

    private static void Attribute(Span<byte> request, int index, uint id, ulong value, ulong mask)
    {
        if (index >= GpioAbi.MaxAttributes)
        {
            throw new ArgumentException(
                $"more than {GpioAbi.MaxAttributes} different settings in one request; give lines the same debounce");
        }

        var at = request.Slice(AttributesAt + (index * AttributeSize), AttributeSize);
        MemoryMarshal.Write(at, id);
        MemoryMarshal.Write(at[8..], value);
        MemoryMarshal.Write(at[16..], mask);
    }
}
