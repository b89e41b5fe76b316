using System.Security.Cryptography;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;

namespace EdgeCollector.OpcUa.Channel;

/// <summary>
/// What reader and writer of one channel share, in either role: policy, mode, certificates and the tokens. The receive loop changes the
/// tokens;
/// the sender reads only <see cref="Sending"/>.
/// </summary>
internal sealed class ChannelSecurity : IDisposable
{
    private volatile ChannelToken? _sending;
    private ChannelToken? _receiving;
    private ChannelToken? _renewed;

    /// <param name="local">Our certificate, needed for any policy but None.</param>
    public ChannelSecurity(ApplicationCertificate? local) => Local = local;

    public ApplicationCertificate? Local { get; }

    public SecurityPolicy Policy { get; private set; } = SecurityPolicy.None;

    public MessageSecurityMode Mode { get; private set; } = MessageSecurityMode.None;

    /// <summary>The other side's certificate, DER of the leaf; empty without security.</summary>
    public byte[] RemoteCertificate { get; private set; } = [];

    public RSA? RemoteKey { get; private set; }

    /// <summary>The server's number for the channel, 0 until it is open.</summary>
    public uint ChannelId { get; set; }

    /// <summary>The token for the next chunk we send.</summary>
    public ChannelToken? Sending => _sending;

    /// <summary>
    /// Sets policy, mode and the other side's certificate. A client knows them from the endpoint, a server from the first chunk.
    /// </summary>
    public void Agree(SecurityPolicy policy, MessageSecurityMode mode, byte[] remoteCertificate, RSA? remoteKey)
    {
        Policy = policy;
        Mode = mode;
        RemoteCertificate = remoteCertificate;
        RemoteKey = remoteKey;
    }

    /// <summary>
    /// Takes a new token into use. The old one is taken from the other side until its first message under the new one (Part 4 5.5.2).
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="sendAtOnce">True in a client; a server goes on with the old one until the client has used the new one.</param>
    public void Use(ChannelToken token, bool sendAtOnce)
    {
        if (_receiving is null)
        {
            _sending = _receiving = token;
            return;
        }

        _renewed = token;
        if (sendAtOnce) _sending = token;
    }

    /// <summary>The token to check a received chunk with, or null if the id is unknown or its time is over.</summary>
    public ChannelToken? ToReceive(uint tokenId) =>
        _renewed?.TokenId == tokenId ? _renewed : _receiving?.TokenId == tokenId ? _receiving : null;

    /// <summary>
    /// Told after a chunk has passed all checks under <paramref name="token"/>: the first under a new one drops the old one.
    /// </summary>
    public void Proven(ChannelToken token)
    {
        if (!ReferenceEquals(token, _renewed)) return;

        _receiving = _sending = token;
        _renewed = null;
    }

    /// <inheritdoc/>
    public void Dispose() => RemoteKey?.Dispose();
}
