using System.Buffers;
using System.Threading.Channels;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>
/// The server's end of one connection with policy None: Hello, tokens, requests in, responses out. Responses leave by one sender in
/// the order in which they were given; a client that does not read them is cut off.
/// </summary>
internal sealed class ServerChannel(UaServer server, ITransport transport, uint channelId) : IAsyncDisposable
{
    private const int MaxResponsesWaiting = 64;
    private static readonly TimeSpan HelloDeadline = TimeSpan.FromSeconds(10);
    private readonly ChannelSecurity _security = new(local: null);
    private readonly Channel<(MessageType Type, uint RequestId, byte[] Body)> _responses =
        System.Threading.Channels.Channel.CreateBounded<(MessageType, uint, byte[])>(MaxResponsesWaiting);

    private readonly CancellationTokenSource _stop = new();
    private uint _lastToken;

    public bool HasEnded => _stop.IsCancellationRequested;

    /// <summary>Serves until the client goes, breaks a rule, or <see cref="Abort"/>.</summary>
    public async Task RunAsync()
    {
        try
        {
            using var hello = new CancellationTokenSource(HelloDeadline, TimeProvider.System);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(hello.Token, _stop.Token);
            await using var connection = await UacpConnection
                .AcceptAsync(transport, TransportLimits.Default, both.Token).ConfigureAwait(false);
            var sending = SendAsync(connection);
            await ReceiveAsync(connection).ConfigureAwait(false);
            _responses.Writer.TryComplete();
            await sending.ConfigureAwait(false);
        }
        catch (Exception e) when (e is ConnectionLostException or OperationCanceledException or IOException)
        {
            // The client went away or was cut off: its session waits for it elsewhere.
        }
        finally
        {
            Abort();
        }
    }

    /// <summary>Queues a response. A client that lets them pile up is cut off.</summary>
    public void Respond<T>(uint requestId, T response)
        where T : IUaMessage<T>
    {
        if (server.Faults.IsMute) return;

        var body = new ArrayBufferWriter<byte>(256);
        MessageCodec.Encode(body, response);
        var type = typeof(T) == typeof(OpenSecureChannelResponse) ? MessageType.Open : MessageType.Message;
        if (!_responses.Writer.TryWrite((type, requestId, body.WrittenSpan.ToArray()))) Abort();
    }

    public void Fault(uint requestId, uint handle, StatusCode status) =>
        Respond(requestId, new ServiceFault(server.Header(handle, status)));

    public void Abort()
    {
        if (_stop.IsCancellationRequested) return;

        _stop.Cancel();
        transport.Abort();
        _responses.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        Abort();
        await transport.DisposeAsync().ConfigureAwait(false);
        _security.Dispose();
        _stop.Dispose();
    }

    private async Task ReceiveAsync(UacpConnection connection)
    {
        using var reader = new ChunkReader(_security, connection.Local, CheckOpen);
        while (true)
        {
            var frame = await connection.ReadChunkAsync(_stop.Token).ConfigureAwait(false);
            var message = reader.Read(frame, out var aborted);
            connection.Release(frame);
            if (message is null) continue;

            using (message)
            {
                if (aborted) continue;
                if (message.Type == MessageType.Close) return;
                if (message.Type == MessageType.Open) OpenToken(message);
                else server.Dispatch(this, message);
            }
        }
    }

    private async Task SendAsync(UacpConnection connection)
    {
        var writer = new ChunkWriter(_security, connection.Remote);
        try
        {
            await foreach (var (type, requestId, body) in _responses.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                if (type == MessageType.Open) writer.WriteOpen(connection.Output, requestId, body);
                else writer.Write(connection.Output, type, requestId, body);
                await connection.FlushAsync(_stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is ConnectionLostException or OperationCanceledException or ServiceException)
        {
            Abort();
        }
    }

    private void OpenToken(IncomingMessage message)
    {
        var request = MessageCodec.Decode<OpenSecureChannelRequest>(message.Body, EncodingLimits.Default).Message
            ?? throw new ConnectionLostException("not an OpenSecureChannel request", StatusCode.BadDecodingError);
        var lifetime = TimeSpan.FromMilliseconds(Math.Clamp(request.RequestedLifetime, 10_000u, 3_600_000u));
        var token = new ChannelToken(SecurityPolicy.None, MessageSecurityMode.None, ++_lastToken, lifetime, [], []);
        _security.ChannelId = channelId;
        _security.Use(token, sendAtOnce: false);
        Respond(message.RequestId, new OpenSecureChannelResponse(
            server.Header(request.RequestHeader.RequestHandle), 0,
            new(channelId, token.TokenId, server.Space.Now, (uint)lifetime.TotalMilliseconds), null));
    }

    private static void CheckOpen(AsymmetricHeader header)
    {
        if (header.PolicyUri != SecurityPolicy.None.Uri)
        {
            throw new ConnectionLostException(
                $"this server speaks None only, not {header.PolicyUri}", StatusCode.BadSecurityPolicyRejected);
        }
    }
}
