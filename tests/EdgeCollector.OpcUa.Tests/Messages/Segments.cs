using System.Buffers;

namespace EdgeCollector.OpcUa.Tests.Messages;

/// <summary>A sequence in pieces of a given size, as chunks leave it.</summary>
internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    public static ReadOnlySequence<byte> Of(byte[] bytes, int size)
    {
        var first = new Segments { Memory = bytes.AsMemory(0, Math.Min(size, bytes.Length)) };
        Segments last = first;
        for (int at = size; at < bytes.Length; at += size)
        {
            var next = new Segments { Memory = bytes.AsMemory(at, Math.Min(size, bytes.Length - at)), RunningIndex = at };
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
