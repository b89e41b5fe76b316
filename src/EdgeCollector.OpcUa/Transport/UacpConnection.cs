using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Transport;

/// <summary>
/// OPC UA Connection Protocol (Part 6 7.1): Hello, Acknowledge and Error, for both roles, then chunk after chunk.
/// One reader at a time; writers take turns above this class.
/// </summary>
internal sealed class UacpConnection : IAsyncDisposable
{
    private const uint ProtocolVersion = 0;
    private const int MaxReason = 4096;
    private const int MaxUrl = 4096;

    private readonly ITransport _transport;

    private UacpConnection(ITransport transport, TransportLimits local, TransportLimits remote, string endpointUrl)
    {
        _transport = transport;
        Local = local;
        Remote = remote;
        EndpointUrl = endpointUrl;
    }

    /// <summary>What this side takes: chunks up to ReceiveBufferSize, messages up to MaxMessageSize in MaxChunkCount chunks.</summary>
    public TransportLimits Local { get; }

    /// <summary>
    /// What this side may send: SendBufferSize as agreed, MaxMessageSize and MaxChunkCount of the other side (0: no limit).
    /// </summary>
    public TransportLimits Remote { get; }

    /// <summary>The URL of the Hello.</summary>
    public string EndpointUrl { get; }

    public string RemoteAddress => _transport.RemoteAddress;

    public PipeWriter Output => _transport.Output;

    /// <summary>The client's side: Hello out, Acknowledge in. The caller's token carries the deadline.</summary>
    /// <exception cref="ConnectionLostException">The server answered with Error, with nonsense or not at all.</exception>
    public static async Task<UacpConnection> ConnectAsync(ITransport transport, string endpointUrl, TransportLimits limits,
        CancellationToken ct)
    {
        WriteHello(transport.Output, limits, endpointUrl);
        await FlushAsync(transport, ct).ConfigureAwait(false);
        var ack = new uint[5];
        await ReadOneAsync(transport, MessageType.Acknowledge, TransportLimits.MinBufferSize, body => ReadNumbers(body, ack), ct)
            .ConfigureAwait(false);

        // The server's ReceiveBufferSize bounds our chunks; its SendBufferSize must not exceed what we said we can take.
        if (ack[1] < TransportLimits.MinBufferSize || ack[2] > limits.ReceiveBufferSize)
            throw new ConnectionLostException(
                $"{transport.RemoteAddress}: Acknowledge with buffer sizes {ack[1]} and {ack[2]}, outside Part 6 7.1.2.4",
                StatusCode.BadTcpNotEnoughResources);

        return new(transport, limits, new(ack[2], Math.Min(ack[1], limits.SendBufferSize), ack[3], ack[4]), endpointUrl);
    }

    /// <summary>The server's side: Hello in, Acknowledge out.</summary>
    /// <exception cref="ConnectionLostException">No sound Hello came.</exception>
    public static async Task<UacpConnection> AcceptAsync(ITransport transport, TransportLimits limits, CancellationToken ct)
    {
        var hello = new uint[5];
        var url = "";
        await ReadOneAsync(transport, MessageType.Hello, TransportLimits.MinBufferSize, body =>
        {
            if (!ReadNumbers(body, hello) || !TryReadString(body.Slice(20), MaxUrl, out var text)) return false;
            url = text;
            return true;
        }, ct).ConfigureAwait(false);
        if (hello[1] < TransportLimits.MinBufferSize || hello[2] < TransportLimits.MinBufferSize)
            throw new ConnectionLostException($"{transport.RemoteAddress}: Hello with a buffer under 8192 bytes",
                StatusCode.BadTcpNotEnoughResources);

        var send = Math.Min(limits.SendBufferSize, hello[1]);
        var receive = Math.Min(limits.ReceiveBufferSize, hello[2]);
        var output = transport.Output;
        var span = output.GetSpan(28);
        WriteHeader(span, MessageType.Acknowledge, 28);
        WriteNumbers(span[8..], ProtocolVersion, receive, send, limits.MaxMessageSize, limits.MaxChunkCount);
        output.Advance(28);
        await FlushAsync(transport, ct).ConfigureAwait(false);
        return new(transport, limits with { ReceiveBufferSize = receive }, new(receive, send, hello[3], hello[4]), url);
    }

    /// <summary>Waits for a whole chunk. It lies in the receive buffer until <see cref="Release"/>.</summary>
    /// <exception cref="ConnectionLostException">End of stream, an Error message, or a chunk against the rules.</exception>
    public ValueTask<ChunkFrame> ReadChunkAsync(CancellationToken ct) => ReadChunkAsync(_transport, Local.ReceiveBufferSize, ct);

    /// <summary>Gives the chunk's memory back; the next read goes on behind it.</summary>
    public void Release(in ChunkFrame frame) => _transport.Input.AdvanceTo(frame.Bytes.End);

    /// <summary>Sends what was written to <see cref="Output"/>.</summary>
    public ValueTask FlushAsync(CancellationToken ct) => FlushAsync(_transport, ct);

