using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>Gets missing notifications back from the server's retransmission queue, in order (Part 4 5.14.6 and 6.7).</summary>
internal sealed class Republisher(Session session, HandlerTurn turn, TimeProvider time)
{
    /// <summary>Requests for one recovery: no server keeps as many.</summary>
    public const int MaxRequests = 10_000;

    /// <summary>Fetches all from the expected number up to <paramref name="next"/>; what is lost for good makes one gap.</summary>
    /// <param name="subscription">Whose notifications.</param>
    /// <param name="next">The number that came and was not expected.</param>
    /// <param name="available">What the server says it still keeps.</param>
    /// <param name="ct">The loop's.</param>
    public async Task FillAsync(Subscription subscription, uint next, uint[] available, CancellationToken ct)
    {
        uint lost = 0;
        var lastGood = subscription.LastGood;
        for (var requests = 0; subscription.Sequence.Judge(next, out var missing) == Arrival.Gap; requests++)
        {
            if (requests < MaxRequests && await TryOneAsync(subscription, ct).ConfigureAwait(false)) continue;

            var resume = NextAvailable(subscription.Sequence, available, missing) ?? next;
            subscription.Sequence.Judge(resume, out var skipped);
            lost += skipped;
            subscription.Sequence.ContinueAt(resume);
        }

        if (lost > 0) await GapAsync(subscription, lost, lastGood, "the server no longer keeps the notifications that were missed", ct)
            .ConfigureAwait(false);
    }

    /// <summary>After a reconnect: asks for what was sent meanwhile, until the server has no more (Part 4 6.7).</summary>
    /// <param name="subscription">Whose notifications.</param>
    /// <param name="available">What TransferSubscriptions said is kept; empty in a resumed session.</param>
    /// <param name="ct">The loop's.</param>
    public async Task CatchUpAsync(Subscription subscription, uint[] available, CancellationToken ct)
    {
        uint lost = 0;
        var lastGood = subscription.LastGood;
        for (var requests = 0; requests < MaxRequests; requests++)
        {
            if (await TryOneAsync(subscription, ct).ConfigureAwait(false)) continue;
            if (NextAvailable(subscription.Sequence, available, uint.MaxValue / 2) is not { } resume) break;

            subscription.Sequence.Judge(resume, out var skipped);
            lost += skipped;
            subscription.Sequence.ContinueAt(resume);
        }

        if (lost > 0) await GapAsync(subscription, lost, lastGood, "the server's retransmission queue was too short for the outage", ct)
            .ConfigureAwait(false);
    }

    /// <summary>Finds out whether the server has Republish at all, by asking for what cannot be there.</summary>
    public async Task<bool> ProbeAsync(Subscription subscription, CancellationToken ct)
    {
        try
        {
            (await session.RepublishAsync(subscription.Id, uint.MaxValue - 1, ct).ConfigureAwait(false)).NotificationData.Dispose();
            return true;
        }
        catch (ServiceException e) when (IsNone(e.Status))
        {
            return e.Status.Is(StatusCode.BadMessageNotAvailable);
        }
    }

    private static bool IsNone(StatusCode status) => status.Is(StatusCode.BadMessageNotAvailable)
        || status.Is(StatusCode.BadServiceUnsupported) || status.Is(StatusCode.BadNotImplemented) || status.Is(StatusCode.BadNotSupported);

    private static uint? NextAvailable(SequenceTracker sequence, uint[] available, uint before)
    {
        uint? nearest = null;
        var distance = before;
        foreach (var candidate in available)
        {
            if (sequence.Judge(candidate, out var ahead) != Arrival.Gap || ahead >= distance) continue;
            (nearest, distance) = (candidate, ahead);
        }

        return nearest;
    }

    private async Task<bool> TryOneAsync(Subscription subscription, CancellationToken ct)
    {
        var wanted = subscription.Sequence.Expected;
        try
        {
            var message = await session.RepublishAsync(subscription.Id, wanted, ct).ConfigureAwait(false);
            using var data = message.NotificationData;
            if (message.SequenceNumber != wanted) return false;

            await turn.DeliverAsync(subscription, message, ct).ConfigureAwait(false);
            return true;
        }
        catch (ServiceException e) when (IsNone(e.Status))
        {
            return false;
        }
    }

    private Task GapAsync(Subscription subscription, uint lost, DateTimeOffset? lastGood, string reason, CancellationToken ct) =>
        turn.CallAsync(h => h.OnGap(new(subscription.Index, lost, lastGood ?? time.GetUtcNow(), reason)), ct);
}
