using EdgeCollector.Interop.Tests.Peers;
using EdgeCollector.Mqtt;
using EdgeCollector.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeCollector.Interop.Tests.Delivery;

[Trait("Needs", "mosquitto")]
public sealed class SecureConnectionTests : IDisposable
{
    private readonly StatusBoard _status = new(TimeProvider.System);
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Over_TLS_the_brokers_own_authority_is_trusted_and_no_other()
    {
        await using var broker = await Mosquitto.StartNewAsync(new MosquittoOptions { Tls = true });
        var authority = _directory.Write("ca.pem", broker.Authority!.Certificate.ExportCertificatePem());
        using var stop = new CancellationTokenSource();

        var trusted = Connection(broker, "trusted", authority);
        var stranger = Connection(broker, "stranger", "");
        Task[] running = [Task.Run(() => trusted.RunAsync(stop.Token)), Task.Run(() => stranger.RunAsync(stop.Token))];

        await DeliveryRig.UntilAsync(() => trusted.IsConnected && _status.Get("trusted")?.State == StatusState.Ok, "connected");
        await DeliveryRig.UntilAsync(() => _status.Get("stranger")?.State == StatusState.Failed, "refused");
        Assert.False(stranger.IsConnected);
        Assert.Contains("TLS with localhost", _status.Get("stranger")!.Message);
        await stop.CancelAsync();
        await Task.WhenAll(running);
    }

    [Fact]
    public async Task A_publish_that_the_access_list_denies_names_topic_and_hint()
    {
        await using var broker = await Mosquitto.StartNewAsync(new MosquittoOptions
        {
            Users = new Dictionary<string, string> { ["edge"] = "s3cret" }, Acl = "user edge\ntopic readwrite allowed/#\n",
        });
        using var stop = new CancellationTokenSource();
        var connection = new MqttConnection(
            new(new Uri($"mqtt://127.0.0.1:{broker.Port}"), "edge") { User = "edge", Password = "s3cret" },
            _status, new CollectorMetrics(), NullLogger<MqttConnection>.Instance, TimeProvider.System);
        var running = Task.Run(() => connection.RunAsync(stop.Token));
        await DeliveryRig.UntilAsync(() => connection.IsConnected, "connected");

        Assert.Equal(MqttOutcome.Accepted, await connection.PublishAsync("allowed/a", "1"u8.ToArray(), true, false, stop.Token));
        Assert.Equal(MqttOutcome.Refused, await connection.PublishAsync("denied/a", "1"u8.ToArray(), true, false, stop.Token));
        Assert.Contains("refuses publishing to denied/a (0x87", _status.Get("mqtt")!.Message);
        await stop.CancelAsync();
        await running;
    }

    private MqttConnection Connection(Mosquitto broker, string client, string authority) => new(
        new(new Uri($"mqtts://localhost:{broker.TlsPort}"), client)
        {
            CaFile = authority, Thing = client, FirstRetry = TimeSpan.FromMilliseconds(50), LongestRetry = TimeSpan.FromMilliseconds(200),
        },
        _status, new CollectorMetrics(), NullLogger<MqttConnection>.Instance, TimeProvider.System);
}
