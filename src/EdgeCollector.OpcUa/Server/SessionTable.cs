using System.Security.Cryptography;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>The sessions of a server (Part 4, 5.7). Called under the address space's gate.</summary>
internal sealed class SessionTable(AddressSpace space, TimeProvider time)
{
    private const int MaxSessions = 100;
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromHours(1);
    private readonly Dictionary<NodeId, ServerSession> _byToken = [];
    private uint _last;

    public bool TryCreate(TimeSpan requested, ServerChannel channel, out ServerSession session)
    {
        session = null!;
        if (_byToken.Count >= MaxSessions) return false;

        var timeout = requested < TimeSpan.FromSeconds(10) ? TimeSpan.FromSeconds(10) : requested > MaxTimeout ? MaxTimeout : requested;
        session = new(new(1, ++_last), new(0, RandomNumberGenerator.GetBytes(32)), timeout) { Channel = channel, LastSeen = time.GetTimestamp() };
        _byToken.Add(session.Token, session);
        return true;
    }

    /// <summary>The session of a request, or the status to refuse it with.</summary>
    public StatusCode Find(RequestHeader header, ServerChannel channel, bool activated, out ServerSession session)
    {
        if (!_byToken.TryGetValue(header.AuthenticationToken, out session!)) return StatusCode.BadSessionIdInvalid;

        session.LastSeen = time.GetTimestamp();
        if (activated && session.Channel != channel) return StatusCode.BadSecureChannelIdInvalid;
        return activated && !session.IsActivated ? StatusCode.BadSessionNotActivated : StatusCode.Good;
    }

    public void Close(ServerSession session) => _byToken.Remove(session.Token);

    /// <summary>Forgets sessions that were silent for longer than their time-out; their subscriptions live on for their own lifetime.</summary>
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
