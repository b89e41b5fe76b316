using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Client;

/// <summary>Makes the user identity token for ActivateSession (Part 4 5.7.3 and 7.40). Knows when a secret must not leave.</summary>
internal static class IdentityTokens
{
    /// <param name="identity">Who logs in.</param>
    /// <param name="endpoint">The chosen endpoint with its token policies.</param>
    /// <param name="serverKey">The server's accepted key; null if its certificate was not checked.</param>
    /// <param name="serverCertificate">DER of the server's leaf certificate.</param>
    /// <param name="serverNonce">The latest nonce of the server.</param>
    /// <exception cref="ServiceException">The endpoint has no token policy for this identity, or only one that would show the
    /// secret.</exception>
    public static (ExtensionObject Token, SignatureData Signature) Create(
        UserIdentity identity, EndpointDescription endpoint, RSA? serverKey, byte[] serverCertificate, byte[] serverNonce)
    {
        return identity switch
        {
            UserIdentity.NamedUser user => (UserName(user, endpoint, serverKey, serverNonce), new SignatureData(null, null)),
            UserIdentity.CertificateUser user => X509(user, endpoint, [.. serverCertificate, .. serverNonce]),
            _ => (ExtensionObject.Of(new AnonymousIdentityToken(Find(endpoint, UserTokenType.Anonymous).PolicyId)),
                new SignatureData(null, null)),
        };
    }

    private static ExtensionObject UserName(UserIdentity.NamedUser user, EndpointDescription endpoint, RSA? serverKey, byte[] serverNonce)
    {
        // Of several policies the one which encrypts by itself comes first.
        var tokens = endpoint.UserIdentityTokens.Where(t => t.TokenType == UserTokenType.UserName).ToArray();
        var token = tokens.FirstOrDefault(t => PolicyOf(t, endpoint) is { IsNone: false }) ?? Find(endpoint, UserTokenType.UserName);
        var policy = PolicyOf(token, endpoint)
            ?? throw new ServiceException(
                StatusCode.BadSecurityPolicyRejected, $"the server wants passwords by the unknown policy {token.SecurityPolicyUri}");
        var password = System.Text.Encoding.UTF8.GetBytes(user.Password);
        if (policy.IsNone)
        {
            // The channel hides it, or it does not leave.
            return endpoint.SecurityMode == MessageSecurityMode.SignAndEncrypt
                ? ExtensionObject.Of(new UserNameIdentityToken(token.PolicyId, user.Name, password, null))
                : throw new ServiceException(
                    StatusCode.BadSecurityModeInsufficient,
                    $"the password of {user.Name} would travel readable: use SignAndEncrypt, or have the server encrypt user tokens");
        }

        if (serverKey is null)
        {
            throw new ServiceException(
                StatusCode.BadSecurityModeInsufficient,
                $"the password of {user.Name} has to be encrypted, but no certificate of the server is trusted: use SignAndEncrypt");
        }

        var secret = new byte[4 + password.Length + serverNonce.Length];
        BinaryPrimitives.WriteInt32LittleEndian(secret, password.Length + serverNonce.Length);
        password.CopyTo(secret, 4);
        serverNonce.CopyTo(secret, 4 + password.Length);
        var cipher = new ArrayBufferWriter<byte>();
        policy.Encrypt(serverKey, secret, cipher);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(password);
        return ExtensionObject.Of(new UserNameIdentityToken(token.PolicyId, user.Name, cipher.WrittenSpan.ToArray(), policy.EncryptionUri));
    }

    private static (ExtensionObject Token, SignatureData Signature) X509(
        UserIdentity.CertificateUser user, EndpointDescription endpoint, byte[] signed)
    {
        var token = Find(endpoint, UserTokenType.Certificate);
        var policy = PolicyOf(token, endpoint);
        if (policy is null or { IsNone: true })
            throw new ServiceException(StatusCode.BadSecurityPolicyRejected,
                "the server names no policy to sign the user's certificate by");

        using var key = user.Certificate.GetRSAPrivateKey()
            ?? throw new ServiceException(
                StatusCode.BadIdentityTokenInvalid, $"the user certificate {user.Certificate.Thumbprint} has no RSA key");
        return (ExtensionObject.Of(new X509IdentityToken(token.PolicyId, user.Certificate.RawData)),
            new SignatureData(policy.SignatureUri, policy.Sign(key, signed)));
    }

    private static UserTokenPolicy Find(EndpointDescription endpoint, UserTokenType type) =>
        endpoint.UserIdentityTokens.FirstOrDefault(t => t.TokenType == type)
        ?? throw new ServiceException(
            StatusCode.BadIdentityTokenRejected,
            $"the server does not take {type}; it takes "
            + string.Join(", ", endpoint.UserIdentityTokens.Select(t => t.TokenType).Distinct()));

    private static SecurityPolicy? PolicyOf(UserTokenPolicy token, EndpointDescription endpoint) =>
        SecurityPolicy.TryFromUri(string.IsNullOrEmpty(token.SecurityPolicyUri) ? endpoint.SecurityPolicyUri : token.SecurityPolicyUri,
            out var policy)
            ? policy
            : null;
}
