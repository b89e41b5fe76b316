using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>
/// Brings all subscriptions to a fresh connection: resumes, takes over or makes anew, and says what was lost (Part 4 6.7).
/// </summary>
internal sealed class SubscriptionSetup(
    Session session, HandlerTurn turn, Republisher republisher, HeldAcknowledgements acknowledgements, TimeProvider time)
{
    /// <summary>Finds out whether the server has TransferSubscriptions, by transferring none.</summary>
    public async Task<bool> ProbeTransferAsync(CancellationToken ct)
    {
        try
        {
            await session.TransferSubscriptionsAsync([], false, ct).ConfigureAwait(false);
            return true;
        }
        catch (ServiceException e) when (!e.Status.Is(StatusCode.BadTimeout))
        {
            return e.Status.Is(StatusCode.BadNothingToDo);
        }
    }

    /// <param name="subscription">The one to bring.</param>
    /// <param name="resumed">The session is the one from before the cut.</param>
    /// <param name="mayTransfer">The server can, and has not restarted: after a restart the number may be somebody else's.</param>
    /// <param name="transfer">TransferSubscriptions is supported.</param>
    /// <param name="ct">The loop's.</param>
    public async Task BringAsync(Subscription subscription, bool resumed, bool mayTransfer, bool transfer, CancellationToken ct)
    {
        var origin = SubscriptionOrigin.Created;
        if (subscription.Id != 0)
        {
            if (resumed && await TryCatchUpAsync(subscription, [], ct).ConfigureAwait(false)) origin = SubscriptionOrigin.Resumed;
            else if (!resumed && mayTransfer
                && await TryTransferAsync(subscription, ct).ConfigureAwait(false)) origin = SubscriptionOrigin.Transferred;
        }

        if (origin == SubscriptionOrigin.Created) await CreateAsync(subscription, transfer, ct).ConfigureAwait(false);
        await turn.CallAsync(
            h =>
            {
                h.OnSubscribed(subscription.Describe(origin));
                foreach (var item in subscription.Rejected) h.OnItemRejected(item.Requested.Handle, item.Status);
            },
            ct).ConfigureAwait(false);
    }

    private async Task CreateAsync(Subscription subscription, bool transfer, CancellationToken ct)
    {
        if (subscription.Generation > 0) acknowledgements.Forget(subscription.Id);
        subscription.Forget();
        if (subscription.IsLossUntold)
        {
            await turn.CallAsync(
                h => h.OnGap(new(subscription.Index, 0, subscription.LastGood
                    ?? time.GetUtcNow(), "the server no longer has the subscription, it is made anew")),
                ct).ConfigureAwait(false);
            subscription.IsLossUntold = false;
        }

        try
        {
            await subscription.CreateAsync(session, ct).ConfigureAwait(false);
            var republish = await republisher.ProbeAsync(subscription, ct).ConfigureAwait(false);
            subscription.NoLoss = new(transfer, republish, null, subscription.SmallestQueue);
            subscription.IsLossUntold = true;
        }
        catch
        {
            // Half made is not made: the next connection begins again.
            subscription.Forget();
            throw;
        }
    }

    private async Task<bool> TryTransferAsync(Subscription subscription, CancellationToken ct)
    {
        try
        {
            var results = await session.TransferSubscriptionsAsync([subscription.Id], true, ct).ConfigureAwait(false);
            return results is [var result] && !result.StatusCode.IsBad
                && await TryCatchUpAsync(subscription, result.AvailableSequenceNumbers, ct).ConfigureAwait(false);
        }
        catch (ServiceException e) when (!e.Status.Is(StatusCode.BadTimeout))
        {
            return false;
        }
    }

    private async Task<bool> TryCatchUpAsync(Subscription subscription, uint[] available, CancellationToken ct)
    {
        try
        {
            await republisher.CatchUpAsync(subscription, available, ct).ConfigureAwait(false);
            return true;
        }
        catch (ServiceException e) when (e.Status.Is(StatusCode.BadSubscriptionIdInvalid) || e.Status.Is(StatusCode.BadNoSubscription))
        {
            return false;
        }
    }
}
