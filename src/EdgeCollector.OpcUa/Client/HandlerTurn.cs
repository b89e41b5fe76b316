using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>Calls the owner's handler, one call at a time, and hands notifications over with their acknowledgement held.</summary>
internal sealed class HandlerTurn(IOpcUaClientHandler handler, HeldAcknowledgements acknowledgements, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task CallAsync(Action<IOpcUaClientHandler> call, CancellationToken ct)
    {
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            call(handler);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Delivers one notification message; afterwards the subscription expects the next one.</summary>
    /// <exception cref="ServiceException">The server says that the subscription is over.</exception>
    public async Task DeliverAsync(Subscription subscription, NotificationMessage message, CancellationToken ct)
    {
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var over = Deliver(subscription, message);
            subscription.LastGood = time.GetUtcNow();
            subscription.Sequence.Passed(message.SequenceNumber);
            if (over is not { } status) return;

            handler.OnStatusChange(subscription.Index, status);
            subscription.Forget();
            throw new ServiceException(status, "the server ended the subscription, it is made anew");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private StatusCode? Deliver(Subscription subscription, NotificationMessage message)
    {
        var token = new NotificationToken(subscription.Id, message.SequenceNumber, subscription.Generation);
        var hasValues = false;
        StatusCode? over = null;
        for (var n = message.NotificationData.Read(EncodingLimits.Default); n.MoveNext();)
        {
            hasValues |= n.Kind == NotificationKind.DataChange;
            if (n.TryReadStatusChange(out var status)) over = status;
        }

        acknowledgements.Hold(token);
        if (!hasValues)
        {
            acknowledgements.Release(token);
            return over;
        }

        var items = new DataChangeItems(message.NotificationData.Read(EncodingLimits.Default));
        handler.OnDataChange(token, ref items);
        if (items.Failed)
        {
            handler.OnGap(new(subscription.Index, 1, subscription.LastGood ?? time.GetUtcNow(),
                $"notification {message.SequenceNumber} is malformed, {items.Count} of its values were read"));
        }

        return over;
    }
}
