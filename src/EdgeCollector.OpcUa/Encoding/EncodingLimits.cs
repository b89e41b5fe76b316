namespace EdgeCollector.OpcUa.Encoding;

/// <summary>
/// What a decoder accepts before it allocates (Part 6, 5.1.x and 6.7.3). A length above a limit ends the message with
/// BadEncodingLimitsExceeded; a length above the bytes that are left ends it with BadDecodingError.
/// </summary>
internal sealed record EncodingLimits
{
    /// <summary>The limits of <c>reliability.md</c> 4.1: messages of 4 MiB in at most 64 chunks of 64 KiB.</summary>
    public static EncodingLimits Default { get; } = new();

    /// <summary>Bytes of one String or XmlElement in UTF-8.</summary>
    public int MaxStringLength { get; init; } = 1 << 20;

    /// <summary>Bytes of one ByteString or ExtensionObject body.</summary>
    public int MaxByteStringLength { get; init; } = 4 << 20;

    /// <summary>Elements of one array or matrix.</summary>
    public int MaxArrayLength { get; init; } = 1 << 20;

    /// <summary>Nesting of Variant, DataValue and DiagnosticInfo; an explicit count, since a stack overflow cannot be caught.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Bytes of one chunk as negotiated by Hello and Acknowledge.</summary>
    public int MaxChunkSize { get; init; } = 64 << 10;

    /// <summary>Chunks of one message.</summary>
    public int MaxChunkCount { get; init; } = 64;

    /// <summary>Bytes of one message's body over all chunks.</summary>
    public int MaxMessageSize { get; init; } = 4 << 20;

    /// <summary>
    /// A message of n bytes may cost at most n times this plus <see cref="AllocationSlack"/> bytes of memory:
    /// empty elements cost memory but hardly any bytes.
    /// </summary>
    public int AllocationFactor { get; init; } = 16;

    /// <summary>Bytes added to the allocation budget of each message.</summary>
    public int AllocationSlack { get; init; } = 64 << 10;
}
