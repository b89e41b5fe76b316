using System.Security.Cryptography;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>The sessions of a server (Part 4, 5.7). Called under the address space's gate.</summary>
internal sealed class SessionTable(AddressSpace space, TimeProvider time)
{
    private const int MaxSessions = 100;
    private const double MinTimeout = 10_000;
    private const double MaxTimeout = 3_600_000;
    private readonly Dictionary<NodeId, ServerSession> _byToken = [];
    private uint _last;

    /// <param name="requestedTimeout">ms, as it came from the client: revised to 10 s to 1 h.</param>
    /// <param name="channel">The only one that may activate it first.</param>
    /// <exception cref="ServiceException">BadTooManySessions.</exception>
    public ServerSession Create(double requestedTimeout, ServerChannel channel)
    {
        if (_byToken.Count >= MaxSessions) throw new ServiceException(StatusCode.BadTooManySessions, $"{MaxSessions} sessions");

        // Not Math.Clamp: NaN has to become something too.
        var timeout = requestedTimeout > MaxTimeout ? MaxTimeout : requestedTimeout >= MinTimeout ? requestedTimeout : MinTimeout;
        var session = new ServerSession(
            new(1, ++_last), new(0, RandomNumberGenerator.GetBytes(32)), TimeSpan.FromMilliseconds(timeout), channel)
        {
            LastSeen = time.GetTimestamp(),
        };
        _byToken.Add(session.Token, session);
        return session;
    }

    /// <exception cref="ServiceException">BadSessionIdInvalid.</exception>
    public ServerSession Find(RequestHeader header)
    {
        if (!_byToken.TryGetValue(header.AuthenticationToken, out var session))
            throw new ServiceException(StatusCode.BadSessionIdInvalid, "no such session");

        session.LastSeen = time.GetTimestamp();
        return session;
    }

    /// <summary>The session of a request, if it may use services on this channel.</summary>
    /// <exception cref="ServiceException">No such session, not activated, or activated on another channel.</exception>
    public ServerSession Activated(RequestHeader header, ServerChannel channel)
    {
        var session = Find(header);
        if (!session.IsActivated) throw new ServiceException(StatusCode.BadSessionNotActivated, "not activated");
        return session.Channel == channel
            ? session
            : throw new ServiceException(StatusCode.BadSecureChannelIdInvalid, "activated on another channel");
    }

    public bool Contains(ServerSession session) => _byToken.ContainsKey(session.Token);

    public void Close(ServerSession session) => _byToken.Remove(session.Token);

    public void Clear() => _byToken.Clear();

    /// <summary>Forgets sessions that were silent for longer than their time-out; their subscriptions live out their own life.</summary>
    public void Sweep(SubscriptionTable subscriptions)
    {
        lock (space.Gate)
        {
            foreach (var session in _byToken.Values)
            {
                if (time.GetElapsedTime(session.LastSeen) <= session.Timeout) continue;

                _byToken.Remove(session.Token);
                subscriptions.Orphan(session);
            }
        }
    }
}
