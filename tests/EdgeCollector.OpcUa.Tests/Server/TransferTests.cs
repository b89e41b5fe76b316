using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Server;

/// <summary>What survives a cut: Republish, activation on a new channel, transfer; and the faults which tests can script.</summary>
public sealed class TransferTests : IAsyncLifetime
{
    private readonly TestServer _server = new();
    private TestClient _client = null!;

    public async ValueTask InitializeAsync() => _client = await _server.ConnectAsync();

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Part4_5146_a_lost_notification_can_be_had_again_until_it_is_acknowledged()
    {
        var id = await _client.SubscribeAsync(keepAlive: 5);
        await _client.MonitorAsync(id, _server.Count, 1);
        _server.Server.Faults.LoseNotifications(1);
        var answer = await _client.PublishAsync();
        _server.Tick();
        Assert.False(answer.IsCompleted);

        _server.Count.Set(Variant.Of(5), TestServer.Start);
        _server.Tick();
        Assert.Equal(2u, (await answer).NotificationMessage.SequenceNumber);
        Assert.Equal([0], (await RepublishAsync(_client, id, 1)).NotificationMessage.Numbers(1));

        _server.Tick(5);
        await _client.PublishNowAsync(new SubscriptionAcknowledgement(id, 1));
        var refused = await Assert.ThrowsAsync<ServiceException>(() => RepublishAsync(_client, id, 1));
        Assert.Equal(StatusCode.BadMessageNotAvailable, refused.Status);
    }

    [Fact]
    public async Task Part4_5147_a_transfer_takes_items_and_unacknowledged_messages_along_and_tells_the_old_session()
    {
        var id = await _client.SubscribeAsync();
        await _client.MonitorAsync(id, _server.Count, 1);
        _server.Tick();
        await _client.PublishNowAsync();
        var waiting = await _client.PublishAsync();

        await using var other = await _server.ConnectAsync();
        var moved = Assert.Single((await TransferAsync(other, id)).Results);
        Assert.Equal(StatusCode.Good, moved.StatusCode);
        Assert.Equal([1u], moved.AvailableSequenceNumbers);

        var farewell = await waiting.WaitAsync(TestClient.Patience);
        Assert.Equal(StatusCode.GoodSubscriptionTransferred, farewell.NotificationMessage.Status());
        Assert.Equal(id, farewell.SubscriptionId);

        _server.Count.Set(Variant.Of(5), TestServer.Start);
        _server.Tick();
        var next = await other.PublishNowAsync();
        Assert.Equal(2u, next.NotificationMessage.SequenceNumber);
        Assert.Equal([5], next.NotificationMessage.Numbers(1));
        Assert.Equal([0], (await RepublishAsync(other, id, 1)).NotificationMessage.Numbers(1));
    }

    [Fact]
    public async Task Part4_5147_initial_values_are_sent_to_who_wants_them()
    {
        var id = await _client.SubscribeAsync();
        await _client.MonitorAsync(id, _server.Count, 1);
        _server.Tick();
        await _client.PublishNowAsync();
        await using var other = await _server.ConnectAsync();
        await TransferAsync(other, id, initialValues: true);
        _server.Tick();
        Assert.Equal([0], (await other.PublishNowAsync()).NotificationMessage.Numbers(1));
    }

    [Fact]
    public async Task A_cut_session_goes_on_over_a_new_channel_and_what_happened_meanwhile_is_there()
    {
        var id = await _client.SubscribeAsync();
        await _client.MonitorAsync(id, _server.Count, 1);
        var lost = await _client.PublishAsync();
        Assert.Equal(1, _server.Server.DropConnections());
        await Assert.ThrowsAnyAsync<IOException>(() => lost.WaitAsync(TestClient.Patience));
        for (var i = 1; i <= 3; i++) _server.Count.Set(Variant.Of(i), TestServer.Start);
        _server.Tick();

        await using var again = await TestClient.OpenAsync(_server);
        await again.TakeOverAsync(_client);
        Assert.Equal([0, 1, 2, 3], (await again.PublishNowAsync()).NotificationMessage.Numbers(1));
    }

