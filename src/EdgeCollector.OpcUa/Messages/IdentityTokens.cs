using EdgeCollector.OpcUa.Encoding;

namespace EdgeCollector.OpcUa.Messages;

/// <summary>Part 4, AnonymousIdentityToken.</summary>
internal sealed record AnonymousIdentityToken(string? PolicyId) : IUaMessage<AnonymousIdentityToken>
{
    public static uint TypeId => 321;

    public void Encode(ref UaWriter w) => w.String(PolicyId);

    public static AnonymousIdentityToken Decode(ref UaReader r) => new(r.String());
}

/// <summary>Part 4, UserNameIdentityToken. Password is encrypted as EncryptionAlgorithm names, else plain UTF-8.</summary>
internal sealed record UserNameIdentityToken(
    string? PolicyId,
    string? UserName,
    byte[]? Password,
    string? EncryptionAlgorithm) : IUaMessage<UserNameIdentityToken>
{
    public static uint TypeId => 324;

    public void Encode(ref UaWriter w)
    {
        w.String(PolicyId);
        w.String(UserName);
        w.ByteString(Password);
        w.String(EncryptionAlgorithm);
    }

    public static UserNameIdentityToken Decode(ref UaReader r) => new(r.String(), r.String(), r.ByteString(), r.String());
}

/// <summary>Part 4, X509IdentityToken. The DER certificate; possession is proved by UserTokenSignature.</summary>
internal sealed record X509IdentityToken(string? PolicyId, byte[]? CertificateData) : IUaMessage<X509IdentityToken>
{
    public static uint TypeId => 327;

    public void Encode(ref UaWriter w)
    {
        w.String(PolicyId);
        w.ByteString(CertificateData);
    }

    public static X509IdentityToken Decode(ref UaReader r) => new(r.String(), r.ByteString());
}