    /// <summary>Tells the other side why it is cut off (Part 6 7.1.2.5). The caller closes afterwards.</summary>
    public async ValueTask SendErrorAsync(StatusCode status, string reason, CancellationToken ct)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(reason.Length > 256 ? reason[..256] : reason);
        var span = Output.GetSpan(16 + text.Length);
        WriteHeader(span, MessageType.Error, 16 + text.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(span[8..], status.Code);
        BinaryPrimitives.WriteInt32LittleEndian(span[12..], text.Length);
        text.CopyTo(span[16..]);
        Output.Advance(16 + text.Length);
        await FlushAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Ends the connection at once, from any thread.</summary>
    public void Abort() => _transport.Abort();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _transport.DisposeAsync();

    private static async ValueTask<ChunkFrame> ReadChunkAsync(ITransport transport, uint maxSize, CancellationToken ct)
    {
        while (true)
        {
            ReadResult result;
            try
            {
                result = await transport.Input.ReadAsync(ct).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                throw new ConnectionLostException($"{transport.RemoteAddress}: {e.Message}", StatusCode.BadConnectionClosed, e);
            }

            switch (ChunkFrame.TryParse(result.Buffer, maxSize, out var frame))
            {
                case FrameResult.Complete when frame.Type == MessageType.Error:
                    throw ReadError(transport, frame);
                case FrameResult.Complete:
                    return frame;
                case FrameResult.BadType:
                    throw new ConnectionLostException(
                        $"{transport.RemoteAddress}: this is not an OPC UA message: is the port an opc.tcp one?",
                        StatusCode.BadTcpMessageTypeInvalid);
                case FrameResult.BadSize:
                    throw new ConnectionLostException(
                        $"{transport.RemoteAddress}: a chunk longer than the agreed {maxSize} bytes", StatusCode.BadTcpMessageTooLarge);
                default:
                    if (result.IsCompleted)
                        throw new ConnectionLostException($"{transport.RemoteAddress}: the connection was closed",
                            StatusCode.BadConnectionClosed);
                    transport.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                    break;
            }
        }
    }

    private static async Task ReadOneAsync(
        ITransport transport, MessageType expected, uint maxSize, Func<ReadOnlySequence<byte>, bool> read, CancellationToken ct)
    {
        var frame = await ReadChunkAsync(transport, maxSize, ct).ConfigureAwait(false);
        var sound = frame.Type == expected && read(frame.Body);
        transport.Input.AdvanceTo(frame.Bytes.End);
        if (!sound)
            throw new ConnectionLostException($"{transport.RemoteAddress}: {expected} was expected", StatusCode.BadTcpMessageTypeInvalid);
    }

    private static async ValueTask FlushAsync(ITransport transport, CancellationToken ct)
    {
        try
        {
            var result = await transport.Output.FlushAsync(ct).ConfigureAwait(false);
            if (result.IsCompleted) throw new IOException("the connection was closed");
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw new ConnectionLostException($"{transport.RemoteAddress}: {e.Message}", StatusCode.BadConnectionClosed, e);
        }
    }

    private static ConnectionLostException ReadError(ITransport transport, in ChunkFrame frame)
    {
        var status = new StatusCode(StatusCode.BadTcpInternalError.Code);
        var reason = "";
        Span<byte> code = stackalloc byte[4];
        if (frame.Body.Length >= 8)
        {
            frame.Body.Slice(0, 4).CopyTo(code);
            status = new(BinaryPrimitives.ReadUInt32LittleEndian(code));
            if (TryReadString(frame.Body.Slice(4), MaxReason, out var text)) reason = text;
        }

        transport.Input.AdvanceTo(frame.Bytes.End);
        return new($"{transport.RemoteAddress} ended the connection: {status}{(reason.Length == 0 ? "" : $" ({reason})")}", status);
    }

    private static void WriteHello(PipeWriter output, TransportLimits limits, string endpointUrl)
    {
        var url = System.Text.Encoding.UTF8.GetBytes(endpointUrl);
        var size = 32 + url.Length;
        var span = output.GetSpan(size);
        WriteHeader(span, MessageType.Hello, size);
        WriteNumbers(span[8..], ProtocolVersion, limits.ReceiveBufferSize, limits.SendBufferSize, limits.MaxMessageSize,
            limits.MaxChunkCount);
        BinaryPrimitives.WriteInt32LittleEndian(span[28..], url.Length);
        url.CopyTo(span[32..]);
        output.Advance(size);
    }

    private static void WriteHeader(Span<byte> span, MessageType type, int size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(span, (uint)type | ((uint)ChunkKind.Final << 24));
        BinaryPrimitives.WriteInt32LittleEndian(span[4..], size);
    }

    private static void WriteNumbers(Span<byte> span, params ReadOnlySpan<uint> numbers)
    {
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(span[(4 * i)..], numbers[i]);
    }

    private static bool ReadNumbers(ReadOnlySequence<byte> body, uint[] numbers)
    {
        if (body.Length < 4 * numbers.Length) return false;

        Span<byte> bytes = stackalloc byte[20];
        body.Slice(0, 4 * numbers.Length).CopyTo(bytes);
        for (var i = 0; i < numbers.Length; i++) numbers[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
        return true;
    }

    private static bool TryReadString(ReadOnlySequence<byte> body, int max, out string text)
    {
        text = "";
        if (body.Length < 4) return false;

        Span<byte> prefix = stackalloc byte[4];
        body.Slice(0, 4).CopyTo(prefix);
        var length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (length == -1) return true;
        if (length < 0 || length > max || length > body.Length - 4) return false;

        text = System.Text.Encoding.UTF8.GetString(body.Slice(4, length).ToArray());
        return true;
    }
}