    [Fact]
    public async Task Part4_5732_a_session_serves_only_the_channel_it_was_activated_on()
    {
        await using var thief = await TestClient.OpenAsync(_server);
        await thief.TakeOverAsync(_client);
        var refused = await Assert.ThrowsAsync<ServiceException>(_client.ReadStateAsync);
        Assert.Equal(StatusCode.BadSecureChannelIdInvalid, refused.Status);
        await thief.ReadStateAsync();
    }

    [Fact]
    public async Task A_session_silent_for_longer_than_its_timeout_is_gone_and_its_subscription_can_be_transferred()
    {
        var id = await _client.SubscribeAsync();
        await _client.MonitorAsync(id, _server.Count, 1);
        _server.Time.Advance(TimeSpan.FromSeconds(70));
        var refused = await Assert.ThrowsAsync<ServiceException>(_client.ReadStateAsync);
        Assert.Equal(StatusCode.BadSessionIdInvalid, refused.Status);

        await using var other = await _server.ConnectAsync();
        Assert.Equal(StatusCode.Good, Assert.Single((await TransferAsync(other, id)).Results).StatusCode);
        _server.Tick();
        Assert.Equal([0], (await other.PublishNowAsync()).NotificationMessage.Numbers(1));
    }

    [Fact]
    public async Task Scripted_a_transfer_is_refused()
    {
        var id = await _client.SubscribeAsync();
        _server.Server.Faults.RefuseTransfer = true;
        await using var other = await _server.ConnectAsync();
        var refused = await Assert.ThrowsAsync<ServiceException>(() => TransferAsync(other, id));
        Assert.Equal(StatusCode.BadServiceUnsupported, refused.Status);
    }

    [Fact]
    public async Task Scripted_a_halted_server_refuses_services_until_it_runs_again()
    {
        _server.Server.Faults.IsHalted = true;
        var refused = await Assert.ThrowsAsync<ServiceException>(_client.ReadStateAsync);
        Assert.Equal(StatusCode.BadServerHalted, refused.Status);
        _server.Server.Faults.IsHalted = false;
        Assert.True((await _client.ReadStateAsync()).Results[0].StatusCode.IsGood);
    }

    [Fact]
    public async Task Scripted_a_mute_server_takes_requests_and_says_nothing()
    {
        _server.Server.Faults.IsMute = true;
        var unanswered = _client.SendAsync<WriteRequest, WriteResponse>(
            new(_client.Header(), [new(_server.Speed.Id, 13, null, new(Variant.Of(40.0)))]));
        Assert.True(SpinWait.SpinUntil(() => _server.Speed.Value.Value == Variant.Of(40.0), TestClient.Patience));

        // Written before the response is withheld: the gate is free only when both are done.
        lock (_server.Space.Gate) _server.Server.Faults.IsMute = false;
        await _client.ReadStateAsync();
        Assert.False(unanswered.IsCompleted);
    }

    [Fact]
    public async Task Scripted_a_restart_forgets_sessions_and_shows_a_new_start_time()
    {
        await _client.SubscribeAsync();
        _server.Time.Advance(TimeSpan.FromSeconds(1));
        _server.Server.Restart();
        await using var again = await TestClient.OpenAsync(_server);
        var refused = await Assert.ThrowsAsync<ServiceException>(() => again.TakeOverAsync(_client));
        Assert.Equal(StatusCode.BadSessionIdInvalid, refused.Status);
        Assert.Equal(0, _server.Server.Subscriptions.Count);
        Assert.Equal(TestServer.Start.AddSeconds(1), _server.Space.StartTime);
    }

    private static Task<RepublishResponse> RepublishAsync(TestClient client, uint id, uint sequence) =>
        client.SendAsync<RepublishRequest, RepublishResponse>(new(client.Header(), id, sequence));

    private static Task<TransferSubscriptionsResponse> TransferAsync(TestClient client, uint id, bool initialValues = false) =>
        client.SendAsync<TransferSubscriptionsRequest, TransferSubscriptionsResponse>(new(client.Header(), [id], initialValues));
}
