using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using MQTTnet.Server;

namespace EdgeCollector.Demo;

/// <summary>The MQTT broker of the demo, in this process and on loopback only.</summary>
internal sealed class DemoBroker : IAsyncDisposable
{
    private readonly MqttServer _server;

    private DemoBroker(MqttServer server, int port)
    {
        _server = server;
        Address = string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{port}");
    }

    public string Address { get; }

    public static async Task<DemoBroker> StartAsync()
    {
        var port = FreePort();
        var options = new MqttServerOptionsBuilder().WithDefaultEndpoint().WithDefaultEndpointPort(port)
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointBoundIPV6Address(IPAddress.None).Build();
        var server = new MqttServerFactory().CreateMqttServer(options);
        await server.StartAsync().ConfigureAwait(false);
        return new(server, port);
    }

    /// <summary>The value of a retained time-series message; null where there is none.</summary>
    public async Task<long?> RetainedAsync(string topic)
    {
        var retained = await _server.GetRetainedMessagesAsync().ConfigureAwait(false);
        if (retained.FirstOrDefault(m => m.Topic == topic) is not { } message) return null;

        using var json = JsonDocument.Parse(message.Payload);
        return json.RootElement.GetProperty("value").GetInt64();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync().ConfigureAwait(false);
        _server.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
