using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>
/// A session (Part 4 5.7). It outlives its channel: after a cut it is activated on a new one. The services for users are in
/// <see cref="SessionServices"/>; all go through the one generic request here.
/// </summary>
public sealed class Session : IAsyncDisposable
{
    private const int MinNonce = 32;

    private readonly OpcUaClientOptions _options;
    private readonly byte[] _clientCertificate;
    private OpenEndpoint _link;
    private NodeId _token;
    private byte[] _serverNonce = [];

    private Session(OpcUaClientOptions options, OpenEndpoint link)
    {
        _options = options;
        _link = link;
        _clientCertificate = options.SecurityPolicy.IsNone ? [] : options.Certificate!.Der;
    }

    /// <summary>The server's number of the session.</summary>
    public NodeId Id { get; private set; }

    /// <summary>How long the server keeps the session without a connection, as revised by it.</summary>
    public TimeSpan Timeout { get; private set; }

    /// <summary>The server's namespaces in the order of their index, read anew on each connection.</summary>
    public IReadOnlyList<string?> Namespaces { get; internal set; } = [];

    /// <summary>What the server takes per call, read anew on each connection.</summary>
    public OperationLimits Operations { get; internal set; } = OperationLimits.Unknown;

    /// <summary>Buffer sizes and message limits as agreed: what we take, what the server takes.</summary>
    public (TransportLimits Local, TransportLimits Remote) Transport => _link.Channel.Limits;

    /// <summary>Life of the channel's token as revised by the server.</summary>
    public TimeSpan ChannelLifetime => _link.Channel.Lifetime;

    /// <summary>Thumbprint of the accepted server certificate, null without security.</summary>
    public string? ServerThumbprint => _link.Certificate?.Thumbprint;

    internal SecureChannel Channel => _link.Channel;

    internal OpcUaClientOptions Options => _options;

    internal TimeProvider Time => _link.Channel.Time;

    /// <summary>The node within this session; throws if its namespace is not known to the server.</summary>
    /// <exception cref="ServiceException">BadNodeIdUnknown, naming the namespace.</exception>
    public NodeId Resolve(ExpandedNodeId id) => id.TryResolve(Namespaces, out var node)
        ? node
        : throw new ServiceException(StatusCode.BadNodeIdUnknown, $"the server has no namespace {id.NamespaceUri}");

    /// <summary>Closes the session with its subscriptions, then the channel.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_link.Channel.Ended.IsCompleted && !_token.IsNull)
        {
            try
            {
                var request = new CloseSessionRequest(Header(), true);
                await _link.Channel.RequestAsync<CloseSessionRequest, CloseSessionResponse>(request, TimeSpan.FromSeconds(2), default)
                    .ConfigureAwait(false);
            }
            catch (Exception e) when (e is ServiceException or ConnectionLostException)
            {
                // The server forgets it after its time-out.
            }
        }

