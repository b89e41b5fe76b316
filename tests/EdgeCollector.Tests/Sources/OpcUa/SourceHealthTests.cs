using EdgeCollector.OpcUa.Client;
using EdgeCollector.Sources.OpcUa;
using Xunit;

namespace EdgeCollector.Tests.Sources.OpcUa;

public sealed class SourceHealthTests
{
    private readonly List<(SourceState State, string Message)> _said = [];
    private readonly SourceHealth _health;

    public SourceHealthTests() => _health = new("opc.tcp://plc:4840", (state, message) => _said.Add((state, message)));

    [Fact]
    public void A_note_does_not_turn_a_failed_source_green()
    {
        _health.Profile("m1: no StateCurrent");
        _health.Note("the gap is recorded");
        Assert.Equal((SourceState.Failed, "the gap is recorded"), _said[^1]);
    }

    [Theory]
    [InlineData(Failure.Lost, nameof(SourceState.Wait))]
    [InlineData(Failure.Refused, nameof(SourceState.Failed))]
    public void A_note_keeps_what_the_last_disconnection_said(Failure failure, string state)
    {
        _health.Disconnected(new(failure, "gone", null, new TimeoutException(), TimeSpan.Zero));
        _health.Note("the gap is recorded");
        var standing = Enum.Parse<SourceState>(state);
        Assert.Equal([(standing, "opc.tcp://plc:4840: gone"), (standing, "the gap is recorded")], _said);
    }

    [Fact]
    public void A_note_to_a_sound_source_leaves_it_sound()
    {
        _health.Subscribed(new(0, 1, SubscriptionOrigin.Created, new(), default, default, default, [], new(false, null, null, 0)));
        _health.Note("the subscription is made anew");
        Assert.Equal(SourceState.Ok, _said[^1].State);
    }
}
