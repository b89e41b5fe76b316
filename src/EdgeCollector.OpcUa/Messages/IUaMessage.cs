using EdgeCollector.OpcUa.Encoding;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>A structure that travels under an id: a request, a response, or the body of an ExtensionObject.</summary>
internal interface IUaMessage<TSelf> : IUaStruct<TSelf>
    where TSelf : IUaMessage<TSelf>
{
    /// <summary>Numeric id in namespace 0 of <c>..._Encoding_DefaultBinary</c> (Part 6, A.2, NodeIds.csv).</summary>
    static abstract uint TypeId { get; }
}

/// <summary>A request, and by its type argument the response that answers it (Part 4, 5.1).</summary>
internal interface IRequest<TResponse>
    where TResponse : IResponse, IUaMessage<TResponse>
{
    RequestHeader RequestHeader { get; }
}

/// <summary>A response: its header holds the service result.</summary>
internal interface IResponse
{
    ResponseHeader ResponseHeader { get; }
}