        await _link.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Creates and activates a session on a fresh channel, which belongs to it from now on.</summary>
    internal static async Task<Session> CreateAsync(OpcUaClientOptions options, OpenEndpoint link, CancellationToken ct)
    {
        var session = new Session(options, link);
        try
        {
            await session.CreateAsync(ct).ConfigureAwait(false);
            await session.ActivateAsync(ct).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes a new channel in place of the dead one and activates the session there (Part 4 6.7).</summary>
    internal async Task ReactivateAsync(OpenEndpoint link, CancellationToken ct)
    {
        await _link.DisposeAsync().ConfigureAwait(false);
        _link = link;
        await ActivateAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Gives up the channel but not the session.</summary>
    internal ValueTask DisconnectAsync() => _link.DisposeAsync();

    internal RequestHeader Header() => _link.Channel.NewHeader(_token, _options.RequestTimeout);

    internal RequestHeader Header(TimeSpan timeout) => _link.Channel.NewHeader(_token, timeout);

    internal Task<TResponse> RequestAsync<TRequest, TResponse>(TRequest request, CancellationToken ct)
        where TRequest : IUaMessage<TRequest>, IRequest<TResponse>
        where TResponse : class, IUaMessage<TResponse>, IResponse =>
        _link.Channel.RequestAsync<TRequest, TResponse>(request, _options.RequestTimeout, ct);

    private async Task CreateAsync(CancellationToken ct)
    {
        var policy = _options.SecurityPolicy;
        var nonce = RandomNumberGenerator.GetBytes(MinNonce);
        var description = new ApplicationDescription(
            _options.Certificate?.ApplicationUri ?? _options.ApplicationUri, "urn:EdgeCollector", new(_options.SessionName),
            ApplicationType.Client, null, null, []);
        var request = new CreateSessionRequest(
            Header(), description, null, _options.EndpointUrl, _options.SessionName, nonce,
            policy.IsNone ? null : _clientCertificate, _options.SessionTimeout.TotalMilliseconds, _options.Limits.MaxMessageSize);
        var response = await RequestAsync<CreateSessionRequest, CreateSessionResponse>(request, ct).ConfigureAwait(false);

        // From here on there is something to close, even if what follows is refused.
        (Id, _token) = (response.SessionId, response.AuthenticationToken);
        Timeout = TimeSpan.FromMilliseconds(Math.Clamp(response.RevisedSessionTimeout, 1000, TimeSpan.FromDays(1).TotalMilliseconds));
        _serverNonce = response.ServerNonce ?? [];
        if (!policy.IsNone) Verify(response, policy, [.. _clientCertificate, .. nonce]);
        if (response.ServerEndpoints.Length > 0 && !EndpointList.Same(_link.Discovered, response.ServerEndpoints))
        {
            throw new ServiceException(
                StatusCode.BadSecurityChecksFailed,
                "the session names other endpoints than discovery did: somebody in between may be weakening security");
        }
    }

    /// <summary>Part 4 5.7.2.2: the server proves that it holds the key of the certificate which we accepted.</summary>
    private void Verify(CreateSessionResponse response, SecurityPolicy policy, byte[] signed)
    {
        var remote = _link.Channel.Security;
        if (response.ServerCertificate is null || !response.ServerCertificate.AsSpan().StartsWith(remote.RemoteCertificate))
            throw new ServiceException(StatusCode.BadCertificateInvalid, "the session's server certificate is not the endpoint's");
        if (response.ServerSignature.Signature is not { } signature || !policy.Verify(remote.RemoteKey!, signed, signature))
            throw new ServiceException(StatusCode.BadApplicationSignatureInvalid,
                "the server could not prove that the certificate is its own");
        if (_serverNonce.Length < MinNonce)
            throw new ServiceException(StatusCode.BadNonceInvalid, $"the server's nonce has {_serverNonce.Length} bytes, 32 are expected");
        if (response.ServerEndpoints.Length == 0)
            throw new ServiceException(StatusCode.BadSecurityChecksFailed, "the session does not vouch for the server's endpoints");
    }

    private async Task ActivateAsync(CancellationToken ct)
    {
        var policy = _options.SecurityPolicy;
        var certificate = policy.IsNone ? _link.Endpoint.ServerCertificate ?? [] : _link.Channel.Security.RemoteCertificate;
        using var key = _link.Certificate?.GetRSAPublicKey();
        var (token, tokenSignature) = IdentityTokens.Create(_options.Identity, _link.Endpoint, key, certificate, _serverNonce);
        var signature = policy.IsNone
            ? new SignatureData(null, null)
            : new SignatureData(policy.SignatureUri, policy.Sign(_options.Certificate!.PrivateKey, [.. certificate, .. _serverNonce]));
        var request = new ActivateSessionRequest(Header(), signature, [], [], token, tokenSignature);
        var response = await RequestAsync<ActivateSessionRequest, ActivateSessionResponse>(request, ct).ConfigureAwait(false);
        _serverNonce = response.ServerNonce ?? [];
    }
}
