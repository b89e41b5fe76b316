using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Server;
using EdgeCollector.OpcUa.Types;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Server;

/// <summary>Part 4, 5.14.1 and 5.14.5, over real sockets.</summary>
public sealed class PublishTests : IAsyncLifetime
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
    public async Task Every_change_arrives_in_order_with_its_source_time()
    {
        var id = await _client.SubscribeAsync();
        await _client.MonitorAsync(id, _server.Count, 7);
        for (var i = 1; i <= 20; i++) _server.Count.Set(Variant.Of(i), TestServer.Start.AddSeconds(i));
        var answer = await _client.PublishAsync();
        _server.Tick();

        var values = (await answer).NotificationMessage.Values();
        Assert.Equal(Enumerable.Range(0, 21), values.Select(v => (int)v.Value.Value.Value!));
        Assert.Equal(Enumerable.Range(0, 21).Select(i => TestServer.Start.AddSeconds(i)), values.Select(v => v.Value.SourceTimestamp));
        Assert.All(values, v => Assert.Equal(7u, v.ClientHandle));
    }

    [Fact]
    public async Task Part4_51412_a_keep_alive_announces_the_next_number_without_using_it()
    {
        var id = await _client.SubscribeAsync(keepAlive: 3);
        await _client.MonitorAsync(id, _server.Count, 1);
        var answer = await _client.PublishAsync();
        _server.Tick();
        Assert.Equal(1u, (await answer).NotificationMessage.SequenceNumber);

        answer = await _client.PublishAsync();
        _server.Tick(2);
        Assert.False(answer.IsCompleted);
        _server.Tick();
        var keepAlive = (await answer.WaitAsync(TestClient.Patience)).NotificationMessage;
        Assert.True(keepAlive.NotificationData.IsEmpty);
        Assert.Equal(2u, keepAlive.SequenceNumber);

        _server.Count.Set(Variant.Of(1), TestServer.Start);
        answer = await _client.PublishAsync();
        _server.Tick();
        var data = await answer;
        Assert.Equal(2u, data.NotificationMessage.SequenceNumber);
        Assert.Equal([1u, 2u], data.AvailableSequenceNumbers);
    }

    [Fact]
    public async Task Part4_51412_a_subscription_without_items_says_at_its_first_interval_that_it_lives()
    {
        await _client.SubscribeAsync(keepAlive: 1000);
        var answer = await _client.PublishAsync();
        _server.Tick();
        Assert.Equal(1u, (await answer.WaitAsync(TestClient.Patience)).NotificationMessage.SequenceNumber);
    }

    [Fact]
    public async Task Part4_51412_a_late_subscription_is_answered_at_once()
    {
        var id = await _client.SubscribeAsync();
        await _client.MonitorAsync(id, _server.Count, 1);
        _server.Tick(5);
        Assert.Equal([0], (await _client.PublishNowAsync()).NotificationMessage.Numbers(1));
    }

    [Fact]
    public async Task Part4_5145_acknowledgements_are_answered_one_by_one()
    {
        var id = await _client.SubscribeAsync();
        await _client.MonitorAsync(id, _server.Count, 1);
        _server.Tick();
        await _client.PublishNowAsync();

        _server.Count.Set(Variant.Of(1), TestServer.Start);
        _server.Tick();
        var answer = await _client.PublishNowAsync(new(id, 1), new(id, 1), new(id + 1, 1));
        Assert.Equal([StatusCode.Good, StatusCode.BadSequenceNumberUnknown, StatusCode.BadSubscriptionIdInvalid], answer.Results);
        Assert.Equal([2u], answer.AvailableSequenceNumbers);
    }

    [Fact]
    public async Task More_than_fits_goes_on_in_the_next_message()
    {
        var id = await _client.SubscribeAsync(maxNotifications: 4);
        await _client.MonitorAsync(id, _server.Count, 1);
        for (var i = 1; i < 10; i++) _server.Count.Set(Variant.Of(i), TestServer.Start);
        _server.Tick();

        var all = new List<long>();
        for (var left = 3; left > 0; left--)
        {
            var answer = await _client.PublishNowAsync();
            Assert.Equal(left > 1, answer.MoreNotifications);
            all.AddRange(answer.NotificationMessage.Numbers(1));
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), all);
    }

    [Fact]
    public async Task Part4_51451_one_request_too_many_gives_the_oldest_back()
    {
        await _client.SubscribeAsync();
        var first = await _client.PublishAsync();
        _server.Tick();
        await first;
        var waiting = new List<Task<PublishResponse>>();
        for (var i = 0; i < ServerSession.MaxPublishRequests + 1; i++) waiting.Add(await _client.PublishAsync());

        var refused = await Assert.ThrowsAsync<ServiceException>(() => waiting[0].WaitAsync(TestClient.Patience));
        Assert.Equal(StatusCode.BadTooManyPublishRequests, refused.Status);
        Assert.All(waiting.Skip(1), w => Assert.False(w.IsCompleted));
    }

    [Fact]
    public async Task Part4_5145_without_a_subscription_there_is_nothing_to_publish()
    {
        var refused = await Assert.ThrowsAsync<ServiceException>(() => _client.PublishNowAsync());
        Assert.Equal(StatusCode.BadNoSubscription, refused.Status);
    }

    [Fact]
    public async Task Part4_51481_the_last_subscription_takes_the_waiting_requests_with_it()
    {
        var id = await _client.SubscribeAsync();
        var answer = await _client.PublishAsync();
        var deleted = await _client.SendAsync<DeleteSubscriptionsRequest, DeleteSubscriptionsResponse>(new(_client.Header(), [id, id]));
        Assert.Equal([StatusCode.Good, StatusCode.BadSubscriptionIdInvalid], deleted.Results);
        var refused = await Assert.ThrowsAsync<ServiceException>(() => answer.WaitAsync(TestClient.Patience));
        Assert.Equal(StatusCode.BadNoSubscription, refused.Status);
    }

    [Fact]
    public async Task The_higher_priority_speaks_first_and_then_the_one_that_waited_longest()
    {
        var ids = new[] { await _client.SubscribeAsync(), await _client.SubscribeAsync(), await _client.SubscribeAsync(priority: 9) };
        _server.Tick();
        var order = new List<uint>();
        foreach (var _ in ids) order.Add((await _client.PublishNowAsync()).SubscriptionId);
        Assert.Equal([ids[2], ids[0], ids[1]], order);
    }

    [Fact]
    public async Task Part4_51411_nobody_asking_ends_a_subscription_and_the_next_request_hears_of_it()
    {
        var id = await _client.SubscribeAsync(keepAlive: 2, lifetime: 6);
        _server.Tick(5);
        Assert.Equal(1, _server.Server.Subscriptions.Count);
        _server.Tick();
        Assert.Equal(0, _server.Server.Subscriptions.Count);

        var answer = await _client.PublishNowAsync();
        Assert.Equal(id, answer.SubscriptionId);
        Assert.Equal(StatusCode.BadTimeout, answer.NotificationMessage.Status());
    }

    [Fact]
    public async Task Part4_5144_a_silenced_subscription_keeps_its_values_and_its_keep_alive()
    {
        var id = await _client.SubscribeAsync(keepAlive: 2);
        await _client.MonitorAsync(id, _server.Count, 1);
        await SetPublishingAsync(id, false);
        var answer = await _client.PublishAsync();
        _server.Tick();
        Assert.True((await answer).NotificationMessage.NotificationData.IsEmpty);

        await SetPublishingAsync(id, true);
        _server.Tick();
        Assert.Equal([0], (await _client.PublishNowAsync()).NotificationMessage.Numbers(1));
    }

    private Task<SetPublishingModeResponse> SetPublishingAsync(uint id, bool on) =>
        _client.SendAsync<SetPublishingModeRequest, SetPublishingModeResponse>(new(_client.Header(), on, [id]));
}
