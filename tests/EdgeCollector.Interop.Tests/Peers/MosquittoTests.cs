using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Protocol;
using Xunit;

namespace EdgeCollector.Interop.Tests.Peers;

[Trait("Needs", "mosquitto")]
public sealed class MosquittoTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_retained_message_survives_kill_and_restart_on_the_same_port()
    {
        await using var broker = await Mosquitto.StartNewAsync();
        var port = broker.Port;
        await PublishRetainedAsync(Plain(broker), "line1/state", "Running");
        Assert.Equal("Running", await ReadRetainedAsync(Plain(broker), "line1/state"));

        await broker.KillAsync();
        Assert.True(FreePort.IsFree(port));
        await broker.StartAsync();

        Assert.Equal(port, broker.Port);
        Assert.Equal("Running", await ReadRetainedAsync(Plain(broker), "line1/state"));
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_the_right_one_accepted()
    {
        await using var broker = await Mosquitto.StartNewAsync(
            new MosquittoOptions { Users = new Dictionary<string, string> { ["edge"] = "s3cret" } });

        var refused = await ConnectCodeAsync(Plain(broker).WithCredentials("edge", "wrong"));
        var accepted = await ConnectCodeAsync(Plain(broker).WithCredentials("edge", "s3cret"));

        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, refused);
        Assert.Equal(MqttClientConnectResultCode.Success, accepted);
    }

    [Fact]
    public async Task The_TLS_listener_shows_a_certificate_of_its_own_authority()
    {
        await using var broker = await Mosquitto.StartNewAsync(new MosquittoOptions { Tls = true, ClientCertificates = true });
        using var client = broker.Authority!.Client("edge-line1");

        var code = await ConnectCodeAsync(new MqttClientOptionsBuilder()
            .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
            .WithTcpServer("127.0.0.1", broker.TlsPort)
            .WithTlsOptions(tls => tls.UseTls().WithTargetHost("localhost")
                .WithClientCertificates([client])
                .WithTrustChain([broker.Authority.Certificate])
                .WithRevocationMode(X509RevocationMode.NoCheck)));

        Assert.Equal(MqttClientConnectResultCode.Success, code);
    }

    [Fact]
    public async Task A_configuration_the_broker_refuses_fails_with_its_log()
    {
        var error = await Assert.ThrowsAsync<PeerException>(
            () => Mosquitto.StartNewAsync(new MosquittoOptions { Config = "no_such_option 1" }));

        Assert.Contains("no_such_option", error.Message, StringComparison.Ordinal);
    }

    private static MqttClientOptionsBuilder Plain(Mosquitto broker) => new MqttClientOptionsBuilder()
        .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
        .WithTcpServer("127.0.0.1", broker.Port);

    private static async Task<MqttClientConnectResultCode> ConnectCodeAsync(MqttClientOptionsBuilder options)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        return (await client.ConnectAsync(options.Build(), TestContext.Current.CancellationToken)).ResultCode;
    }

    private static async Task PublishRetainedAsync(MqttClientOptionsBuilder options, string topic, string payload)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(options.Build(), TestContext.Current.CancellationToken);
        var result = await client.PublishStringAsync(
            topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain: true, TestContext.Current.CancellationToken);
        Assert.True(result.IsSuccess);
        await client.DisconnectAsync(cancellationToken: TestContext.Current.CancellationToken);
        // autosave_on_changes is acted upon in the broker's main loop, after the PUBACK; the next exchange is past it.
        await client.ConnectAsync(options.Build(), TestContext.Current.CancellationToken);
        await client.PingAsync(TestContext.Current.CancellationToken);
        await client.DisconnectAsync(cancellationToken: TestContext.Current.CancellationToken);
    }

    private static async Task<string> ReadRetainedAsync(MqttClientOptionsBuilder options, string topic)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var message = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ApplicationMessageReceivedAsync += received =>
        {
            message.TrySetResult(received.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        await client.ConnectAsync(options.Build(), TestContext.Current.CancellationToken);
        await client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        return await message.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }
}
