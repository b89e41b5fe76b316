using System.Buffers;
using System.Diagnostics.CodeAnalysis;

using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;

namespace EdgeCollector.OpcUa.Types;

/// <summary>How the body of an <see cref="ExtensionObject"/> is encoded (Part 6, 5.2.2.15).</summary>
public enum ExtensionBody : byte
{
    None = 0,
    Binary = 1,
    Xml = 2,
}

/// <summary>
/// A structure with the id of its encoding. The body stays as bytes until somebody who knows the type asks for it, so an unknown
/// type costs nothing, cannot fail, and nested objects need no recursion.
/// </summary>
public sealed class ExtensionObject
{
    public ExtensionObject(NodeId typeId, ExtensionBody encoding, byte[]? body)
    {
        TypeId = typeId;
        Encoding = encoding;
        Body = body;
    }

    /// <summary>Id of the encoding, not of the data type: <c>..._Encoding_DefaultBinary</c>.</summary>
    public NodeId TypeId { get; }

    public ExtensionBody Encoding { get; }

    /// <summary>The encoded structure; null where the sender gave no body.</summary>
    public byte[]? Body { get; }

    public override string ToString() => $"ExtensionObject {TypeId}, {Body?.Length ?? 0} bytes";

    internal static ExtensionObject Of<T>(T value)
        where T : IUaMessage<T>
    {
        var buffer = new ArrayBufferWriter<byte>();
        var w = new UaWriter(buffer);
        value.Encode(ref w);
        w.Flush();
        return new ExtensionObject(new NodeId(0, T.TypeId), ExtensionBody.Binary, buffer.WrittenSpan.ToArray());
    }

    /// <summary>False where the object is of another type, not binary, or its body is malformed or longer than the structure.</summary>
    internal bool TryDecode<T>(EncodingLimits limits, [NotNullWhen(true)] out T? value)
        where T : class, IUaMessage<T>
    {
        value = null;
        if (TypeId != new NodeId(0, T.TypeId) || Encoding != ExtensionBody.Binary)
        {
            return false;
        }

        var r = new UaReader(Body, limits);
        T decoded = T.Decode(ref r);
        value = r.Failed || r.Remaining != 0 ? null : decoded;
        return value is not null;
    }
}
