using System.Buffers.Binary;
using System.Security.Cryptography.X509Certificates;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Tests.Security;
using EdgeCollector.OpcUa.Types;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Client;

/// <summary>Which endpoint is taken, and when a secret leaves.</summary>
public sealed class SecurityDecisionTests
{
    private static readonly byte[] Nonce = [.. Enumerable.Repeat((byte)9, 32)];

    [Fact]
    public void Nothing_weaker_is_taken_in_place_of_what_was_asked_for()
    {
        EndpointDescription[] offered =
        [
            Endpoint(MessageSecurityMode.None, SecurityPolicy.None), Endpoint(MessageSecurityMode.Sign, SecurityPolicy.Basic256Sha256),
            Endpoint(MessageSecurityMode.SignAndEncrypt, SecurityPolicy.Basic256Sha256) with { TransportProfileUri = "https" },
        ];
        var e = Assert.Throws<ServiceException>(
            () => EndpointList.Choose(offered, MessageSecurityMode.SignAndEncrypt, SecurityPolicy.Basic256Sha256));
        Assert.Contains("Basic256Sha256 with Sign", e.Message);
        Assert.Same(offered[1], EndpointList.Choose(offered, MessageSecurityMode.Sign, SecurityPolicy.Basic256Sha256));
    }

    [Fact]
    public void Part4_5722_a_list_which_differs_in_what_matters_is_noticed()
    {
        EndpointDescription none = Endpoint(MessageSecurityMode.None, SecurityPolicy.None);
        EndpointDescription signed = Endpoint(MessageSecurityMode.Sign, SecurityPolicy.Basic256Sha256);
        Assert.True(EndpointList.Same([none, signed], [signed with { EndpointUrl = "opc.tcp://10.0.0.1" }, none]));
        Assert.False(EndpointList.Same([none], [none, signed])); // stripped on the way
        Assert.False(EndpointList.Same([none, signed], [none, signed with { SecurityLevel = 9 }]));
        Assert.False(EndpointList.Same([signed], [signed with { UserIdentityTokens = [new("u", UserTokenType.UserName, null, null,
            SecurityPolicy.None.Uri)] }]));
    }

    [Theory]
    [InlineData("Basic256Sha256")]
    [InlineData("Aes256_Sha256_RsaPss")]
    public void Part4_740_a_password_is_encrypted_with_length_and_server_nonce(string name)
    {
        SecurityPolicy.TryFromName(name, out var policy);
        var server = TestCertificates.Server.Value;
        using var key = server.Certificate.GetRSAPublicKey();
        var long_password = new string('p', 400);
        var (token, _) = IdentityTokens.Create(
            UserIdentity.UserName("op", long_password), Endpoint(MessageSecurityMode.None, SecurityPolicy.None, policy!.Uri), key,
            server.Der, Nonce);

        Assert.True(token.TryDecode<UserNameIdentityToken>(EncodingLimits.Default, out var user));
        Assert.Equal(policy.EncryptionUri, user.EncryptionAlgorithm);
        var plain = new byte[user.Password!.Length];
        var length = policy.Decrypt(server.PrivateKey, user.Password, plain);
        Assert.Equal(400 + 32, BinaryPrimitives.ReadInt32LittleEndian(plain));
        Assert.Equal(4 + 400 + 32, length);
        Assert.Equal(long_password, System.Text.Encoding.UTF8.GetString(plain, 4, 400));
        Assert.Equal(Nonce, plain[404..436]);
    }

    [Theory]
    [InlineData(MessageSecurityMode.None, false)]
    [InlineData(MessageSecurityMode.Sign, false)]
    [InlineData(MessageSecurityMode.SignAndEncrypt, true)]
    public void A_readable_password_leaves_only_over_an_encrypted_channel(MessageSecurityMode mode, bool leaves)
    {
        var endpoint = Endpoint(mode, mode == MessageSecurityMode.None ? SecurityPolicy.None : SecurityPolicy.Basic256Sha256,
            SecurityPolicy.None.Uri);
        using var key = TestCertificates.Server.Value.Certificate.GetRSAPublicKey();
        var e = Record.Exception(() => IdentityTokens.Create(UserIdentity.UserName("op", "secret"), endpoint, key, [], Nonce));
        Assert.Equal(leaves, e is null);
        if (e is not null) Assert.Equal(StatusCode.BadSecurityModeInsufficient, Assert.IsType<ServiceException>(e).Status);
        Assert.DoesNotContain("secret", e?.Message ?? "");
    }

    [Fact]
    public void A_password_is_not_encrypted_for_a_server_nobody_trusts()
    {
        var endpoint = Endpoint(MessageSecurityMode.None, SecurityPolicy.None, SecurityPolicy.Basic256Sha256.Uri);
        Assert.Throws<ServiceException>(() => IdentityTokens.Create(UserIdentity.UserName("op", "secret"), endpoint, null, [], Nonce));
    }

    [Fact]
    public void Part4_740_a_user_certificate_signs_certificate_and_nonce_of_the_server()
    {
        var server = TestCertificates.Server.Value;
        var client = TestCertificates.Client.Value;
        using var certificate = client.Certificate.CopyWithPrivateKey(client.PrivateKey);
        var (token, signature) = IdentityTokens.Create(
            UserIdentity.X509(certificate), Endpoint(MessageSecurityMode.Sign, SecurityPolicy.Aes256Sha256RsaPss), null, server.Der, Nonce);
        Assert.True(token.TryDecode<X509IdentityToken>(EncodingLimits.Default, out var user));
        Assert.Equal(client.Der, user.CertificateData);
        using var key = client.Certificate.GetRSAPublicKey();
        Assert.True(SecurityPolicy.Aes256Sha256RsaPss.Verify(key!, [.. server.Der, .. Nonce], signature.Signature));
        Assert.False(SecurityPolicy.Aes256Sha256RsaPss.Verify(key!, server.Der, signature.Signature));
    }

    [Fact]
    public void An_identity_never_prints_its_secret()
    {
        var identity = UserIdentity.UserName("op", "hunter2");
        Assert.DoesNotContain("hunter2", $"{identity} {new OpcUaClientOptions { EndpointUrl = "x", Identity = identity }}");
    }

    private static EndpointDescription Endpoint(MessageSecurityMode mode, SecurityPolicy policy, string? tokenPolicy = null) => new(
        "opc.tcp://plc:4840", new("urn:plc", null, new("plc"), ApplicationType.Server, null, null, []), [], mode, policy.Uri,
        [new("u", UserTokenType.UserName, null, null, tokenPolicy), new("c", UserTokenType.Certificate, null, null, tokenPolicy)], null, 1);
}
