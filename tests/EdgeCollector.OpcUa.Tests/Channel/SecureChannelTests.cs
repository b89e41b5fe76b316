using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Tests.Client;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Channel;

public sealed class SecureChannelTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedServer _server = new() { TokenLifetime = 60_000 };

    [Fact]
    public async Task Part4_556_the_token_is_renewed_at_three_quarters_of_its_revised_life()
    {
        await using var channel = await OpenAsync();
        Assert.Equal(TimeSpan.FromMinutes(1), channel.Lifetime);
        _time.Advance(TimeSpan.FromSeconds(44));
        await channel.RequestAsync<GetEndpointsRequest, GetEndpointsResponse>(Request(channel), Timeout, default);
        Assert.Equal(["Open"], _server.Requests);

        _time.Advance(TimeSpan.FromSeconds(1.5));
        await UntilAsync(() => channel.Renewals == 1);
        Assert.Equal(["Open", "Renew"], _server.Requests);
        Assert.Equal(2u, channel.Security.Sending!.TokenId);
        var response = await channel.RequestAsync<GetEndpointsRequest, GetEndpointsResponse>(Request(channel), Timeout, default);
        Assert.Single(response.Endpoints);
        Assert.Null(channel.Security.ToReceive(1));
    }

    [Fact]
    public async Task A_request_without_an_answer_ends_at_its_deadline_and_the_channel_stands()
    {
        await using var channel = await OpenAsync();
        var asking = channel.RequestAsync<FindServersRequest, FindServersResponse>(
            new(channel.NewHeader(default, Timeout), null, [], []), Timeout, default);
        _time.Advance(TimeSpan.FromSeconds(4.5));
        Assert.False(asking.IsCompleted);
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(0.3));
            return asking.IsCompleted;
        });
        Assert.Equal(StatusCode.BadTimeout, (await Assert.ThrowsAsync<ServiceException>(() => asking)).Status);
        await channel.RequestAsync<GetEndpointsRequest, GetEndpointsResponse>(Request(channel), Timeout, default);
    }

    [Fact]
    public async Task Whoever_cancels_gets_his_own_cancellation()
    {
        await using var channel = await OpenAsync();
        using var caller = new CancellationTokenSource();
        var asking = channel.RequestAsync<FindServersRequest, FindServersResponse>(
            new(channel.NewHeader(default, Timeout), null, [], []), Timeout, caller.Token);
        await caller.CancelAsync();
        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal(caller.Token, e.CancellationToken);
    }

    [Fact]
    public async Task A_cut_fails_everything_that_waits_and_everything_that_comes_after()
    {
        await using var channel = await OpenAsync();
        var asking = channel.RequestAsync<FindServersRequest, FindServersResponse>(
            new(channel.NewHeader(default, Timeout), null, [], []), Timeout, default);
        _server.Cut();
        await Assert.ThrowsAsync<ConnectionLostException>(() => asking);
        await Assert.ThrowsAsync<ConnectionLostException>(
            () => channel.RequestAsync<GetEndpointsRequest, GetEndpointsResponse>(Request(channel), Timeout, default));
        Assert.IsType<ConnectionLostException>(await channel.Ended);
    }

    [Fact]
    public async Task Many_requests_at_once_each_get_their_own_answer()
    {
        await using var channel = await OpenAsync();
        var all = Enumerable.Range(0, 500).Select(_ =>
            channel.RequestAsync<GetEndpointsRequest, GetEndpointsResponse>(Request(channel), Timeout, default));
        Assert.All(await Task.WhenAll(all), r => Assert.Single(r.Endpoints));
    }

    private static GetEndpointsRequest Request(SecureChannel channel) => new(channel.NewHeader(default, Timeout), "opc.tcp://plc", [], []);

    private static async Task UntilAsync(Func<bool> done)
    {
        var deadline = Environment.TickCount64 + 10_000;
        while (!done() && Environment.TickCount64 < deadline) await Task.Delay(5);
        Assert.True(done());
    }

    private async Task<SecureChannel> OpenAsync()
    {
        var connection = await UacpConnection.ConnectAsync(await _server.DialAsync(), "opc.tcp://plc", TransportLimits.Default, default);
        return await SecureChannel.OpenAsync(
            connection, new ChannelSecurity(null), TimeSpan.FromHours(1), Timeout, _time, NullLogger.Instance, default);
    }
}
