using System.Security.Cryptography;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;
using Microsoft.Extensions.Logging;

namespace EdgeCollector.OpcUa.Channel;

/// <content>Issue and renewal of tokens (Part 4 5.5.2).</content>
internal sealed partial class SecureChannel
{
    /// <summary>A shorter life than this would be renewed without pause.</summary>
    private static readonly TimeSpan MinLifetime = TimeSpan.FromSeconds(1);

    private async Task RequestTokenAsync(SecurityTokenRequestType type, TimeSpan lifetime, TimeSpan timeout, CancellationToken ct)
    {
        var nonce = RandomNumberGenerator.GetBytes(_security.Policy.NonceSize);
        var request = new OpenSecureChannelRequest(
            NewHeader(default, timeout), 0, type, _security.Mode, nonce.Length == 0 ? null : nonce, (uint)lifetime.TotalMilliseconds);
        var reply = new TokenReply(this, nonce);
        var id = await SendAsync(request, reply, timeout, ct).ConfigureAwait(false);
        await using var registration = ct.UnsafeRegister(
            _ =>
            {
                if (_pending.TryRemove(id, out var abandoned)) abandoned.Fail(new OperationCanceledException(ct));
            },
            null).ConfigureAwait(false);
        await reply.Task.ConfigureAwait(false);
    }

    private async Task RenewAsync(TimeSpan lifetime, TimeSpan timeout)
    {
        try
        {
            while (true)
            {
                await Task.Delay(0.75 * Lifetime, _time, _stop.Token).ConfigureAwait(false);
                await RequestTokenAsync(SecurityTokenRequestType.Renew, lifetime, timeout, _stop.Token).ConfigureAwait(false);
                Renewals++;
                LogRenewed(_logger, _connection.RemoteAddress, Lifetime);
            }
        }
        catch (OperationCanceledException)
        {
            // The channel ended first.
        }
        catch (Exception e) when (e is ServiceException or ConnectionLostException)
        {
            End(new ConnectionLostException($"the token could not be renewed: {e.Message}", StatusCode.BadSecureChannelClosed, e));
        }
    }

    /// <summary>
    /// An OPN chunk has to come from the server we chose, by the policy we chose, to us: there is no other way to open a channel.
    /// </summary>
    private void CheckOpen(AsymmetricHeader header)
    {
        var secured = !_security.Policy.IsNone;
        var sender = header.SenderCertificate.AsSpan();
        // A server may send its whole chain; the leaf comes first (Part 6 6.2.6).
        var sound = header.PolicyUri == _security.Policy.Uri && (!secured
            || (sender.StartsWith(_security.RemoteCertificate)
                && header.ReceiverThumbprint.AsSpan().SequenceEqual(_security.Local!.ThumbprintBytes)));
        if (!sound) throw new ConnectionLostException("OpenSecureChannel was answered by another policy or certificate",
            StatusCode.BadSecurityChecksFailed);
    }

    /// <summary>Runs on the receive loop, so that the next chunk already finds the new token.</summary>
    private void UseToken(OpenSecureChannelResponse response, byte[] clientNonce)
    {
        var token = response.SecurityToken;
        var serverNonce = response.ServerNonce ?? [];
        var size = _security.Policy.NonceSize;
        if (token.ChannelId == 0 || (_security.ChannelId != 0 && token.ChannelId != _security.ChannelId))
            throw new ServiceException(StatusCode.BadSecureChannelIdInvalid, $"the server gave channel {token.ChannelId}");
        if (size > 0 && (serverNonce.Length != size || serverNonce.AsSpan().SequenceEqual(_lastServerNonce)))
            throw new ServiceException(StatusCode.BadNonceInvalid, "the server's nonce is used or of a wrong length");

        var lifetime = TimeSpan.FromMilliseconds(token.RevisedLifetime);
        _lastServerNonce = serverNonce;
        _security.ChannelId = token.ChannelId;
        _security.Use(
            new(_security.Policy, _security.Mode, token.TokenId, lifetime < MinLifetime ? MinLifetime : lifetime, clientNonce, serverNonce),
            sendAtOnce: true);
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Debug, Message = "{Server}: channel token renewed, valid for {Lifetime}")]
    private static partial void LogRenewed(ILogger logger, string server, TimeSpan lifetime);

    private sealed class TokenReply(SecureChannel channel, byte[] nonce) : PendingReply
    {
        private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => _source.Task;

        public override void Complete(IncomingMessage message)
        {
            using (message)
            {
                try
                {
                    channel.UseToken(Replies.Read<OpenSecureChannelResponse>(message), nonce);
                    _source.TrySetResult();
                }
                catch (ServiceException e)
                {
                    _source.TrySetException(e);
                }
            }
        }

        public override void Fail(Exception reason) => _source.TrySetException(reason);
    }
}
