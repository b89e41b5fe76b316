using System.Collections.Concurrent;
using EdgeCollector.Demo;
using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Types;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Demo;

/// <summary>The whole way: model, server, loopback, the project's client.</summary>
public sealed class FillerServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _machineTime = new(Start);
    private readonly FillerServer _server;

    public FillerServerTests() => _server = new("Filler1", _machineTime, TimeProvider.System);

    public ValueTask InitializeAsync()
    {
        _server.Start(0);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Its_nodes_bear_the_names_of_PackTags()
    {
        await using var session = await Client([]).ConnectAsync(default);
        var names = new List<string>();
        await foreach (var node in session.BrowseTreeAsync(new(1, "Filler1"), 100, 5)) names.Add(node.NodeId.ToString());
        foreach (var name in (string[])
        [
            "Status.StateCurrent", "Status.UnitModeCurrent", "Status.CurMachSpeed", "Admin.ProdProcessedCount", "Admin.ProdDefectiveCount",
            "Admin.StopReason", "Good", "Temperature", "Status.EquipmentInterlock.Starved", "Status.EquipmentInterlock.Blocked",
        ])
        {
            Assert.Contains($"ns=1;s=Filler1.{name}", names);
        }
    }

    [Fact]
    public async Task An_hour_arrives_whole_in_order_and_with_its_own_times_even_over_a_cut_connection()
    {
        string[] nodes = ["Status.StateCurrent", "Admin.ProdProcessedCount", "Good", "Admin.ProdDefectiveCount"];
        FillerSignal[] signals = [FillerSignal.State, FillerSignal.Processed, FillerSignal.Good, FillerSignal.Reject];
        var from = Start.ToUnixTimeMilliseconds();
        var history = new SimulatedFiller(1, from).Advance(from + 3_600_000);
        _server.Publish([.. history.Where(c => c.At == from)]);

        // Of what stood at the start only the last is there: it was set before anybody listened.
        var expected = signals.Select(signal => history.Where(c => c.Signal == signal)
            .GroupBy(c => c.At).Select(g => g.Last()).Select(c => (c.At, (long)c.Value)).ToList()).ToList();

        var client = Client([.. nodes.Select((n, i) => new MonitoredItemOptions(
            ExpandedNodeId.Parse($"nsu={FillerServer.NamespaceUri};s=Filler1.{n}"), (uint)i) { QueueSize = 10_000 })]);
        using var stop = new CancellationTokenSource();
        var seen = new Collector(client, expected.Sum(e => e.Count));
        var running = client.RunAsync(seen, stop.Token);
        await seen.Subscribed.WaitAsync(Patience);

        var rest = history.Where(c => c.At > from).ToList();
        _server.Publish(rest[..(rest.Count / 2)]);
        _server.DropConnections();
        _server.Publish(rest[(rest.Count / 2)..]);
        await seen.Complete.WaitAsync(Patience);
        await stop.CancelAsync();
        await running.WaitAsync(Patience);

        Assert.Empty(seen.Gaps);
        for (var i = 0; i < signals.Length; i++)
        {
            Assert.Equal(expected[i], seen.Values.Where(v => v.Handle == i).Select(v => (v.At, v.Value)));
        }
    }

    private OpcUaClient Client(IReadOnlyList<MonitoredItemOptions> items) => new(
        new OpcUaClientOptions
        {
            EndpointUrl = _server.EndpointUrl,
            SecurityMode = MessageSecurityMode.None,
            SecurityPolicy = SecurityPolicy.None,
            Subscriptions = items.Count == 0 ? [] : [new() { PublishingInterval = TimeSpan.FromMilliseconds(50), Items = items }],
        },
        NullLoggerFactory.Instance, TimeProvider.System);

    private sealed class Collector(OpcUaClient client, int expected) : IOpcUaClientHandler
    {
        private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Subscribed => _subscribed.Task;

        public Task Complete => _complete.Task;

        public ConcurrentQueue<(int Handle, long At, long Value)> Values { get; } = new();

        public ConcurrentQueue<string> Gaps { get; } = new();

        public void OnConnected(SessionInfo session)
        {
        }

        public void OnSubscribed(SubscriptionInfo subscription) => _subscribed.TrySetResult();

        public void OnItemRejected(uint handle, StatusCode status) => Gaps.Enqueue($"item {handle}: {status}");

        public void OnDataChange(NotificationToken token, ref DataChangeItems items)
        {
            while (items.TryRead(out var handle, out var value))
            {
                value.Value.TryGetInt64(out var number);
                Values.Enqueue(((int)handle, new DateTimeOffset(value.SourceTimestamp).ToUnixTimeMilliseconds(), number));
                if (value.StatusCode.HasOverflow) Gaps.Enqueue($"overflow at {handle}");
            }

            if (Values.Count >= expected) _complete.TrySetResult();

            client.Acknowledge(token);
        }

        public void OnStatusChange(int subscription, StatusCode status) => Gaps.Enqueue(status.ToString());

        public void OnGap(GapInfo gap) => Gaps.Enqueue(gap.Reason);

        public void OnServerStatus(ServerStatusInfo status)
        {
        }

        public void OnDisconnected(DisconnectInfo reason)
        {
        }
    }
}
