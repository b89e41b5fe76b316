using EdgeCollector.Sources.OpcUa;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Tests.Sources.OpcUa;

public sealed class OutageTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<long> _lost = [];
    private readonly Outage _outage;

    public OutageTests() => _outage = new(_time, _lost.Add);

    public ValueTask DisposeAsync() => _outage.DisposeAsync();

    [Fact]
    public void A_cut_shorter_than_the_grace_is_bridged_and_never_told()
    {
        _outage.Start(100);
        _time.Advance(Outage.Grace - TimeSpan.FromMilliseconds(1));
        Assert.True(_outage.TryBridge());
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(_lost);
    }

    [Fact]
    public void After_the_grace_it_is_told_once_from_the_last_proof_of_life()
    {
        _outage.Start(100);
        _time.Advance(Outage.Grace);
        Assert.Equal([100], _lost);
        _outage.Start(900);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([100], _lost);
        Assert.False(_outage.TryBridge());
    }

    [Fact]
    public void Failed_attempts_belong_to_the_same_outage()
    {
        _outage.Start(100);
        _time.Advance(TimeSpan.FromSeconds(3));
        _outage.Start(400);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([100], _lost);
    }

    [Fact]
    public void A_new_subscription_settles_at_once_what_was_not_told_yet()
    {
        _outage.Start(100);
        _time.Advance(TimeSpan.FromSeconds(1));
        _outage.Settle();
        Assert.Equal([100], _lost);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([100], _lost);
    }

    [Fact]
    public void A_lost_subscription_is_told_at_once_from_the_earlier_proof_of_life_and_not_again()
    {
        _outage.Start(100);
        _outage.Lose(60);
        _outage.Lose(60);
        _outage.Start(900);
        _time.Advance(TimeSpan.FromHours(1));
        _outage.Settle();
        Assert.Equal([60], _lost);
    }

    [Fact]
    public void A_subscription_lost_without_a_cut_is_an_outage_too_and_is_not_bridged()
    {
        _outage.Lose(60);
        Assert.Equal([60], _lost);
        Assert.False(_outage.TryBridge());
    }

    [Fact]
    public void The_next_outage_is_a_new_one()
    {
        _outage.Start(100);
        _time.Advance(Outage.Grace);
        _outage.Settle();
        _outage.Start(500);
        _time.Advance(Outage.Grace);
        Assert.Equal([100, 500], _lost);
    }
}
