using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Transport;

/// <summary>
/// The connection ended or cannot be used any more: cut, refused, Error message, or a breach of the protocol by the other side.
/// </summary>
public sealed class ConnectionLostException(string message, StatusCode status, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>The reason as the protocol names it.</summary>
    public StatusCode Status { get; } = status;
}
