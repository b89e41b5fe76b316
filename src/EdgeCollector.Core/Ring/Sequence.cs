using System.Runtime.InteropServices;

namespace EdgeCollector.Core.Ring;

/// <summary>A cursor alone on its cache lines, so that producers and the reader do not slow each other by false sharing.</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct Sequence
{
    [FieldOffset(64)]
    private long _value;

    public readonly long Read() => Volatile.Read(in _value);

    public void Write(long value) => Volatile.Write(ref _value, value);

    public bool TryMove(long from, long to) => Interlocked.CompareExchange(ref _value, to, from) == from;

    public void Set(long bits) => Interlocked.Or(ref _value, bits);
}
