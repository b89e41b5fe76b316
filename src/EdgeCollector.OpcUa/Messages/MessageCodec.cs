using System.Buffers;

using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>What <see cref="MessageCodec.Decode{T}"/> found: a message, or a service fault, or why it could not be decoded.</summary>
/// <param name="Message">Null unless the bytes are this message.</param>
/// <param name="ServiceFault">The server's refusal; its header says why. Null otherwise.</param>
/// <param name="Fault">Good for the first two; BadDecodingError, BadEncodingLimitsExceeded or BadUnknownResponse otherwise.</param>
/// <param name="Error">One line for people; null where Fault is Good.</param>
internal readonly record struct Decoded<T>(T? Message, ServiceFault? ServiceFault, StatusCode Fault, string? Error)
    where T : class;

/// <summary>A message body: the id of its encoding as a NodeId, then its fields (Part 6, 5.2.9). Chunks are the channel's.</summary>
internal static class MessageCodec
{
    public static void Encode<T>(IBufferWriter<byte> output, T message)
        where T : IUaMessage<T>
    {
        var w = new UaWriter(output);
        w.NodeId(new NodeId(0, T.TypeId));
        message.Encode(ref w);
        w.Flush();
    }

    /// <summary>Never throws. Bytes after the last field are an error: sender and receiver disagree about the message.</summary>
    public static Decoded<T> Decode<T>(ReadOnlySequence<byte> body, EncodingLimits limits)
        where T : class, IUaMessage<T>
    {
        var r = new UaReader(body, limits);
        NodeId typeId = r.NodeId();
        if (typeId == new NodeId(0, T.TypeId))
        {
            T message = T.Decode(ref r);
            return Finish(ref r) ? new Decoded<T>(message, null, default, null) : new Decoded<T>(null, null, r.Fault, r.Error);
        }

        if (typeId == new NodeId(0, ServiceFault.TypeId))
        {
            ServiceFault fault = ServiceFault.Decode(ref r);
            return Finish(ref r) ? new Decoded<T>(null, fault, default, null) : new Decoded<T>(null, null, r.Fault, r.Error);
        }

        r.Fail(StatusCode.BadUnknownResponse, $"Expected {typeof(T).Name} (i={T.TypeId}) but the message has type id {typeId}.");
        return new Decoded<T>(null, null, r.Fault, r.Error);
    }

    /// <summary>The numeric id that a message begins with, for a receiver that must find out what came; 0 where there is none.</summary>
    public static uint PeekTypeId(ReadOnlySequence<byte> body)
    {
        var r = new UaReader(body, EncodingLimits.Default);
        NodeId typeId = r.NodeId();
        return typeId.NamespaceIndex == 0 ? typeId.Numeric : 0;
    }

    private static bool Finish(ref UaReader r)
    {
        if (!r.Failed && r.Remaining != 0)
        {
            r.Fail(StatusCode.BadDecodingError, $"Message ends at byte {r.Consumed} but {r.Remaining} bytes follow.");
        }

        return !r.Failed;
    }
}
