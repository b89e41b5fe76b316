using EdgeCollector.Mqtt;
using EdgeCollector.Telemetry;
using Xunit;

namespace EdgeCollector.Tests.Mqtt;

public sealed class MqttConnectionTests
{
    private readonly StatusBoard _status = new(TimeProvider.System);

    [Fact]
    public async Task A_broker_that_is_down_at_start_is_waited_for()
    {
        await using var broker = new TestBroker();
        var connection = broker.Connection("edge", _status);
        await using var running = Running.Start(connection.RunAsync);

        await connection.FirstAttempt;
        Assert.False(connection.IsConnected);
        Assert.Equal(StatusState.Wait, _status.Get("mqtt")!.State);
        Assert.Contains("cannot be reached", _status.Get("mqtt")!.Message);
        Assert.Equal(MqttOutcome.Lost, await connection.PublishAsync("t", "x"u8.ToArray(), true, false, CancellationToken.None));

        await broker.StartAsync();
        await Patience.UntilAsync(() => connection.IsConnected && _status.Get("mqtt")!.State == StatusState.Ok, "connected");
        Assert.Equal(MqttOutcome.Accepted, await connection.PublishAsync("t", "x"u8.ToArray(), true, false, CancellationToken.None));
    }

    [Fact]
    public async Task The_first_attempt_is_over_once_the_broker_has_accepted()
    {
        await using var broker = await TestBroker.StartNewAsync();
        var connection = broker.Connection("edge", _status);
        Assert.False(connection.FirstAttempt.IsCompleted);
        await using var running = Running.Start(connection.RunAsync);

        await connection.FirstAttempt.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(connection.IsConnected);
    }

    [Fact]
    public async Task Status_is_online_while_it_runs_offline_after_a_stop_and_the_will_says_offline_after_a_cut()
    {
        await using var broker = await TestBroker.StartNewAsync();
        var connection = broker.Connection("edge", _status, s => s with { StatusTopic = "a/status" });
        await using (Running.Start(connection.RunAsync))
        {
            await Patience.UntilAsync(() => broker.On("a/status").Any(), "status");
            await Patience.UntilAsync(() => connection.IsConnected, "connected");
            Assert.Equal("online", await broker.RetainedAsync("a/status"));
            await broker.CutAsync("edge");
            await Patience.UntilAsync(() => broker.On("a/status").Contains("offline"), "will");
            await Patience.UntilAsync(() => broker.On("a/status").Count(s => s == "online") == 2, "online again");
        }

        Assert.Equal("offline", await broker.RetainedAsync("a/status"));
    }

    [Fact]
    public async Task A_denied_publish_is_refused_and_the_message_names_topic_and_access_list()
    {
        await using var broker = await TestBroker.StartNewAsync();
        broker.Denied = topic => topic == "forbidden";
        var connection = broker.Connection("edge", _status, s => s with { User = "edge-line1", Password = "p" });
        await using var running = Running.Start(connection.RunAsync);
        await Patience.UntilAsync(() => connection.IsConnected, "connected");

        Assert.Equal(MqttOutcome.Refused, await connection.PublishAsync("forbidden", "x"u8.ToArray(), true, false, CancellationToken.None));
        Assert.Equal(StatusState.Failed, _status.Get("mqtt")!.State);
        Assert.Contains("refuses publishing to forbidden (0x87 NotAuthorized): allow user 'edge-line1'", _status.Get("mqtt")!.Message);
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_tried_again()
    {
        await using var broker = await TestBroker.StartNewAsync();
        var good = "old";
        broker.LogIn = (_, password) => password == good;
        var connection = broker.Connection("edge", _status, s => s with { User = "u", Password = "new" });
        await using var running = Running.Start(connection.RunAsync);

        await Patience.UntilAsync(() => _status.Get("mqtt")?.State == StatusState.Failed, "refused");
        Assert.Contains("refuses user 'u'", _status.Get("mqtt")!.Message);
        Assert.DoesNotContain("new", _status.Get("mqtt")!.Message);
        good = "new";
        await Patience.UntilAsync(() => connection.IsConnected, "connected");
    }

    [Fact]
    public async Task Nothing_is_acknowledged_but_by_hand_and_a_reconnect_brings_it_again()
    {
        await using var broker = await TestBroker.StartNewAsync();
        var connection = broker.Connection("edge", _status, s => s with { SessionExpiry = TimeSpan.FromHours(1) });
        List<MqttDelivery> received = [];
        connection.Subscribe("in/+", d =>
        {
            lock (received)
            {
                received.Add(d);
            }

            return ValueTask.CompletedTask;
        });
        await using var running = Running.Start(connection.RunAsync);
        await Patience.UntilAsync(() => connection.IsConnected, "connected");

        await broker.SendAsync("in/a", "1");
        await Patience.UntilAsync(() => received.Count == 1, "first delivery");
        Assert.Empty(broker.Acknowledged);
        connection.Drop();
        await Patience.UntilAsync(() => received.Count == 2, "second delivery");
        Assert.True(received[1].Connection > received[0].Connection);
        Assert.True(await received[1].AcknowledgeAsync(CancellationToken.None));
        await Patience.UntilAsync(() => broker.Acknowledged.Count == 1, "acknowledged");
    }
}
