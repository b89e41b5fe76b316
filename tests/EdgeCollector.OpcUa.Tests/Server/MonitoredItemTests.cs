using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Server;

public sealed class MonitoredItemTests : IAsyncLifetime
{
    private readonly TestServer _server = new();
    private TestClient _client = null!;
    private uint _id;

    public async ValueTask InitializeAsync()
    {
        _client = await _server.ConnectAsync();
        _id = await _client.SubscribeAsync(keepAlive: 1);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_overflowing_queue_says_so_and_the_revised_size_is_told()
    {
        var made = await _client.MonitorAsync(_id, _server.Count, 1, queue: 3);
        Assert.Equal(3u, made.RevisedQueueSize);
        for (var i = 1; i <= 5; i++) _server.Count.Set(Variant.Of(i), TestServer.Start);
        var values = (await NextAsync()).Values();
        Assert.Equal([3, 4, 5], values.Select(v => (int)v.Value.Value.Value!));
        Assert.Equal([true, false, false], values.Select(v => v.Value.StatusCode.HasOverflow));
    }

    [Fact]
    public async Task Setting_the_same_value_again_is_no_change_unless_the_trigger_says_so()
    {
        await _client.MonitorAsync(_id, _server.State, 1);
        await _client.MonitorAsync(_id, _server.State, 2, filter: new(DataChangeTrigger.StatusValueTimestamp, 0, 0));
        await _client.MonitorAsync(_id, _server.State, 3, filter: new(DataChangeTrigger.Status, 0, 0));
        _server.State.Set(Variant.Of(0), TestServer.Start.AddSeconds(1));
        _server.State.Set(Variant.Of(6), TestServer.Start.AddSeconds(2));
        _server.State.Set(Variant.Of(6), TestServer.Start.AddSeconds(3), StatusCode.UncertainLastUsableValue);
        var message = await NextAsync();
        Assert.Equal([0, 6, 6], message.Numbers(1));
        Assert.Equal([0, 0, 6, 6], message.Numbers(2));
        Assert.Equal([0, 6], message.Numbers(3));
    }

    [Fact]
    public async Task An_absolute_deadband_is_measured_from_the_last_value_reported()
    {
        await _client.MonitorAsync(_id, _server.Speed, 1, filter: new(DataChangeTrigger.StatusValue, 1, 1.0));
        foreach (var speed in (double[])[0.6, 1.0, 1.2, 1.9, 2.3]) _server.Speed.Set(Variant.Of(speed), TestServer.Start);
        Assert.Equal([0.0, 1.2, 2.3], (await NextAsync()).Values().Select(v => (double)v.Value.Value.Value!));
    }

    [Theory]
    [InlineData(2u, 1.0)]
    [InlineData(1u, -1.0)]
    [InlineData(1u, double.NaN)]
    public async Task A_deadband_that_makes_no_sense_here_is_refused(uint type, double value)
    {
        var made = await _client.MonitorAsync(_id, _server.Speed, 1, filter: new(DataChangeTrigger.StatusValue, type, value));
        Assert.Equal(StatusCode.BadDeadbandFilterInvalid, made.StatusCode);
    }

    [Fact]
    public async Task A_wrong_item_is_refused_by_itself()
    {
        Assert.Equal(StatusCode.BadAttributeIdInvalid, (await _client.MonitorAsync(_id, _server.Machine, 1)).StatusCode);
        Assert.Equal(StatusCode.Good, (await _client.MonitorAsync(_id, _server.Count, 1)).StatusCode);
    }

    [Fact]
    public async Task Part4_51313_a_sampling_item_fills_its_queue_and_reports_it_later_while_a_disabled_one_forgets()
    {
        var item = (await _client.MonitorAsync(_id, _server.Count, 1)).MonitoredItemId;
        await SetModeAsync(item, MonitoringMode.Sampling);
        _server.Count.Set(Variant.Of(1), TestServer.Start);
        Assert.Empty((await NextAsync()).Values());
        await SetModeAsync(item, MonitoringMode.Reporting);
        Assert.Equal([0, 1], (await NextAsync()).Numbers(1));

        await SetModeAsync(item, MonitoringMode.Disabled);
        _server.Count.Set(Variant.Of(2), TestServer.Start);
        _server.Count.Set(Variant.Of(3), TestServer.Start);
        await SetModeAsync(item, MonitoringMode.Reporting);
        Assert.Equal([3], (await NextAsync()).Numbers(1));
    }

    [Fact]
    public async Task Modified_parameters_are_in_force_and_a_deleted_item_is_silent()
    {
        var item = (await _client.MonitorAsync(_id, _server.Count, 1)).MonitoredItemId;
        var modified = await _client.SendAsync<ModifyMonitoredItemsRequest, ModifyMonitoredItemsResponse>(
            new(_client.Header(), _id, TimestampsToReturn.Source,
                [new(item, new(9, 0, null, 2, true)), new(item + 1, new(9, 0, null, 2, true))]));
        Assert.Equal([StatusCode.Good, StatusCode.BadMonitoredItemIdInvalid], modified.Results.Select(r => r.StatusCode));
        _server.Count.Set(Variant.Of(1), TestServer.Start);
        _server.Count.Set(Variant.Of(2), TestServer.Start);
        var values = (await NextAsync()).Values();
        Assert.Equal([(9u, 1), (9u, 2)], values.Select(v => (v.ClientHandle, (int)v.Value.Value.Value!)));
        Assert.All(values, v => Assert.Equal(default, v.Value.ServerTimestamp));

        await _client.SendAsync<DeleteMonitoredItemsRequest, DeleteMonitoredItemsResponse>(new(_client.Header(), _id, [item]));
        _server.Count.Set(Variant.Of(3), TestServer.Start);
        Assert.Empty((await NextAsync()).Values());
    }

    [Fact]
    public async Task The_servers_clock_can_be_monitored_though_nobody_sets_it()
    {
        Assert.True(_server.Space.TryGet(new(0, 2258u), out var clock));
        await _client.MonitorAsync(_id, clock, 1, queue: 1);
        await NextAsync();
        var now = Assert.Single((await NextAsync()).Values()).Value.Value;
        Assert.Equal(Variant.Of(_server.Time.GetUtcNow().UtcDateTime), now);
    }

    private Task<SetMonitoringModeResponse> SetModeAsync(uint item, MonitoringMode mode) =>
        _client.SendAsync<SetMonitoringModeRequest, SetMonitoringModeResponse>(new(_client.Header(), _id, mode, [item]));

    private async Task<NotificationMessage> NextAsync()
    {
        _server.Tick();
        return (await _client.PublishNowAsync()).NotificationMessage;
    }
}
