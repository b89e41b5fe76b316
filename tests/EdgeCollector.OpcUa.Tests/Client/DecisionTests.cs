using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Client;

/// <summary>What the client decides, apart from any connection.</summary>
public sealed class DecisionTests
{
    [Fact]
    public void Part4_5141_a_number_is_next_a_duplicate_or_leaves_a_gap()
    {
        var sequence = new SequenceTracker();
        Assert.Equal(Arrival.Next, sequence.Judge(1, out _));
        sequence.Passed(1);
        Assert.Equal(Arrival.Duplicate, sequence.Judge(1, out _));
        Assert.Equal(Arrival.Gap, sequence.Judge(5, out var missing));
        Assert.Equal(3u, missing);
        Assert.Equal(Arrival.Duplicate, sequence.Judge(0, out _));
    }

    [Fact]
    public void Part4_5141_after_the_last_number_comes_1_and_never_0()
    {
        var sequence = new SequenceTracker();
        sequence.Passed(uint.MaxValue - 1);
        Assert.Equal(Arrival.Next, sequence.Judge(uint.MaxValue, out _));
        Assert.Equal(Arrival.Gap, sequence.Judge(2, out var missing));
        Assert.Equal(2u, missing); // 2^32-1 and 1
        sequence.Passed(uint.MaxValue);
        Assert.Equal(1u, sequence.Expected);
        Assert.Equal(Arrival.Duplicate, sequence.Judge(uint.MaxValue, out _));
        Assert.Equal(Arrival.Next, sequence.Judge(1, out _));
    }

    [Fact]
    public void Any_order_of_arrivals_delivers_each_number_once_when_gaps_are_filled()
    {
        var random = new Random(42);
        for (var round = 0; round < 500; round++)
        {
            var sequence = new SequenceTracker();
            var start = round % 2 == 0 ? 0u : uint.MaxValue - 10;
            sequence.ContinueAt(SequenceTracker.After(start));
            var numbers = new List<uint>();
            for (var (n, at) = (0, start); n < 20; n++) numbers.Add(at = SequenceTracker.After(at));
            var delivered = new List<uint>();
            foreach (var arrived in numbers.OrderBy(_ => random.Next()))
            {
                if (sequence.Judge(arrived, out var missing) == Arrival.Duplicate) continue;
                for (var i = 0; i <= missing; i++)
                {
                    delivered.Add(sequence.Expected);
                    sequence.Passed(sequence.Expected);
                }
            }

            Assert.Equal(numbers, delivered);
        }
    }

    [Fact]
    public void Publish_depth_is_two_per_subscription_grows_with_backlog_and_obeys_the_server()
    {
        var depth = new PublishDepth(3);
        Assert.Equal(6, depth.Target);
        for (var i = 0; i < 100; i++) depth.Responded(moreNotifications: true);
        Assert.Equal(12, depth.Target);
        depth.TooMany(inFlight: 5);
        Assert.Equal(4, depth.Target);
        for (var i = 0; i < 10; i++) depth.TooMany(inFlight: 1);
        Assert.Equal(1, depth.Target);
        Assert.Equal(PublishDepth.Most, new PublishDepth(1000).Target);
    }

    [Fact]
    public void A_server_is_lost_after_three_missed_keep_alives_and_not_before()
    {
        var time = new FakeTimeProvider();
        var watch = new KeepAliveWatch(TimeSpan.FromSeconds(2), time);
        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(watch.IsLost);
        watch.Touch();
        time.Advance(TimeSpan.FromSeconds(7));
        Assert.False(watch.IsLost);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(watch.IsLost);
    }

    [Fact]
    public void Acknowledgements_wait_for_the_owner_and_are_sent_again_if_their_request_was_lost()
    {
        var held = new HeldAcknowledgements();
        NotificationToken a = new(1, 10, 1), b = new(1, 11, 1);
        held.Hold(a);
        held.Hold(b);
        Assert.Empty(held.Take());
        Assert.True(held.Release(b));
        Assert.False(held.Release(b));
        Assert.False(held.Release(a with { Generation = 2 }));
        var taken = held.Take();
        Assert.Equal(11u, Assert.Single(taken).SequenceNumber);
        Assert.Empty(held.Take());
        held.Return(taken);
        Assert.Equal(11u, Assert.Single(held.Take()).SequenceNumber);
        Assert.Equal(1, held.Held);
        held.Forget(1);
        Assert.Equal(0, held.Held);
    }

