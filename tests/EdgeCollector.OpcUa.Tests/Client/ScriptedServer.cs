using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Tests.Transport;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Tests.Client;

/// <summary>
/// A server over memory pipes that speaks the real wire by the channel code of the product and does what a test scripts: notifications are
/// sent by hand, Publish requests wait until then.
/// </summary>
internal sealed class ScriptedServer
{
    public const uint SubscriptionId = 4711;

    private readonly ConcurrentDictionary<uint, NotificationMessage> _kept = new();
    private readonly Channel<(Connection Link, uint RequestId)> _publishes = System.Threading.Channels.Channel.CreateBounded<(Connection,
        uint)>(1000);
    private Connection? _latest;

    /// <summary>Answers to Republish for what is not kept: a fault, or a response with a bad result.</summary>
    public bool RepublishFaults { get; set; } = true;

    public StatusCode ActivateResult { get; set; } = StatusCode.Good;

    /// <summary>CreateSubscription is refused.</summary>
    public bool RefusesSubscriptions { get; set; }

    public int State { get; set; }

    public bool SubscriptionExists { get; set; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<uint> Acknowledged { get; } = new();

    public ConcurrentQueue<uint> Republished { get; } = new();

    public uint TokenLifetime { get; set; } = 3_600_000;

    public Task<ITransport> DialAsync()
    {
        var (client, server) = MemoryTransport.Pair();
        _latest = new(this, server);
        return Task.FromResult<ITransport>(client);
    }

    /// <summary>Keeps a notification for Republish, without sending it.</summary>
    public void Keep(uint sequence, params int[] values) => _kept[sequence] = Message(sequence, values);

    /// <summary>Answers the oldest waiting Publish.</summary>
    public async Task SendAsync(uint sequence, params int[] values)
    {
        var (link, id) = await _publishes.Reader.ReadAsync(new CancellationTokenSource(10_000).Token);
        while (link.IsCut) (link, id) = await _publishes.Reader.ReadAsync(new CancellationTokenSource(10_000).Token);
        var message = Message(sequence, values);
        if (values.Length > 0) _kept[sequence] = message;
        await link.ReplyAsync(id, new PublishResponse(Header(), SubscriptionId, [.. _kept.Keys], false, message, [], []));
    }

    public void Forget(uint sequence) => _kept.TryRemove(sequence, out _);

    /// <summary>Cuts the connection; waiting Publish requests die with it.</summary>
    public void Cut() => _latest!.Cut();

    private static NotificationMessage Message(uint sequence, int[] values) => new(
        sequence,
        DateTime.UnixEpoch,
        values.Length == 0
            ? NotificationData.Empty
            : NotificationData.Of(ExtensionObject.Of(new DataChangeNotification(
                Array.ConvertAll(values, v => new MonitoredItemNotification(1, new(Variant.Of(v)))), []))));

    private static ResponseHeader Header(StatusCode result = default) => new(DateTime.UnixEpoch, 0, result, null, [], null);

    private static EndpointDescription Endpoint() => new(
        "opc.tcp://plc:4840", new("urn:plc", null, new("plc"), ApplicationType.Server, null, null, []), null, MessageSecurityMode.None,
        "http://opcfoundation.org/UA/SecurityPolicy#None", [new("anonymous", UserTokenType.Anonymous, null, null, null)], null, 0);

    private sealed class Connection
    {
        private readonly ScriptedServer _server;
        private readonly MemoryTransport _transport;
        private readonly ChannelSecurity _security = new(null) { ChannelId = 0 };
        private readonly SemaphoreSlim _turn = new(1, 1);
        private UacpConnection? _connection;
        private ChunkWriter? _writer;
        private uint _tokens;

        public Connection(ScriptedServer server, MemoryTransport transport)
        {
            _server = server;
            _transport = transport;
            _ = Task.Run(RunAsync);
        }

        public bool IsCut { get; private set; }

        public void Cut()
        {
            IsCut = true;
            _transport.Abort();
        }

        public async Task ReplyAsync<T>(uint requestId, T response)
            where T : IUaMessage<T>
        {
            var body = new ArrayBufferWriter<byte>();
            MessageCodec.Encode(body, response);
            await _turn.WaitAsync();
            if (typeof(T) == typeof(OpenSecureChannelResponse)) _writer!.WriteOpen(_connection!.Output, requestId, body.WrittenSpan);
            else _writer!.Write(_connection!.Output, MessageType.Message, requestId, body.WrittenSpan);
            await _connection.FlushAsync(default);
            _turn.Release();
        }

        private async Task RunAsync()
        {
            try
            {
                _connection = await UacpConnection.AcceptAsync(_transport, TransportLimits.Default, default);
                _writer = new(_security, _connection.Remote);
                using var reader = new ChunkReader(_security, _connection.Local, _ => { });
                while (true)
                {
                    var frame = await _connection.ReadChunkAsync(default);
                    using var message = reader.Read(frame, out _);
                    _connection.Release(frame);
                    if (message is not null) await AnswerAsync(message);
                }
            }
            catch (ConnectionLostException)
            {
                await _transport.DisposeAsync();
            }
        }

        private static T Decode<T>(IncomingMessage message)
            where T : class, IUaMessage<T> => MessageCodec.Decode<T>(message.Body, EncodingLimits.Default).Message!;

        private async Task AnswerAsync(IncomingMessage m)
        {
            var type = MessageCodec.PeekTypeId(m.Body);
            if (type == OpenSecureChannelRequest.TypeId)
            {
                _security.ChannelId = 3;
                var token = new ChannelSecurityToken(3, ++_tokens, DateTime.UnixEpoch, _server.TokenLifetime);
                _server.Requests.Enqueue(_tokens == 1 ? "Open" : "Renew");
                await ReplyAsync(m.RequestId, new OpenSecureChannelResponse(Header(), 0, token, null));
                _security.Use(new(_security.Policy, MessageSecurityMode.None, _tokens, TimeSpan.FromHours(1), [], []), sendAtOnce: false);
                return;
            }

            await (type switch
            {
                _ when type == GetEndpointsRequest.TypeId => ReplyAsync(m.RequestId, new GetEndpointsResponse(Header(), [Endpoint()])),
                _ when type == CreateSessionRequest.TypeId => Log("CreateSession", ReplyAsync(m.RequestId, new CreateSessionResponse(
                    Header(), new(1, 1u), new(1, 2u), 60_000, [], null, [Endpoint()], [], new(null, null), 0))),
                _ when type == ActivateSessionRequest.TypeId => Log("ActivateSession", ReplyAsync(
                    m.RequestId, new ActivateSessionResponse(Header(_server.ActivateResult), [], [], []))),
                _ when type == CloseSessionRequest.TypeId =>
                    Log("CloseSession", ReplyAsync(m.RequestId, new CloseSessionResponse(Header()))),
                _ when type == ReadRequest.TypeId => ReplyAsync(m.RequestId, Read(Decode<ReadRequest>(m))),
                _ when type == TransferSubscriptionsRequest.TypeId =>
                    ReplyAsync(m.RequestId, new ServiceFault(Header(StatusCode.BadServiceUnsupported))),
                _ when type == CreateSubscriptionRequest.TypeId => Created(m.RequestId),
                _ when type == CreateMonitoredItemsRequest.TypeId => ReplyAsync(m.RequestId, new CreateMonitoredItemsResponse(
                    Header(), [.. Decode<CreateMonitoredItemsRequest>(m).ItemsToCreate.Select(_ =>
                        new MonitoredItemCreateResult(default, 1, 100, 10, null))], [])),
                _ when type == PublishRequest.TypeId => Publish(m),
                _ when type == RepublishRequest.TypeId => Republish(m.RequestId, Decode<RepublishRequest>(m).RetransmitSequenceNumber),
                _ => Task.CompletedTask,
            });
        }

        private Task Log(string request, Task reply)
        {
            _server.Requests.Enqueue(request);
            return reply;
        }

        private Task Created(uint id)
        {
            if (_server.RefusesSubscriptions)
                return Log("CreateSubscription", ReplyAsync(id, new ServiceFault(Header(StatusCode.BadTooManySubscriptions))));

            _server.SubscriptionExists = true;
            return Log("CreateSubscription", ReplyAsync(id, new CreateSubscriptionResponse(Header(), SubscriptionId, 100, 1000, 20)));
        }

        private Task Publish(IncomingMessage m)
        {
            foreach (var ack in Decode<PublishRequest>(m).SubscriptionAcknowledgements) _server.Acknowledged.Enqueue(ack.SequenceNumber);
            return _server._publishes.Writer.WriteAsync((this, m.RequestId)).AsTask();
        }

        private Task Republish(uint id, uint sequence)
        {
            if (sequence < uint.MaxValue - 1000) _server.Republished.Enqueue(sequence);
            if (!_server.SubscriptionExists) return ReplyAsync(id, new ServiceFault(Header(StatusCode.BadSubscriptionIdInvalid)));
            if (_server._kept.TryGetValue(sequence, out var kept)) return ReplyAsync(id, new RepublishResponse(Header(), kept));
            return _server.RepublishFaults
                ? ReplyAsync(id, new ServiceFault(Header(StatusCode.BadMessageNotAvailable)))
                : ReplyAsync(id, new RepublishResponse(Header(StatusCode.BadMessageNotAvailable), Message(0, [])));
        }

        private ReadResponse Read(ReadRequest request) => new(
            Header(),
            Array.ConvertAll(request.NodesToRead, n => n.NodeId.Numeric switch
            {
                2255 => new DataValue(Variant.OfArray<string>(["http://opcfoundation.org/UA/", "urn:plc"])),
                2257 => new DataValue(Variant.Of(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc))),
                2258 => new DataValue(Variant.Of(new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc))),
                2259 => new DataValue(Variant.Of(_server.State)),
                _ => new DataValue(default, StatusCode.BadNodeIdUnknown),
            }),
            []);
    }
}
