using System.Buffers;
using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Channel;

/// <summary>A message's body: the id of its type, then its fields (Part 6 6.7.2.7).</summary>
internal static class MessageBody
{
    /// <summary>Encodes id and fields.</summary>
    public static void Write<T>(IBufferWriter<byte> output, T message)
        where T : IUaMessage<T>
    {
        var w = new UaWriter(output);
        w.NodeId(new NodeId(0, T.TypeId));
        message.Encode(ref w);
        w.Flush();
    }

    /// <summary>Decodes the expected response.</summary>
    /// <exception cref="ServiceException">A ServiceFault, a bad service result, another type or malformed bytes.</exception>
    public static T Read<T>(IncomingMessage message)
        where T : IUaMessage<T>, IResponse
    {
        var r = new UaReader(message.Body, EncodingLimits.Default);
        Expect<T>(ref r);
        var response = T.Decode(ref r);
        if (r.Failed) throw new ServiceException(r.Fault, $"{typeof(T).Name} is malformed: {r.Error}");
        return response.ResponseHeader.ServiceResult.IsBad
            ? throw new ServiceException(response.ResponseHeader.ServiceResult, typeof(T).Name)
            : response;
    }

    /// <summary>Reads the type id; a fault or another type throws.</summary>
    public static void Expect<T>(ref UaReader r)
        where T : IUaMessage<T>
    {
        var type = r.NodeId();
        if (type == new NodeId(0, T.TypeId)) return;
        if (type == new NodeId(0, ServiceFault.TypeId))
        {
            var fault = ServiceFault.Decode(ref r);
            throw new ServiceException(r.Failed ? r.Fault : fault.ResponseHeader.ServiceResult, typeof(T).Name);
        }

        throw new ServiceException(StatusCode.BadUnknownResponse, $"{typeof(T).Name} was expected, {type} came");
    }
}
