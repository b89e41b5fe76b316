using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Channel;

/// <summary>A service was refused or not answered in time; the connection itself stands.</summary>
public sealed class ServiceException(StatusCode status, string message) : Exception($"{message}: {status}")
{
    /// <summary>The reason as the protocol names it.</summary>
    public StatusCode Status { get; } = status;
}
