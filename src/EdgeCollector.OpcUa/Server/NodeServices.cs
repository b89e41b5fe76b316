using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>Part 4, 5.11: read and write.</summary>
internal sealed class NodeServices(UaServer server)
{
    public ReadResponse Read(ReadRequest request, ServerSession session)
    {
        Limit(request.NodesToRead.Length);
        CheckTimestamps(request.TimestampsToReturn);
        return new(
            server.Header(request.RequestHeader.RequestHandle),
            Array.ConvertAll(request.NodesToRead, id => Attributes.Stamp(Read(id), request.TimestampsToReturn)), []);
    }

    public WriteResponse Write(WriteRequest request, ServerSession session)
    {
        Limit(request.NodesToWrite.Length);
        return new(server.Header(request.RequestHeader.RequestHandle), Array.ConvertAll(request.NodesToWrite, Write), []);
    }

    /// <exception cref="ServiceException">No operation at all, or more than are taken in one call.</exception>
    public static void Limit(int operations)
    {
        if (operations == 0) throw new ServiceException(StatusCode.BadNothingToDo, "nothing to do");
        if (operations > AddressSpace.MaxOperations)
            throw new ServiceException(StatusCode.BadTooManyOperations, $"{operations} operations, {AddressSpace.MaxOperations} are taken");
    }

    /// <exception cref="ServiceException">Not one of the four.</exception>
    public static void CheckTimestamps(TimestampsToReturn asked)
    {
        if (asked is < TimestampsToReturn.Source or > TimestampsToReturn.Neither)
            throw new ServiceException(StatusCode.BadTimestampsToReturnInvalid, $"TimestampsToReturn {asked}");
    }

    private DataValue Read(ReadValueId id)
    {
        if (!server.Space.TryGet(id.NodeId, out var node)) return new(default, StatusCode.BadNodeIdUnknown);
        return string.IsNullOrEmpty(id.IndexRange) ? Attributes.Read(node, id.AttributeId) : new(default, StatusCode.BadIndexRangeNoData);
    }

    private StatusCode Write(WriteValue write)
    {
        if (!server.Space.TryGet(write.NodeId, out var node)) return StatusCode.BadNodeIdUnknown;
        if (write.AttributeId != Attributes.Value || !node.IsWritable) return StatusCode.BadNotWritable;
        if (!string.IsNullOrEmpty(write.IndexRange)) return StatusCode.BadWriteNotSupported;
        var (old, value) = (node.Value.Value, write.Value.Value);
        if (value.Type != old.Type || value.IsArray != old.IsArray) return StatusCode.BadTypeMismatch;

        node.Set(value, server.Space.Now);
        return StatusCode.Good;
    }
}
