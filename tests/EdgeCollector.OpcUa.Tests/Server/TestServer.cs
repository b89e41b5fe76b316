using System.Net.Sockets;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Server;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeCollector.OpcUa.Tests.Server;

/// <summary>A server on a free port of loopback, its clock moved by the test, with one machine of three variables.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public static readonly DateTime Start = new(2026, 3, 2, 6, 0, 0, DateTimeKind.Utc);

    public TestServer()
    {
        Space = new("urn:test", Time);
        Machine = Space.AddObject(Space.Objects, "Machine");
        State = Space.AddVariable(Machine, "State", Variant.Of(0));
        Count = Space.AddVariable(Machine, "Count", Variant.Of(0));
        Speed = Space.AddVariable(Machine, "Speed", Variant.Of(0.0), writable: true);
        Server = new(Space, "test", Time);
        Server.Start(0);
    }

    public FakeTimeProvider Time { get; } = new(Start);

    public AddressSpace Space { get; }

    public UaNode Machine { get; }

    public UaNode State { get; }

    public UaNode Count { get; }

    public UaNode Speed { get; }

    public UaServer Server { get; }

    public Task<TestClient> ConnectAsync() => TestClient.ConnectAsync(this);

    /// <summary>Moves the clock by publishing intervals of <see cref="TestClient.Interval"/>.</summary>
    public void Tick(int intervals = 1)
    {
        for (var i = 0; i < intervals; i++) Time.Advance(TestClient.Interval);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>A client that sends one request at a time over the project's own channel, and no more than the test says.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly SecureChannel _channel;

    private TestClient(SecureChannel channel) => _channel = channel;

    public SecureChannel Channel => _channel;

    public NodeId Token { get; private set; }

    public static async Task<TestClient> ConnectAsync(TestServer server)
    {
        var client = await OpenAsync(server);
        var created = await client.SendAsync<CreateSessionRequest, CreateSessionResponse>(new(
            client.Header(), new("urn:test:client", null, default, ApplicationType.Client, null, null, []),
            null, server.Server.EndpointUrl, "test", null, null, 60_000, 0));
        client.Token = created.AuthenticationToken;
        await client.ActivateAsync();
        return client;
    }

    /// <summary>A channel without a session.</summary>
    public static async Task<TestClient> OpenAsync(TestServer server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var url = new Uri(server.Server.EndpointUrl);
        await socket.ConnectAsync(url.Host, url.Port);
        var connection = await UacpConnection.ConnectAsync(new TcpTransport(socket), url.ToString(), TransportLimits.Default, default);
        return new(await SecureChannel.OpenAsync(
            connection, new(null), TimeSpan.FromHours(1), Patience, TimeProvider.System, NullLogger.Instance, default));
    }

    /// <summary>Takes another client's session to this channel.</summary>
    public Task TakeOverAsync(TestClient other)
    {
        Token = other.Token;
        return ActivateAsync();
    }

    public Task ActivateAsync() => SendAsync<ActivateSessionRequest, ActivateSessionResponse>(
        new(Header(), new(null, null), [], [], ExtensionObject.Of(new AnonymousIdentityToken("anonymous")), new(null, null)));

    public RequestHeader Header() => _channel.NewHeader(Token, TimeSpan.Zero);

    public Task<TResponse> SendAsync<TRequest, TResponse>(TRequest request)
        where TRequest : IUaMessage<TRequest>, IRequest<TResponse>
        where TResponse : class, IUaMessage<TResponse>, IResponse => _channel.RequestAsync<TRequest, TResponse>(request, Patience, default);

    public async Task<uint> SubscribeAsync(uint keepAlive = 1000, uint lifetime = 3000, uint maxNotifications = 0, byte priority = 0)
    {
        var made = await SendAsync<CreateSubscriptionRequest, CreateSubscriptionResponse>(
            new(Header(), Interval.TotalMilliseconds, lifetime, keepAlive, maxNotifications, true, priority));
        return made.SubscriptionId;
    }

    public async Task<MonitoredItemCreateResult> MonitorAsync(
        uint subscription, UaNode node, uint handle, uint queue = 100, bool discardOldest = true, DataChangeFilter? filter = null)
    {
        var made = await SendAsync<CreateMonitoredItemsRequest, CreateMonitoredItemsResponse>(new(
            Header(), subscription, TimestampsToReturn.Both,
            [
                new(new(node.Id, 13, null, default), MonitoringMode.Reporting,
                    new(handle, 0, filter is null ? null : ExtensionObject.Of(filter), queue, discardOldest)),
            ]));
        return made.Results[0];
    }

    /// <summary>Sends a Publish request and gives the task of its answer. The server has it when this returns.</summary>
    public async Task<Task<PublishResponse>> PublishAsync(params SubscriptionAcknowledgement[] acknowledge)
    {
        var answer = SendAsync<PublishRequest, PublishResponse>(new(Header(), acknowledge));

        // Requests of one channel are handled in order: once this one is answered, the server has seen the one before.
        await Task.WhenAny(answer, ReadStateAsync());
        return answer;
    }

    /// <summary>Publishes and waits for the answer, which something late must give at once.</summary>
    public Task<PublishResponse> PublishNowAsync(params SubscriptionAcknowledgement[] acknowledge) =>
        SendAsync<PublishRequest, PublishResponse>(new(Header(), acknowledge)).WaitAsync(Patience);

    public Task<ReadResponse> ReadStateAsync() => SendAsync<ReadRequest, ReadResponse>(
        new(Header(), 0, TimestampsToReturn.Both, [new(new(0, 2259u), 13, null, default)]));

    public ValueTask DisposeAsync() => _channel.DisposeAsync();
}
