using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using EdgeCollector.Mqtt;
using EdgeCollector.Options;
using EdgeCollector.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCollector.Cli.Doctor;

/// <summary>Connects as the service does, under a client id of its own, and sends itself a message with QoS 1.</summary>
internal static class MqttCheck
{
    public static async Task<Finding> RunAsync(Installation box, MqttOptions mqtt, CancellationToken stop)
    {
        var time = box.Host.Time;
        var node = box.Options.Node.Name;
        var topic = new TopicScheme(box.Options.Uns.Root, box.Options.Uns.Enterprise, box.Options.Uns.Site, node).Doctor;
        var status = new StatusBoard(time);
        using var metrics = new CollectorMetrics();
        var settings = MqttWiring.Settings(mqtt, box.Secrets, $"{node}-doctor");
        var connection = new MqttConnection(settings, status, metrics, NullLogger<MqttConnection>.Instance, time);
        var payload = RandomNumberGenerator.GetBytes(16);
        var echo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Subscribe(topic, delivery => TakeAsync(delivery, payload, echo));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = connection.RunAsync(end.Token);
        try
        {
            await connection.FirstAttempt.WaitAsync(Installation.Patience, time, stop).ConfigureAwait(false);
            var sent = time.GetTimestamp();
            var outcome = await connection.PublishAsync(topic, payload, acknowledged: true, retain: false, stop).ConfigureAwait(false);
            if (outcome != MqttOutcome.Accepted || status.Get(settings.Thing) is { State: not StatusState.Ok })
            {
                return Finding.FailedOnce("mqtt", "", Words(status, settings));
            }

            await echo.Task.WaitAsync(Installation.Patience, time, stop).ConfigureAwait(false);
            return Heard(mqtt, string.Create(CultureInfo.InvariantCulture,
                $"{(connection.IsMqtt5 ? "MQTT 5" : "MQTT 3.1.1")}, QoS 1 echo {time.GetElapsedTime(sent).TotalMilliseconds:0} ms"));
        }
        catch (TimeoutException)
        {
            return Finding.FailedOnce("mqtt", "", connection.IsConnected
                ? $"{Address(mqtt)} takes {topic} and does not give it back – allow user '{settings.User}' to read and write it in the access list"
                : Words(status, settings));
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static Finding Heard(MqttOptions mqtt, string text) => mqtt.Broker.Scheme == "mqtts" || mqtt.Broker.IsLoopback
        ? Finding.Ok("mqtt", "", $"{Address(mqtt)}, {text}")
        : Finding.Warning("mqtt", "", $"{Address(mqtt)}, {text}, not encrypted – use mqtts:// with mqtt.tls.ca");

    private static string Words(StatusBoard status, MqttSettings settings) =>
        status.Get(settings.Thing) is { Message.Length: > 0 } row ? row.Message : $"{settings.Broker} gave no answer – does the broker run?";

    private static string Address(MqttOptions mqtt) => $"{mqtt.Broker.Host}:{mqtt.Broker.Port}";

    private static async ValueTask TakeAsync(MqttDelivery delivery, byte[] payload, TaskCompletionSource echo)
    {
        if (delivery.Payload.ToArray().AsSpan().SequenceEqual(payload)) echo.TrySetResult();
        await delivery.AcknowledgeAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
