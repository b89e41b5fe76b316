using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Server;
using EdgeCollector.OpcUa.Types;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Client;

/// <summary>A server that is starting or shutting down says so to whoever asks for a session (Part 4, BadServerHalted).</summary>
public sealed class HaltedServerTests
{
    [Fact]
    public async Task BadServerHalted_is_said_in_words_and_the_client_connects_once_the_server_is_ready()
    {
        var space = new AddressSpace("urn:test", TimeProvider.System);
        await using var server = new UaServer(space, "test", TimeProvider.System);
        server.Faults.IsHalted = true;
        server.Start(0);
        var handler = new Watcher();
        using var stop = new CancellationTokenSource();
        var client = new OpcUaClient(
            new() { EndpointUrl = server.EndpointUrl, SecurityMode = MessageSecurityMode.None, SecurityPolicy = SecurityPolicy.None },
            NullLoggerFactory.Instance, TimeProvider.System);
        var running = client.RunAsync(handler, stop.Token);

        var reason = await handler.Disconnected.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("BadServerHalted", reason.Reason, StringComparison.Ordinal);
        Assert.Contains("tried again", reason.Reason, StringComparison.Ordinal);
        Assert.Equal(Failure.Lost, reason.Failure);
        server.Faults.IsHalted = false;
        await handler.Connected.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await stop.CancelAsync();
        await running;
    }

    private sealed class Watcher : IOpcUaClientHandler
    {
        public TaskCompletionSource<DisconnectInfo> Disconnected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Connected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnConnected(SessionInfo session) => Connected.TrySetResult();

        public void OnSubscribed(SubscriptionInfo subscription)
        {
        }

        public void OnItemRejected(uint handle, StatusCode status)
        {
        }

        public void OnDataChange(NotificationToken token, ref DataChangeItems items)
        {
        }

        public void OnStatusChange(int subscription, StatusCode status)
        {
        }

        public void OnGap(GapInfo gap)
        {
        }

        public void OnServerStatus(ServerStatusInfo status)
        {
        }

        public void OnDisconnected(DisconnectInfo reason) => Disconnected.TrySetResult(reason);
    }
}
