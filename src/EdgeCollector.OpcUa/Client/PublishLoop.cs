using System.Threading.Channels;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>
/// Keeps Publish requests at the server and takes the answers in order. One loop: a new request leaves only after the owner has taken
/// the notification before, so a slow owner fills the server's queue and no queue of ours.
/// </summary>
internal sealed class PublishLoop : IAsyncDisposable
{
    /// <summary>A Publish request waits at the server for its turn; the watch over keep-alives finds a dead server long before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan WatchPeriod = TimeSpan.FromMilliseconds(250);

    private readonly Session _session;
    private readonly IReadOnlyList<Subscription> _subscriptions;
    private readonly HeldAcknowledgements _acknowledgements;
    private readonly HandlerTurn _turn;
    private readonly Republisher _republisher;
    private readonly PublishDepth _depth;
    private readonly KeepAliveWatch _watch;
    private readonly ITimer _watchTimer;
    private readonly Channel<PublishReply> _arrivals = System.Threading.Channels.Channel.CreateBounded<PublishReply>(PublishDepth.Most);
    private int _inFlight;
    private int _atServer;
    private int _faults;
    private volatile bool _stopped;

    public PublishLoop(
        Session session, IReadOnlyList<Subscription> subscriptions, HeldAcknowledgements acknowledgements, HandlerTurn turn,
        Republisher republisher)
    {
        _session = session;
        _subscriptions = subscriptions;
        _acknowledgements = acknowledgements;
        _turn = turn;
        _republisher = republisher;
        _depth = new(subscriptions.Count);
        _watch = new(subscriptions.Max(s => s.KeepAlive), session.Time);
        _watchTimer = session.Time.CreateTimer(static s => ((PublishLoop)s!).Watch(), this, WatchPeriod, WatchPeriod);
    }

    /// <summary>Runs until cancelled or until the session or a subscription is lost.</summary>
    /// <exception cref="ConnectionLostException">The channel ended.</exception>
    /// <exception cref="ServiceException">The server has no session or subscription of ours any more.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            await FillAsync(ct).ConfigureAwait(false);
            var reply = await _arrivals.Reader.ReadAsync(ct).ConfigureAwait(false);
            _inFlight--;
            using var message = reply.Message;
            if (reply.Failure is { } failure)
            {
                if (failure is not ServiceException) throw failure;
                continue;
            }

            if (TryDecode(reply, message!) is { } response) await TakeAsync(response, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the watch; what arrived and was not delivered stays at the server, to be asked for again.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopped = true;
        await _watchTimer.DisposeAsync().ConfigureAwait(false);
        while (_arrivals.Reader.TryRead(out var reply)) Discard(reply);
    }

    private async Task FillAsync(CancellationToken ct)
    {
        while (_inFlight < _depth.Target)
        {
            var reply = new PublishReply(this, _acknowledgements.Take());
            if (Interlocked.Increment(ref _atServer) == 1) _watch.Touch();
            try
            {
                await _session.Channel.SendAsync(new PublishRequest(_session.Header(Patience), reply.Acknowledged), reply, Patience, ct)
                    .ConfigureAwait(false);
                _inFlight++;
            }
            catch
            {
                Interlocked.Decrement(ref _atServer);
                _acknowledgements.Return(reply.Acknowledged);
                throw;
            }
        }
    }

    private PublishResponse? TryDecode(PublishReply reply, IncomingMessage message)
    {
        try
        {
            var response = Replies.Read<PublishResponse>(message);
            _faults = 0;
            return response;
        }
        catch (ServiceException e)
        {
            _acknowledgements.Return(reply.Acknowledged);
            if (e.Status.Is(StatusCode.BadTooManyPublishRequests))
            {
                _depth.TooMany(_inFlight + 1);
                return null;
            }

            // The server may give up a request that waited long; a server which refuses each at once must not be asked for ever.
            var patient = (e.Status.Is(StatusCode.BadTimeout) || e.Status.Is(StatusCode.BadRequestTimeout))
                && ++_faults < PublishDepth.Most;
            if (!patient) throw;
            return null;
        }
    }

    private async Task TakeAsync(PublishResponse response, CancellationToken ct)
    {
        var message = response.NotificationMessage;
        using var data = message.NotificationData;
        _depth.Responded(response.MoreNotifications);
        if (_subscriptions.FirstOrDefault(s => s.Id == response.SubscriptionId) is not { } subscription)
        {
            // Left over from an attempt that was cut in the middle.
            await _session.DeleteSubscriptionsAsync([response.SubscriptionId], ct).ConfigureAwait(false);
            return;
        }

        var arrival = subscription.Sequence.Judge(message.SequenceNumber, out _);
        if (arrival == Arrival.Gap)
            await _republisher.FillAsync(subscription, message.SequenceNumber, response.AvailableSequenceNumbers, ct).ConfigureAwait(false);
        if (data.IsEmpty)
        {
            subscription.LastGood = _session.Time.GetUtcNow();
            return;
        }

        if (arrival == Arrival.Duplicate) return;

        if (subscription.NoLoss.Retransmission is null)
        {
            var kept = response.AvailableSequenceNumbers.Contains(message.SequenceNumber);
            subscription.NoLoss = subscription.NoLoss with { Retransmission = kept };
        }

        await _turn.DeliverAsync(subscription, message, ct).ConfigureAwait(false);
    }

    private void Watch()
    {
        if (_stopped || Volatile.Read(ref _atServer) == 0 || !_watch.IsLost) return;

        _session.Channel.Abort(new(
            $"the server is silent: no keep-alive for {_watch.Limit.TotalSeconds:0.#} s, {KeepAliveWatch.Missed} were due",
            StatusCode.BadTimeout));
    }

    private void Arrived(PublishReply reply)
    {
        Interlocked.Decrement(ref _atServer);
        _watch.Touch();
        // The capacity is the most requests there can be, so there is always room.
        if (_stopped || !_arrivals.Writer.TryWrite(reply)) Discard(reply);
    }

    private void Discard(PublishReply reply)
    {
        if (reply.Failure is null) _acknowledgements.Return(reply.Acknowledged);
        reply.Message?.Dispose();
    }

    private sealed class PublishReply(PublishLoop loop, SubscriptionAcknowledgement[] acknowledged) : PendingReply
    {
        public SubscriptionAcknowledgement[] Acknowledged => acknowledged;

        public IncomingMessage? Message { get; private set; }

        public Exception? Failure { get; private set; }

        public override void Complete(IncomingMessage message)
        {
            Message = message;
            loop.Arrived(this);
        }

        public override void Fail(Exception reason)
        {
            Failure = reason;
            loop._acknowledgements.Return(acknowledged);
            loop.Arrived(this);
        }
    }
}
