using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Types;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Client;

/// <summary>The whole client against a scripted server; time moves only by hand.</summary>
public sealed class OpcUaClientTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
    private readonly ScriptedServer _server = new();
    private readonly RecordingHandler _handler = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly OpcUaClient _client;
    private readonly Task _running;

    public OpcUaClientTests()
    {
        var options = new OpcUaClientOptions
        {
            EndpointUrl = "opc.tcp://plc:4840",
            SecurityMode = MessageSecurityMode.None,
            SecurityPolicy = SecurityPolicy.None,
            Subscriptions =
            [
                new()
                {
                    PublishingInterval = TimeSpan.FromMilliseconds(100),
                    Items = [new(ExpandedNodeId.Parse("nsu=urn:plc;s=State"), 1), new(ExpandedNodeId.Parse("nsu=urn:nowhere;s=X"), 2)],
                },
            ],
        };
        _client = new(options, NullLoggerFactory.Instance, _time, (_, _, _) => _server.DialAsync());
        _running = _client.RunAsync(_handler, _stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(10));
        _stop.Dispose();
    }

    [Fact]
    public async Task Values_come_in_order_with_revised_intervals_and_rejected_items_named_first()
    {
        Assert.Equal("connected new", await _handler.NextAsync());
        Assert.Equal("subscribed Created 100 2", await _handler.NextAsync());
        Assert.Equal("rejected 2 BadNodeIdUnknown", await _handler.NextAsync());
        await _server.SendAsync(1, 10, 11);
        await _server.SendAsync(2); // keep-alive: the number of the next notification
        await _server.SendAsync(2, 12);
        Assert.Equal("values 1: 10,11", await _handler.NextAsync());
        Assert.Equal("values 2: 12", await _handler.NextAsync());
        Assert.Equal(NoLossClass.UntilOurRestart, Assert.Single(_client.NoLoss).Class);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_gap_is_filled_by_Republish_and_what_the_server_lost_is_one_gap(bool faults)
    {
        _server.RepublishFaults = faults;
        await _server.SendAsync(1, 1);
        _server.Keep(2, 2);
        _server.Keep(5, 5);
        await _server.SendAsync(6, 6);
        Assert.Equal("values 1: 1", await _handler.UntilAsync("values"));
        Assert.Equal("values 2: 2", await _handler.NextAsync());
        Assert.Equal("values 5: 5", await _handler.NextAsync());
        Assert.Equal("gap 2", await _handler.NextAsync()); // 3 and 4
        Assert.Equal("values 6: 6", await _handler.NextAsync());
        Assert.Equal([2u, 3u, 5u], _server.Republished);
    }

    [Fact]
    public async Task A_keep_alive_shows_a_gap_too_and_a_duplicate_is_dropped()
    {
        await _server.SendAsync(1, 1);
        _server.Keep(2, 2);
        await _server.SendAsync(3);
        await _server.SendAsync(2, 2);
        await _server.SendAsync(3, 3);
        Assert.Equal("values 1: 1", await _handler.UntilAsync("values"));
        Assert.Equal("values 2: 2", await _handler.NextAsync());
        Assert.Equal("values 3: 3", await _handler.NextAsync());
    }

    [Fact]
    public async Task Nothing_is_acknowledged_before_the_owner_says_so()
    {
        for (uint i = 1; i <= 5; i++) await _server.SendAsync(i, (int)i);
        await _handler.UntilAsync("values 5");
        Assert.Empty(_server.Acknowledged);
        Assert.Equal(5, _client.HeldNotifications);

        Assert.True(_client.Acknowledge(_handler.Tokens[2]));
        for (uint i = 6; i <= 9; i++) await _server.SendAsync(i, (int)i);
        await _handler.UntilAsync("values 9");
        Assert.Equal([3u], _server.Acknowledged);
    }

    [Fact]
    public async Task After_a_cut_the_session_goes_on_and_what_was_sent_meanwhile_is_fetched()
    {
        await _server.SendAsync(1, 1);
        await _handler.UntilAsync("values 1");
        _server.Cut();
        _server.Keep(2, 2);
        _server.Keep(3, 3);
        await _handler.UntilAsync("disconnected Lost");
        await AdvanceUntilAsync("connected resumed");
        Assert.Equal("values 2: 2", await _handler.NextAsync());
        Assert.Equal("values 3: 3", await _handler.NextAsync());
        Assert.StartsWith("subscribed Resumed", await _handler.NextAsync());
        await _server.SendAsync(4, 4);
        Assert.Equal("values 4: 4", await _handler.UntilAsync("values"));
        Assert.Single(_server.Requests, r => r == "CreateSession");
    }

    [Fact]
    public async Task A_server_which_forgot_everything_gets_a_new_session_and_the_loss_is_one_gap()
    {
        await _server.SendAsync(1, 1);
        await _handler.UntilAsync("values 1");
        _server.ActivateResult = StatusCode.BadSessionIdInvalid;
        _server.SubscriptionExists = false;
        _server.Forget(1);
        _server.Cut();
        await _handler.UntilAsync("disconnected Lost");
        await AdvanceUntilAsync(() => _server.Requests.Count(r => r == "ActivateSession") >= 2);
        _server.ActivateResult = StatusCode.Good;
        await AdvanceUntilAsync("connected new");
        Assert.Equal("gap 0", await _handler.NextAsync());
        Assert.StartsWith("subscribed Created", await _handler.NextAsync());
        await _server.SendAsync(1, 7);
        Assert.Equal("values 1: 7", await _handler.UntilAsync("values"));
    }

    [Fact]
    public async Task A_lost_subscription_is_one_gap_however_often_making_it_anew_fails()
    {
        await _server.SendAsync(1, 1);
        await _handler.UntilAsync("values 1");
        _server.SubscriptionExists = false;
        _server.Forget(1);
        _server.RefusesSubscriptions = true;
        _server.Cut();
        await AdvanceUntilAsync("gap 0");
        await AdvanceUntilAsync(() => _server.Requests.Count(r => r == "CreateSubscription") >= 3);
        _server.RefusesSubscriptions = false;
        while (true)
        {
            var next = _handler.NextAsync();
            await AdvanceUntilAsync(() => next.IsCompleted);
            Assert.DoesNotContain("gap", await next);
            if ((await next).StartsWith("subscribed Created", StringComparison.Ordinal)) break;
        }
    }

    [Fact]
    public async Task A_silent_server_is_left_after_three_keep_alives()
    {
        await _server.SendAsync(1, 1);
        await _handler.UntilAsync("values 1");
        for (var i = 0; i < 28; i++) _time.Advance(TimeSpan.FromSeconds(0.25));
        Assert.Null(_handler.Disconnected);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        await _handler.UntilAsync("disconnected Lost");
        Assert.Contains("no keep-alive", _handler.Disconnected!.Reason);
    }

    [Fact]
    public async Task A_server_that_shuts_down_is_named_and_tried_again()
    {
        await _handler.UntilAsync("rejected 2");
        await _server.SendAsync(1, 1);
        await _handler.UntilAsync("values 1");
        _server.State = 4;
        _server.Cut();
        await _handler.UntilAsync("disconnected Lost");
        await AdvanceUntilAsync("disconnected Lost");
        Assert.Contains("shutting down", _handler.Disconnected!.Reason);
        _server.State = 0;
        await AdvanceUntilAsync("connected");
    }

    private async Task AdvanceUntilAsync(string line)
    {
        var waiting = _handler.UntilAsync(line);
        await AdvanceUntilAsync(() => waiting.IsCompleted);
        await waiting;
    }

    private async Task AdvanceUntilAsync(Func<bool> done)
    {
        var deadline = Environment.TickCount64 + 10_000;
        while (!done() && Environment.TickCount64 < deadline)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(5);
        }

        Assert.True(done());
    }
}
