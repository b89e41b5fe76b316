using System.Security.Cryptography;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>Part 4, 5.7: create, activate (also on a new channel after a cut), close.</summary>
internal sealed class SessionServices(UaServer server, DiscoveryServices discovery)
{
    private const int NonceSize = 32;

    public CreateSessionResponse Create(CreateSessionRequest request, ServerChannel channel)
    {
        if (server.Faults.IsHalted) throw new ServiceException(StatusCode.BadServerHalted, "halted by a test");

        var session = server.Sessions.Create(request.RequestedSessionTimeout, channel);
        return new(
            server.Header(request.RequestHeader.RequestHandle), session.Id, session.Token, session.Timeout.TotalMilliseconds,
            RandomNumberGenerator.GetBytes(NonceSize), null, discovery.Endpoints(), [], new(null, null), 0);
    }

    public ActivateSessionResponse Activate(ActivateSessionRequest request, ServerChannel channel)
    {
        var session = server.Sessions.Find(request.RequestHeader);

        // Part 4 5.7.3.2: an empty token stands for an anonymous user.
        var anonymous = request.UserIdentityToken is null || request.UserIdentityToken.TypeId.IsNull
            || request.UserIdentityToken.TryDecode<AnonymousIdentityToken>(EncodingLimits.Default, out _);
        if (!anonymous) throw new ServiceException(StatusCode.BadIdentityTokenRejected, "anonymous users only");
        if (!session.IsActivated && session.Channel != channel)
            throw new ServiceException(StatusCode.BadSecureChannelIdInvalid, "first activated by the channel that created it");

        session.Activate(channel);
        return new(server.Header(request.RequestHeader.RequestHandle), RandomNumberGenerator.GetBytes(NonceSize), [], []);
    }

    public CloseSessionResponse Close(CloseSessionRequest request, ServerSession session)
    {
        if (request.DeleteSubscriptions) server.Subscriptions.DeleteAll(session);
        else server.Subscriptions.Orphan(session);
        session.FailPublishes(server, StatusCode.BadSessionClosed);
        server.Sessions.Close(session);
        return new(server.Header(request.RequestHeader.RequestHandle));
    }
}
