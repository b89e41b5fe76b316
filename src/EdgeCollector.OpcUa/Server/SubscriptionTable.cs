using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>The subscriptions of a server, their clocks, and who speaks when (Part 4, 5.14.1). Called under the address space's gate unless
/// said otherwise.</summary>
internal sealed class SubscriptionTable(UaServer server, TimeProvider time)
{
    private const int MaxSubscriptions = 200;
    private readonly Dictionary<uint, ServerSubscription> _all = [];
    private uint _last;
    private ulong _turns;

    public int Count => _all.Count;

    public bool Any(ServerSession session) => _all.Values.Any(s => s.Session == session);

    public bool TryGet(uint id, ServerSession session, out ServerSubscription subscription) =>
        _all.TryGetValue(id, out subscription!) && subscription.Session == session;

    /// <exception cref="ServiceException">BadSubscriptionIdInvalid.</exception>
    public ServerSubscription Find(uint id, ServerSession session)
    {
        if (!TryGet(id, session, out var found)) throw new ServiceException(StatusCode.BadSubscriptionIdInvalid, $"no subscription {id}");

        found.Touch();
        return found;
    }

    /// <exception cref="ServiceException">BadTooManySubscriptions.</exception>
    public ServerSubscription Create(ServerSession session, SubscriptionSettings settings, bool isPublishing)
    {
        if (_all.Count >= MaxSubscriptions)
            throw new ServiceException(StatusCode.BadTooManySubscriptions, $"{MaxSubscriptions} subscriptions");

        var subscription = new ServerSubscription(++_last, settings) { Session = session, IsPublishing = isPublishing };
        _all.Add(subscription.Id, subscription);
        subscription.Timer = time.CreateTimer(_ => OnInterval(subscription), null, settings.Interval, settings.Interval);
        return subscription;
    }

    public TransferResult Transfer(uint id, ServerSession to, bool sendInitialValues)
    {
        if (!_all.TryGetValue(id, out var subscription)) return new(StatusCode.BadSubscriptionIdInvalid, []);

        var from = subscription.Session;
        subscription.MoveTo(to, sendInitialValues);
        if (from is not null && from != to && server.Sessions.Contains(from))
        {
            from.AddLastWords(id, subscription.LastWords(server.Space.Now, StatusCode.GoodSubscriptionTransferred));
            Speak(from);
        }

        return new(StatusCode.Good, subscription.Available);
    }

    public StatusCode Delete(uint id, ServerSession session)
    {
        if (!TryGet(id, session, out var subscription)) return StatusCode.BadSubscriptionIdInvalid;

        End(subscription);

        // Part 4 5.14.8.1: with the last subscription the waiting Publish requests have lost their purpose.
        if (!Any(session)) session.FailPublishes(server, StatusCode.BadNoSubscription);
        return StatusCode.Good;
    }

    public void DeleteAll(ServerSession session)
    {
        foreach (var subscription in _all.Values.Where(s => s.Session == session).ToArray())
        {
            End(subscription);
        }
    }

    /// <summary>The subscriptions stay without a session until one takes them or their life is over.</summary>
    public void Orphan(ServerSession session)
    {
        foreach (var subscription in _all.Values.Where(s => s.Session == session))
        {
            subscription.Session = null;
        }
    }

    public void EndAll()
    {
        foreach (var subscription in _all.Values.ToArray())
        {
            End(subscription);
        }
    }

    /// <summary>
    /// Answers waiting Publish requests, oldest first, as long as there is something to say: last words, then the subscription of the
    /// highest priority that has waited longest. Called at each interval and for each Publish request, so a late one is answered at once.
    /// </summary>
    public void Speak(ServerSession session)
    {
        while (session.HasPublish(server))
        {
            if (session.HasLastWords)
            {
                var (id, message) = session.TakeLastWords();
                Respond(session, id, [], false, message);
                continue;
            }

            if (Next(session) is not { } subscription) return;

            var next = subscription.Next(server.Space.Now, out var more);
            subscription.Turn = more ? ++_turns : 0;
            var isData = !next.NotificationData.IsEmpty;
            if (isData && server.Faults.TakeLoss()) continue;
            Respond(session, subscription.Id, subscription.Available, more, next);
        }
    }

    private void Respond(ServerSession session, uint id, uint[] available, bool more, NotificationMessage message)
    {
        var publish = session.TakePublish();
        publish.Channel.Respond(
            publish.RequestId, new PublishResponse(server.Header(publish.Handle), id, available, more, message, publish.Results, []));
    }

    private ServerSubscription? Next(ServerSession session)
    {
        ServerSubscription? best = null;
        foreach (var one in _all.Values)
        {
            if (one.Session != session || one.Turn == 0) continue;
            if (best is null || one.Settings.Priority > best.Settings.Priority
                || (one.Settings.Priority == best.Settings.Priority && one.Turn < best.Turn))
            {
                best = one;
            }
        }

        return best;
    }

    /// <summary>Takes the gate.</summary>
    private void OnInterval(ServerSubscription subscription)
    {
        lock (server.Space.Gate)
        {
            if (!_all.ContainsKey(subscription.Id)) return;

            var session = subscription.Session;
            if (subscription.Tick(session?.HasPublish(server) ?? false) && subscription.Turn == 0) subscription.Turn = ++_turns;
            if (subscription.IsOver)
            {
                session?.AddLastWords(subscription.Id, subscription.LastWords(server.Space.Now, StatusCode.BadTimeout));
                End(subscription);
            }

            if (session is not null) Speak(session);
        }
    }

    private void End(ServerSubscription subscription)
    {
        subscription.End();
        _all.Remove(subscription.Id);
    }
}
