using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeCollector.OpcUa.Security;

namespace EdgeCollector.OpcUa.Tests.Security;

/// <summary>Certificates for tests. Keys are made once: RSA keys take long.</summary>
internal static class TestCertificates
{
    public const string Uri = "urn:plc:server";
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<RSA> Key2048 = new(() => RSA.Create(2048));
    private static readonly Lazy<RSA> OtherKey = new(() => RSA.Create(2048));
    private static readonly Lazy<RSA> Key1024 = new(() => RSA.Create(1024));

    public static Lazy<ApplicationCertificate> Client { get; } = new(() => Make("urn:test:client"));

    public static Lazy<ApplicationCertificate> Server { get; } = new(() => Make(Uri));

    public static byte[] Der(
        string uri = Uri, string host = "plc", int days = 100, bool sha1 = false, bool shortKey = false, byte serial = 1)
    {
        var key = shortKey ? Key1024.Value : Key2048.Value;
        var request = Request("CN=plc", key, uri, host, HashAlgorithmName.SHA256);
        var generator = sha1 ? new Sha1Generator(key) : X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1);
        return request.Create(new X500DistinguishedName("CN=plc"), generator, Now.AddDays(-200), Now.AddDays(days), [serial]).RawData;
    }

    /// <summary>An authority and a leaf issued by it.</summary>
    public static (byte[] Authority, byte[] Leaf) Chain()
    {
        var authority = new CertificateRequest("CN=plant CA", OtherKey.Value, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var generator = X509SignatureGenerator.CreateForRSA(OtherKey.Value, RSASignaturePadding.Pkcs1);
        var name = new X500DistinguishedName("CN=plant CA");
        var ca = authority.Create(name, generator, Now.AddDays(-300), Now.AddDays(300), [7]).RawData;
        var leaf = Request("CN=plc", Key2048.Value, Uri, "plc", HashAlgorithmName.SHA256);
        return (ca, leaf.Create(name, generator, Now.AddDays(-1), Now.AddDays(100), [8]).RawData);
    }

    private static ApplicationCertificate Make(string uri) =>
        ApplicationCertificate.CreateEphemeral(uri, "test", ["plc"], TimeProvider.System);

    private static CertificateRequest Request(string subject, RSA key, string uri, string host, HashAlgorithmName hash)
    {
        var request = new CertificateRequest(subject, key, hash, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(uri));
        if (System.Net.IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
        else names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    /// <summary>The platform signs no certificate with SHA-1 any more; old machines still have them.</summary>
    private sealed class Sha1Generator(RSA key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            Convert.FromHexString("300d06092a864886f70d0101050500");

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);

        protected override PublicKey BuildPublicKey() => CreateForRSA(key, RSASignaturePadding.Pkcs1).PublicKey;
    }
}
