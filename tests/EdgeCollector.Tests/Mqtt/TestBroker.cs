using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeCollector.Mqtt;
using EdgeCollector.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace EdgeCollector.Tests.Mqtt;

/// <summary>An MQTT broker in this process; it can be stopped and started again on the same port, sessions forgotten.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly MqttServerFactory _factory = new();
    private MqttServer? _server;

    public int Port { get; } = FreePort();

    /// <summary>Everything published, in order: client, topic, text, retained.</summary>
    public ConcurrentQueue<(string Client, string Topic, string Text, bool Retain)> Published { get; } = new();

    /// <summary>PUBACKs that clients sent for what they received: client and packet.</summary>
    public ConcurrentQueue<string> Acknowledged { get; } = new();

    /// <summary>Publishes that the access list denies.</summary>
    public Func<string, bool> Denied { get; set; } = _ => false;

    /// <summary>Publishes that vanish although they are acknowledged.</summary>
    public Func<string, bool> Lost { get; set; } = _ => false;

    public Func<string, string, bool> LogIn { get; set; } = (_, _) => true;

    public Uri Url => new($"mqtt://127.0.0.1:{Port}");

    public static async Task<TestBroker> StartNewAsync()
    {
        var broker = new TestBroker();
        await broker.StartAsync();
        return broker;
    }

    public async Task StartAsync()
    {
        _server = _factory.CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint().WithDefaultEndpointPort(Port).WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None).WithDefaultEndpointReuseAddress()
            .WithPersistentSessions().WithMaxPendingMessagesPerClient(10_000).Build());
        _server.ValidatingConnectionAsync += e =>
        {
            var known = LogIn(e.UserName ?? "", e.Password ?? "");
            e.ReasonCode = known ? MqttConnectReasonCode.Success : MqttConnectReasonCode.BadUserNameOrPassword;
            return Task.CompletedTask;
        };
        _server.InterceptingPublishAsync += e =>
        {
            var topic = e.ApplicationMessage.Topic;
            if (Denied(topic))
            {
                e.ProcessPublish = false;
                e.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
                return Task.CompletedTask;
            }

            e.ProcessPublish = !Lost(topic);
            Published.Enqueue((e.ClientId, topic, Encoding.UTF8.GetString(e.ApplicationMessage.Payload), e.ApplicationMessage.Retain));
            return Task.CompletedTask;
        };
        _server.ClientAcknowledgedPublishPacketAsync += e =>
        {
            Acknowledged.Enqueue(e.ClientId);
            return Task.CompletedTask;
        };
        await _server.StartAsync();
    }

    public async Task StopAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.StopAsync(new MqttServerStopOptions());
            server.Dispose();
        }
    }

    public Task SendAsync(string topic, string payload) => _server!.InjectApplicationMessage(
        new InjectedMqttApplicationMessage(new MqttApplicationMessage
        {
            Topic = topic, Payload = new(Encoding.UTF8.GetBytes(payload)), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        })
        { SenderClientId = "test" },
        CancellationToken.None);

    public Task CutAsync(string client) => _server!.DisconnectClientAsync(client, new MqttServerClientDisconnectOptions());

    public async Task<string?> RetainedAsync(string topic) =>
        await _server!.GetRetainedMessageAsync(topic) is { } message ? Encoding.UTF8.GetString(message.Payload) : null;

    public IEnumerable<string> On(string topic) => Published.Where(p => p.Topic == topic).Select(p => p.Text);

    public MqttConnection Connection(string client, StatusBoard? status = null, Func<MqttSettings, MqttSettings>? with = null)
    {
        var settings = new MqttSettings(Url, client)
        {
            FirstRetry = TimeSpan.FromMilliseconds(10), LongestRetry = TimeSpan.FromMilliseconds(50),
        };
        return new(
            with?.Invoke(settings) ?? settings, status ?? new StatusBoard(TimeProvider.System), new CollectorMetrics(),
            NullLogger<MqttConnection>.Instance, TimeProvider.System);
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
