namespace EdgeCollector.OpcUa.Transport;

/// <summary>The four numbers of Hello and Acknowledge (Part 6 7.1.2.3), seen from one side.</summary>
/// <param name="ReceiveBufferSize">Bytes of the longest chunk this side takes, at least 8192.</param>
/// <param name="SendBufferSize">Bytes of the longest chunk this side sends, at least 8192.</param>
/// <param name="MaxMessageSize">Bytes of the longest message, 0 for no limit.</param>
/// <param name="MaxChunkCount">Chunks of the longest message, 0 for no limit.</param>
public sealed record TransportLimits(uint ReceiveBufferSize, uint SendBufferSize, uint MaxMessageSize, uint MaxChunkCount)
{
    /// <summary>The smallest buffer which the specification lets a side have.</summary>
    public const uint MinBufferSize = 8192;

    /// <summary>64 KiB chunks, 64 of them, 4 MiB in all.</summary>
    public static TransportLimits Default { get; } = new(64 * 1024, 64 * 1024, 4 * 1024 * 1024, 64);
}