    [Fact]
    public void Held_acknowledgements_are_bounded_and_what_is_given_up_is_counted()
    {
        var held = new HeldAcknowledgements(capacity: 100);
        for (uint i = 1; i <= 250; i++) held.Hold(new(1, i, 1));
        Assert.Equal((100, 150), (held.Held, held.GivenUp));
        Assert.False(held.Release(new(1, 150, 1)));
        Assert.True(held.Release(new(1, 151, 1)));
    }

    [Fact]
    public void Waits_double_to_five_seconds_and_start_over_after_a_connection_that_held()
    {
        var backoff = new Backoff(() => 1);
        double[] waits = [.. Enumerable.Range(0, 6).Select(_ => backoff.Next(Failure.Lost).TotalSeconds)];
        Assert.Equal([0.5, 1, 2, 4, 5, 5], waits);
        backoff.Held(TimeSpan.FromSeconds(1));
        Assert.Equal(5, backoff.Next(Failure.Lost).TotalSeconds);
        backoff.Held(TimeSpan.FromSeconds(10));
        Assert.Equal(0.5, backoff.Next(Failure.Lost).TotalSeconds);
        Assert.Equal(30, backoff.Next(Failure.Refused).TotalSeconds);
        Assert.Equal(0.375, new Backoff(() => 0).Next(Failure.Lost).TotalSeconds);
    }

    [Fact]
    public void Failures_are_sorted_by_what_is_to_be_done()
    {
        Assert.Equal(Failure.Refused, Failures.Of(new ServiceException(StatusCode.BadUserAccessDenied, "x")));
        Assert.Equal(Failure.NeedsTrust, Failures.Of(new ConnectionLostException("x", StatusCode.BadCertificateUntrusted)));
        Assert.Equal(Failure.NeedsTrust, Failures.Of(new CertificateRefusedException([], "", "", CertificateFaults.Untrusted, "x")));
        Assert.Equal(Failure.Lost, Failures.Of(new ConnectionLostException("x", StatusCode.BadConnectionClosed)));
        Assert.Contains("shutting down", Failures.Describe(new ServiceException(StatusCode.BadShutdown, "x")));
    }

    [Theory]
    [InlineData(true, true, true, 10u, NoLossClass.Full)]
    [InlineData(false, true, true, 10u, NoLossClass.UntilOurRestart)]
    [InlineData(true, true, false, 10u, NoLossClass.CountersOnly)]
    [InlineData(true, false, true, 10u, NoLossClass.CountersOnly)]
    [InlineData(true, true, true, 1u, NoLossClass.CountersOnly)]
    [InlineData(true, true, null, 10u, NoLossClass.Unknown)]
    public void The_no_loss_class_follows_from_what_was_found(bool transfer, bool? republish, bool? kept, uint queue,
        NoLossClass expected) =>
        Assert.Equal(expected, new NoLossFacts(transfer, republish, kept, queue).Class);

    [Fact]
    public async Task Calls_are_split_by_the_limit_and_halved_when_still_too_much()
    {
        var sizes = new List<int>();
        var results = await Batches.RunAsync(Enumerable.Range(0, 1000).ToArray(), 400, part =>
        {
            sizes.Add(part.Length);
            return part.Length > 120
                ? throw new ServiceException(StatusCode.BadTooManyOperations, "x")
                : Task.FromResult(Array.ConvertAll(part, i => i * 2));
        });
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i * 2), results);
        Assert.Equal([400, 200, 100], sizes[..3]);

        await Assert.ThrowsAsync<ServiceException>(() => Batches.RunAsync<int, int>(
            [1, 2, 3], 0, _ => throw new ServiceException(StatusCode.BadTooManyOperations, "x")));
    }

    [Theory]
    [InlineData("http://plc:4840")]
    [InlineData("opc.tcp://")]
    [InlineData("plc")]
    public void An_endpoint_which_is_none_is_named_before_anything_connects(string url) =>
        Assert.Contains(url, Assert.Throws<ArgumentException>(() => new OpcUaClientOptions { EndpointUrl = url }.Validate()).Message);

    [Fact]
    public void Security_without_a_certificate_and_mode_without_policy_are_errors()
    {
        var options = new OpcUaClientOptions { EndpointUrl = "opc.tcp://plc" };
        Assert.Contains("Certificate", Assert.Throws<ArgumentException>(options.Validate).Message);
        Assert.Contains(
            "does not go with", Assert.Throws<ArgumentException>((options with { SecurityPolicy = SecurityPolicy.None }).Validate).Message);
    }
}
