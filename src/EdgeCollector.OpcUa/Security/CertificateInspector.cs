using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeCollector.OpcUa.Security;

/// <summary>
/// Takes a server's certificate chain apart and names its faults (Part 4 6.1.3), trust apart. Pure but for the platform's X.509 code.
/// </summary>
internal static class CertificateInspector
{
    /// <summary>Bytes a chain may have.</summary>
    public const int MaxSize = 16 * 1024;

    /// <summary>Certificates a chain may have.</summary>
    public const int MaxDepth = 5;

    private static readonly HashSet<string> WeakAlgorithms =
    [
        "1.2.840.113549.1.1.4", // md5WithRSA
        "1.2.840.113549.1.1.5", // sha1WithRSA
        "1.3.14.3.2.29", // sha1WithRSA, old
    ];

    /// <summary>Splits DER certificates written one after another (Part 6 6.2.6), the leaf first; null if they are malformed.</summary>
    public static X509Certificate2[]? Split(ReadOnlySpan<byte> chain)
    {
        if (chain.IsEmpty || chain.Length > MaxSize) return null;

        var found = new List<X509Certificate2>();
        try
        {
            while (!chain.IsEmpty)
            {
                if (found.Count == MaxDepth || !System.Formats.Asn1.AsnDecoder.TryReadEncodedValue(
                    chain, System.Formats.Asn1.AsnEncodingRules.DER, out _, out _, out _, out var length)) return Release(found);
                found.Add(X509CertificateLoader.LoadCertificate(chain[..length]));
                chain = chain[length..];
            }
        }
        catch (CryptographicException)
        {
            return Release(found);
        }

        return [.. found];
    }

    /// <summary>The faults of the leaf itself.</summary>
    public static CertificateFaults Inspect(X509Certificate2 leaf, string host, string? applicationUri, DateTimeOffset now)
    {
        var faults = CertificateFaults.None;
        if (now < leaf.NotBefore || now > leaf.NotAfter) faults |= CertificateFaults.Expired;
        if (WeakAlgorithms.Contains(leaf.SignatureAlgorithm.Value ?? "")) faults |= CertificateFaults.WeakHash;

        using var key = leaf.GetRSAPublicKey();
        if (key is null || key.KeySize is < 2048 or > 4096) faults |= CertificateFaults.KeySize;

        var names = CertificateNames.Of(leaf);
        if (!names.Covers(host)) faults |= CertificateFaults.Hostname;
        if (applicationUri is not null && names.ApplicationUri != applicationUri) faults |= CertificateFaults.ApplicationUri;
        return faults;
    }

    /// <summary>
    /// Whether the leaf leads to one of the trusted issuers by sound signatures. Dates are judged on the leaf by <see cref="Inspect"/>.
    /// </summary>
    public static bool LeadsTo(X509Certificate2 leaf, IEnumerable<X509Certificate2> others, X509Certificate2Collection trustedIssuers)
    {
        if (trustedIssuers.Count == 0) return false;

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trustedIssuers);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        foreach (var other in others) chain.ChainPolicy.ExtraStore.Add(other);
        return chain.Build(leaf) && chain.ChainElements.Count is > 1 and <= MaxDepth;
    }

    private static X509Certificate2[]? Release(List<X509Certificate2> found)
    {
        foreach (var certificate in found) certificate.Dispose();
        return null;
    }
}
