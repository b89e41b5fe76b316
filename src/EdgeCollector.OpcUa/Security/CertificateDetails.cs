using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeCollector.OpcUa.Security;

/// <summary>What a certificate says of itself, for a look before it is trusted. Its texts come from the other side: encode them where they
/// are shown.</summary>
/// <param name="Subject">Distinguished name.</param>
/// <param name="Issuer">Distinguished name; the subject where it is self-signed.</param>
/// <param name="Thumbprint">SHA-1 in capital hex: its name in trust lists.</param>
/// <param name="Sha256">SHA-256 in capital hex.</param>
/// <param name="NotBefore">Begin of validity.</param>
/// <param name="NotAfter">End of validity.</param>
/// <param name="ApplicationUri">From the subject alternative name; null if it has none.</param>
/// <param name="Hosts">Names and addresses it was made for.</param>
/// <param name="KeySize">Bits of the RSA key, 0 if it is no RSA key.</param>
/// <param name="Faults">What is wrong with it, trust apart.</param>
/// <param name="Der">The certificate itself.</param>
public sealed record CertificateDetails(
    string Subject, string Issuer, string Thumbprint, string Sha256, DateTimeOffset NotBefore, DateTimeOffset NotAfter,
        string? ApplicationUri,
    IReadOnlyList<string> Hosts, int KeySize, CertificateFaults Faults, ReadOnlyMemory<byte> Der)
{
    /// <summary>Reads the leaf of a chain; null if it is damaged, over 16 KiB or a chain of more than five.</summary>
    /// <param name="chain">DER, leaf first.</param>
    /// <param name="host">The host that it should be made for; null: not judged.</param>
    /// <param name="applicationUri">The application URI that it should name; null: not judged.</param>
    /// <param name="now">For its validity.</param>
    public static CertificateDetails? Read(ReadOnlySpan<byte> chain, string? host, string? applicationUri, DateTimeOffset now)
    {
        if (CertificateInspector.Split(chain) is not { } certificates) return null;

        var leaf = certificates[0];
        var names = CertificateNames.Of(leaf);
        using var key = leaf.GetRSAPublicKey();
        var faults = CertificateInspector.Inspect(leaf, host ?? "", applicationUri, now);
        var details = new CertificateDetails(
            leaf.Subject, leaf.Issuer, leaf.Thumbprint, Convert.ToHexString(SHA256.HashData(leaf.RawData)), leaf.NotBefore, leaf.NotAfter,
            names.ApplicationUri, names.Hosts, key?.KeySize ?? 0,
            host is null ? faults & ~CertificateFaults.Hostname : faults, leaf.RawData);
        foreach (var certificate in certificates) certificate.Dispose();
        return details;
    }
}
