using System.Buffers;
using System.Net.Sockets;
using EdgeCollector.Core.Journal;
using EdgeCollector.Telemetry;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeCollector.Mqtt;

/// <summary>
/// One connection to the broker that is kept up for ever, the broker's absence at start included: MQTT 5, or 3.1.1 where the broker
/// knows no better. Its loop owns the client; publishers and subscribers of all threads hang on to it.
/// </summary>
internal sealed class MqttConnection(
    MqttSettings settings, StatusBoard status, CollectorMetrics metrics, ILogger<MqttConnection> logger, TimeProvider time)
{
    private readonly List<(string Filter, Func<MqttDelivery, ValueTask> Handler, string Share)> _subscriptions = [];
    private readonly List<Func<CancellationToken, Task>> _connected = [];
    private readonly RetrySchedule _retry = new(settings.FirstRetry, settings.LongestRetry, time, Random.Shared.NextDouble);
    private readonly MqttClientFactory _factory = new();
    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MqttProtocolVersion _version = settings.Mqtt5 ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311;
    private bool _known311 = !settings.Mqtt5;
    private int _closed;
    private volatile IMqttClient? _client;
    private volatile TaskCompletionSource _drop = new();
    private long _number;

    /// <summary>Completes when the broker has been tried once, with whatever success.</summary>
    public Task FirstAttempt => _firstAttempt.Task;

    /// <summary>Counts the connections; 0 before the first. It changes before anything is sent over the new one.</summary>
    public long Number => Interlocked.Read(ref _number);

    public bool IsConnected => _client is { IsConnected: true };

    /// <summary>Shared subscriptions are a matter of MQTT 5.</summary>
    public bool IsMqtt5 => _version == MqttProtocolVersion.V500;

    public MqttSettings Settings => settings;

    /// <summary>Subscribes with QoS 1 at each connect. The handler is called in the order of arrival, must be quick (MQTTnet queues behind
    /// it) and owns the acknowledgement. Before <see cref="RunAsync"/> only.</summary>
    /// <param name="share">Group that takes turns over the messages of the filter, where the broker speaks MQTT 5; empty: all of them
    /// come here.</param>
    public void Subscribe(string filter, Func<MqttDelivery, ValueTask> handler, string share = "") =>
        _subscriptions.Add((filter, handler, share));

    /// <summary>Called after each connect, once the subscriptions stand: to send again what is under way. Before <see cref="RunAsync"/>
    /// only.</summary>
    public void OnConnected(Func<CancellationToken, Task> handler) => _connected.Add(handler);

    /// <summary>Connects and reconnects until cancelled; then says offline and disconnects.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var client = _factory.CreateMqttClient(new GuardedAdapterFactory(settings.MaximumPacket));
            try
            {
                var connected = await ConnectAsync(client, cancellationToken).ConfigureAwait(false);
                _firstAttempt.TrySetResult();
                if (connected)
                {
                    await _drop.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
                    await DisconnectAsync(client).ConfigureAwait(false);
                    Say(StatusState.Wait, $"connection to {Address} lost, trying again");
                    _version = _known311 ? MqttProtocolVersion.V311 : MqttProtocolVersion.V500;
                }

                await Task.Delay(_retry.Next(), time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await CloseAsync(client).ConfigureAwait(false);
            }
            finally
            {
                _client = null;
            }
        }

        _firstAttempt.TrySetResult();
    }

    /// <summary>Gives the connection up and begins a new one; unacknowledged messages come again.</summary>
    public void Drop() => _drop.TrySetResult();

    /// <summary>Sends one message; QoS 1 returns with the broker's answer. No timer: without one it waits until the connection
    /// ends.</summary>
    /// <param name="payload">Unchanged until the result.</param>
    public async Task<MqttOutcome> PublishAsync(
        string topic, ReadOnlyMemory<byte> payload, bool acknowledged, bool retain, CancellationToken cancellationToken)
    {
        if (_client is not { IsConnected: true } client)
        {
            return MqttOutcome.Lost;
        }

        var message = new MqttApplicationMessage
        {
            Topic = topic,
            Payload = new ReadOnlySequence<byte>(payload),
            QualityOfServiceLevel = acknowledged ? MqttQualityOfServiceLevel.AtLeastOnce : MqttQualityOfServiceLevel.AtMostOnce,
            Retain = retain,
        };
        try
        {
            var result = await client.PublishAsync(message, cancellationToken).ConfigureAwait(false);
            return result.IsSuccess ? MqttOutcome.Accepted : Refused(topic, result);
        }
        catch (Exception e) when (IsLinkFault(e, cancellationToken))
        {
            return MqttOutcome.Lost;
        }
    }

    /// <summary>What a network or a broker may do at any moment, as against a bug or the caller's cancellation.</summary>
    internal static bool IsLinkFault(Exception e, CancellationToken cancellationToken) => e switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        IOException or SocketException or ObjectDisposedException => true,
        System.Security.Authentication.AuthenticationException => true,
        _ => e.GetType().Assembly == typeof(IMqttClient).Assembly,
    };

    private string Address => $"{settings.Broker.Host}:{settings.Broker.Port}";

    private async Task<bool> ConnectAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        var drop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += _ =>
        {
            drop.TrySetResult();
            return Task.CompletedTask;
        };
        var number = Number + 1;
        client.ApplicationMessageReceivedAsync += e => DispatchAsync(e, number);
        try
        {
            var result = await client.ConnectAsync(MqttOptionsFactory.Build(settings, _version), cancellationToken).ConfigureAwait(false);
            if (result.ResultCode != MqttClientConnectResultCode.Success)
            {
                Refused(result);
                return false;
            }

            _drop = drop;
            Interlocked.Increment(ref _number);
            metrics.MqttConnects.Add(1);
            await SubscribeAsync(client, result.IsSessionPresent, cancellationToken).ConfigureAwait(false);
            _client = client;
            _retry.Succeeded();
            _closed = 0;
            logger.MqttConnected(
                settings.ClientId, Address, IsMqtt5 ? "MQTT 5" : "MQTT 3.1.1", result.IsSessionPresent ? ", session kept" : "");
            if (settings.StatusTopic.Length != 0)
            {
                await PublishAsync(settings.StatusTopic, "online"u8.ToArray(), true, true, cancellationToken).ConfigureAwait(false);
            }

            foreach (var handler in _connected)
            {
                await handler(cancellationToken).ConfigureAwait(false);
            }

            return true;
        }
        catch (Exception e) when (IsLinkFault(e, cancellationToken))
        {
            Failed(e);
            return false;
        }
    }

    private async Task SubscribeAsync(IMqttClient client, bool kept, CancellationToken cancellationToken)
    {
        var refused = "";
        foreach (var (plain, _, share) in _subscriptions)
        {
            var shared = share.Length != 0 && IsMqtt5;
            var filter = shared ? $"$share/{share}/{plain}" : plain;
            if (shared && kept)
            {
                // Of an earlier version, or of a day with MQTT 3.1.1: a kept session would get everything besides its share.
                await client.UnsubscribeAsync(plain, cancellationToken).ConfigureAwait(false);
            }

            var options = new MqttClientSubscribeOptionsBuilder()
                .WithTopicFilter(filter, MqttQualityOfServiceLevel.AtLeastOnce).Build();
            var result = await client.SubscribeAsync(options, cancellationToken).ConfigureAwait(false);
            foreach (var item in result.Items)
            {
                if ((int)item.ResultCode >= 0x80)
                {
                    refused = $"{Address} refuses the subscription to {filter} ({item.ResultCode}): allow user "
                        + $"'{settings.User}' to read it in the broker's access list";
                }
            }
        }

        Say(refused.Length == 0 ? StatusState.Ok : StatusState.Failed, refused);
    }

    private async Task DispatchAsync(MqttApplicationMessageReceivedEventArgs e, long number)
    {
        // MQTTnet acknowledges after the handler unless told otherwise: a message would be lost with this process.
        e.AutoAcknowledge = false;
        var delivery = new MqttDelivery(e, number);
        foreach (var (filter, handler, _) in _subscriptions)
        {
            if (MqttTopicFilterComparer.Compare(e.ApplicationMessage.Topic, filter) == MqttTopicFilterCompareResult.IsMatch)
            {
                await handler(delivery).ConfigureAwait(false);
                return;
            }
        }

        await delivery.AcknowledgeAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task CloseAsync(IMqttClient client)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
        try
        {
            if (settings.StatusTopic.Length != 0)
            {
                await PublishAsync(settings.StatusTopic, "offline"u8.ToArray(), true, true, timeout.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // No answer any more: the broker publishes the will.
        }

        await DisconnectAsync(client).ConfigureAwait(false);
    }

    /// <summary>Says goodbye where there is still somebody: without, the broker would publish the will behind our back.</summary>
    private async Task DisconnectAsync(IMqttClient client)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
        try
        {
            await client.DisconnectAsync(new MqttClientDisconnectOptions(), timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException || IsLinkFault(e, CancellationToken.None))
        {
            // Going anyway: the broker then publishes the will.
        }
    }

    private MqttOutcome Refused(string topic, MqttClientPublishResult result)
    {
        metrics.PublishRefused.Add(1);
        var hint = result.ReasonCode == MqttClientPublishReasonCode.NotAuthorized
            ? $": allow user '{settings.User}' to write {topic} in the broker's access list"
            : result.ReasonString is { Length: > 0 } reason ? ": " + reason : "";
        Say(StatusState.Failed, $"{Address} refuses publishing to {topic} (0x{(int)result.ReasonCode:x2} {result.ReasonCode}){hint}");
        return MqttOutcome.Refused;
    }

    private void Refused(MqttClientConnectResult result)
    {
        if (result.ResultCode == MqttClientConnectResultCode.UnsupportedProtocolVersion && IsMqtt5)
        {
            _known311 = true;
            FallBack();
            return;
        }

        var credentials = result.ResultCode
            is MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized;
        Say(
            credentials ? StatusState.Failed : StatusState.Wait,
            credentials
                ? $"{Address} refuses user '{settings.User}' ({result.ResultCode}): check mqtt.login"
                : $"{Address} does not accept the connection ({result.ResultCode} {result.ReasonString}), trying again");
    }

    private void Failed(Exception e)
    {
        var cause = e.GetBaseException();
        if (FindTlsFault(e) is { } tls)
        {
            Say(StatusState.Failed, $"TLS with {Address} failed: {tls.Message} Check the broker's certificate and mqtt.tls.ca");
            return;
        }

        var silent = e is OperationCanceledException;
        Say(StatusState.Wait, $"{Address} cannot be reached ({(silent ? "no answer" : cause.Message)}), trying again");

        // A broker that knows only 3.1.1 may just close the connection, but so does one that is going down: only after the second time,
        // and only until this connection ends, the other version is tried in turn.
        _closed = silent || cause is SocketException { SocketErrorCode: not SocketError.ConnectionReset } ? 0 : _closed + 1;
        if (_closed >= 2)
        {
            _closed = 0;
            FallBack();
        }
    }

    private void FallBack()
    {
        _version = IsMqtt5 ? MqttProtocolVersion.V311 : MqttProtocolVersion.V500;
        if (!IsMqtt5)
        {
            logger.MqttFallback(settings.ClientId, Address);
        }
    }

    private static System.Security.Authentication.AuthenticationException? FindTlsFault(Exception? e)
    {
        while (e is not null and not System.Security.Authentication.AuthenticationException)
        {
            e = e.InnerException;
        }

        return e as System.Security.Authentication.AuthenticationException;
    }

    private void Say(StatusState state, string message)
    {
        if (!status.Set(settings.Thing, state, message) || message.Length == 0)
        {
            return;
        }

        if (state == StatusState.Failed)
        {
            logger.MqttRefused(settings.ClientId, message);
        }
        else
        {
            logger.MqttTrouble(settings.ClientId, message);
        }
    }
}
