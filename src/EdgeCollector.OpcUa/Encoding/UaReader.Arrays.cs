using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Encoding;

/// <content>Arrays: an Int32 length, then the elements (Part 6, 5.2.5). In a message a null array reads as an empty one.</content>
internal ref partial struct UaReader
{
    private delegate T Element<T>(ref UaReader r);

    public T[] Array<T>()
        where T : IUaStruct<T> => Many(T.MinSize, static (ref UaReader r) => T.Decode(ref r)) ?? [];

    public uint[] UInt32Array() => Block<uint>() ?? [];

    public string?[] StringArray() => Many(4, static (ref UaReader r) => r.String()) ?? [];

    public byte[]?[] ByteStringArray() => Many(4, static (ref UaReader r) => r.ByteString()) ?? [];

    public StatusCode[] StatusCodeArray() => Many(4, static (ref UaReader r) => r.StatusCode()) ?? [];

    public DataValue[] DataValueArray() => Many(1, static (ref UaReader r) => r.DataValue()) ?? [];

    public Variant[] VariantArray() => Many(1, static (ref UaReader r) => r.Variant()) ?? [];

    public ExtensionObject?[] ExtensionObjectArray() => Many(3, static (ref UaReader r) => r.ExtensionObject()) ?? [];

    public DiagnosticInfo?[] DiagnosticInfoArray() => Many(1, static (ref UaReader r) => r.DiagnosticInfo()) ?? [];

    /// <summary>The Int32 before an array's elements: -1 (null) or a count which the bytes left can hold.</summary>
    public int ArrayLength(int minSize) => Length("array", minSize, _limits.MaxArrayLength);

    private T[]? Many<T>(int minSize, Element<T> read)
    {
        int length = ArrayLength(minSize);
        if (length < 0 || !Charge(((long)length * Unsafe.SizeOf<T>()) + ObjectCost))
        {
            return null;
        }

        T[] elements = length == 0 ? [] : new T[length];
        for (int i = 0; i < elements.Length && !Failed; i++)
        {
            elements[i] = read(ref this);
        }

        return Failed ? null : elements;
    }

    /// <summary>Numbers lie in memory as on the wire, which is little-endian.</summary>
    private T[]? Block<T>()
        where T : unmanaged
    {
        int length = ArrayLength(Unsafe.SizeOf<T>());
        if (length < 0 || !Charge(((long)length * Unsafe.SizeOf<T>()) + ObjectCost))
        {
            return null;
        }

        T[] elements = length == 0 ? [] : new T[length];
        Span<byte> bytes = MemoryMarshal.AsBytes(elements.AsSpan());
        _reader.TryCopyTo(bytes);
        _reader.Advance(bytes.Length);
        UaWriter.SwapUnlessLittleEndian(bytes, Unsafe.SizeOf<T>());
        return elements;
    }
}
