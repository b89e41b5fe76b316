using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Encoding;

/// <content>Arrays: an Int32 length, then the elements (Part 6, 5.2.5); null is -1.</content>
internal ref partial struct UaWriter
{
    private delegate void Element<T>(ref UaWriter w, T value);

    public void Array<T>(T[]? values)
        where T : IUaStruct<T> => Many(values, static (ref w, v) => v.Encode(ref w));

    public void UInt32Array(uint[]? values) => Numbers(values);

    public void StringArray(string?[]? values) => Many(values, static (ref w, v) => w.String(v));

    public void ByteStringArray(byte[]?[]? values) => Many(values, static (ref w, v) => w.ByteString(v));

    public void StatusCodeArray(StatusCode[]? values) => Many(values, static (ref w, v) => w.StatusCode(v));

    public void DataValueArray(DataValue[]? values) => Many(values, static (ref w, v) => w.DataValue(v));

    public void VariantArray(Variant[]? values) => Many(values, static (ref w, v) => w.Variant(v));

    public void ExtensionObjectArray(ExtensionObject?[]? values) => Many(values, static (ref w, v) => w.ExtensionObject(v));

    public void DiagnosticInfoArray(DiagnosticInfo?[]? values) => Many(values, static (ref w, v) => w.DiagnosticInfo(v));

    /// <summary>The wire is little-endian; on any other machine each element's bytes are turned round.</summary>
    internal static void SwapUnlessLittleEndian(Span<byte> bytes, int size)
    {
        for (int i = 0; !BitConverter.IsLittleEndian && size > 1 && i < bytes.Length; i += size)
        {
            bytes.Slice(i, size).Reverse();
        }
    }

    private void Many<T>(T[]? values, Element<T> write)
    {
        Int32(values?.Length ?? -1);
        foreach (T value in values ?? [])
        {
            write(ref this, value);
        }
    }

    private void Numbers<T>(T[]? values)
        where T : unmanaged
    {
        Int32(values?.Length ?? -1);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
        Span<byte> next = Next(bytes.Length);
        bytes.CopyTo(next);
        SwapUnlessLittleEndian(next, Unsafe.SizeOf<T>());
    }
}
