using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeCollector.OpcUa.Security;

/// <summary>A certificate in the trusted or rejected folder, with the faults allowed for it.</summary>
public sealed record TrustEntry(string Thumbprint, string Subject, DateTimeOffset NotAfter, bool Trusted, CertificateFaults Allowed);

/// <summary>
/// The folders <c>trusted</c> and <c>rejected</c>: one DER file per certificate, named by its thumbprint, beside it <c>.allow</c> with the
/// faults allowed for that one. The only place that says yes to a server; there is no switch that accepts all.
/// Read anew at each decision, so a change by the command line counts at the next connection.
/// </summary>
public sealed class TrustList(string folder, TimeProvider time)
{
    /// <summary>Rejected certificates kept; the oldest goes first.</summary>
    public const int MaxRejected = 50;

    /// <summary>The faults which can be allowed for one certificate.</summary>
    public const CertificateFaults Allowable = CertificateFaults.Hostname | CertificateFaults.Expired;

    private string TrustedFolder => Path.Combine(folder, "trusted");

    private string RejectedFolder => Path.Combine(folder, "rejected");

    /// <summary>Says yes to a server or throws.</summary>
    /// <param name="chain">The certificate from the endpoint: DER, leaf first.</param>
    /// <param name="host">The host of the endpoint as configured.</param>
    /// <param name="applicationUri">The application URI which the endpoint's server description names.</param>
    /// <returns>The leaf; the caller disposes it.</returns>
    /// <exception cref="CertificateRefusedException">With the faults; the certificate is kept as rejected.</exception>
    public X509Certificate2 Accept(ReadOnlySpan<byte> chain, string host, string? applicationUri)
    {
        if (CertificateInspector.Split(chain) is not { } certificates) throw Malformed(chain, host);

        var leaf = certificates[0];
        var faults = Judge(certificates, host, applicationUri);
        foreach (var issuer in certificates.Skip(1)) issuer.Dispose();
        if (faults == CertificateFaults.None) return leaf;
        if (faults.HasFlag(CertificateFaults.Malformed))
        {
            leaf.Dispose();
            throw Malformed(chain, host);
        }

        Remember(leaf);
        var refusal = new CertificateRefusedException(leaf.RawData, leaf.Thumbprint, leaf.Subject, faults,
            $"the certificate {leaf.Thumbprint} of {host} is refused ({Describe(faults)}): look at it and run `cert trust`"
            + ((faults & Allowable) == 0 ? "" : $" with --allow {Describe(faults & Allowable)}"));
        leaf.Dispose();
        throw refusal;
    }

    /// <summary>Trusts one certificate, taking it from the rejected ones. Trusting it again replaces the allowed faults.</summary>
    /// <param name="der">The certificate.</param>
    /// <param name="allow">Faults to put up with for this certificate: hostname, expired.</param>
    /// <exception cref="ArgumentException">A fault which cannot be allowed.</exception>
    public void Trust(ReadOnlySpan<byte> der, CertificateFaults allow = CertificateFaults.None)
    {
        if ((allow & ~Allowable) != 0)
            throw new ArgumentException($"{Describe(allow & ~Allowable)} cannot be allowed, only hostname and expired", nameof(allow));

        using var certificate = X509CertificateLoader.LoadCertificate(der);
        Directory.CreateDirectory(TrustedFolder);
        var path = PathOf(TrustedFolder, certificate.Thumbprint);
        var allowance = Path.ChangeExtension(path, ".allow");
        if (allow == CertificateFaults.None) File.Delete(allowance);
        else File.WriteAllText(allowance, Describe(allow) + "\n");
        File.WriteAllBytes(path, certificate.RawData);
        File.Delete(PathOf(RejectedFolder, certificate.Thumbprint, mayLack: true));
    }

    /// <summary>Moves a trusted certificate to the rejected ones; running connections end at their next renewal of the session.</summary>
    /// <returns>Whether it was trusted.</returns>
    public bool Reject(string thumbprint)
    {
        var path = PathOf(TrustedFolder, thumbprint);
        if (!File.Exists(path)) return false;

        Directory.CreateDirectory(RejectedFolder);
        File.Move(path, PathOf(RejectedFolder, thumbprint), overwrite: true);
        File.Delete(Path.ChangeExtension(path, ".allow"));
        return true;
    }

    /// <summary>All certificates of both folders; a damaged file is left out.</summary>
    public IReadOnlyList<TrustEntry> List()
    {
        var entries = new List<TrustEntry>();
        foreach (var trusted in new[] { true, false })
        {
            foreach (var certificate in LoadAll(trusted ? TrustedFolder : RejectedFolder))
            {
                try
                {
                    entries.Add(new(certificate.Thumbprint, certificate.Subject, certificate.NotAfter, trusted,
                        trusted ? AllowedFor(certificate.Thumbprint) : CertificateFaults.None));
                }
                catch (CryptographicException)
                {
                    // As damaged as one which cannot be loaded at all.
                }
                finally
                {
                    certificate.Dispose();
                }
            }
        }

        return entries;
    }

    /// <summary>The faults in words, as <c>cert trust --allow</c> takes them.</summary>
    public static string Describe(CertificateFaults faults) => faults == CertificateFaults.None ? "none" : string.Join(',',
        Enum.GetValues<CertificateFaults>().Where(f => f != CertificateFaults.None && faults.HasFlag(f)).Select(f => f switch
        {
            CertificateFaults.ApplicationUri => "application-uri",
            CertificateFaults.KeySize => "key-size",
            CertificateFaults.WeakHash => "weak-hash",
            _ => f.ToString().ToLowerInvariant(),
        }));

    private static string PathOf(string directory, string thumbprint, bool mayLack = false)
    {
        if (thumbprint.Length != 40 || !thumbprint.All(char.IsAsciiHexDigit))
            throw new ArgumentException($"'{thumbprint}' is no thumbprint: 40 hex digits are expected", nameof(thumbprint));
        if (mayLack) Directory.CreateDirectory(directory);
        return Path.Combine(directory, thumbprint.ToUpperInvariant() + ".der");
    }

    private static IEnumerable<X509Certificate2> LoadAll(string directory)
    {
        if (!Directory.Exists(directory)) yield break;

        foreach (var path in Directory.EnumerateFiles(directory, "*.der").Order(StringComparer.Ordinal))
        {
            X509Certificate2 certificate;
            try
            {
                certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            }
            catch (CryptographicException)
            {
                continue;
            }

            yield return certificate;
        }
    }

    private static CertificateRefusedException Malformed(ReadOnlySpan<byte> chain, string host) => new(
        chain.Length > CertificateInspector.MaxSize ? [] : chain.ToArray(), "", "", CertificateFaults.Malformed,
        $"the certificate of {host} is damaged, over 16 KiB or a chain of more than 5: renew it on the server");

    private CertificateFaults Judge(X509Certificate2[] certificates, string host, string? applicationUri)
    {
        try
        {
            // Asked for here, so that a refusal can name it without a surprise.
            _ = certificates[0].Subject;
            var faults = CertificateInspector.Inspect(certificates[0], host, applicationUri, time.GetUtcNow());
            if (!IsTrusted(certificates)) faults |= CertificateFaults.Untrusted;
            return faults & ~AllowedFor(certificates[0].Thumbprint);
        }
        catch (CryptographicException)
        {
            // The platform decodes keys and dates only when they are asked for.
            return CertificateFaults.Malformed;
        }
    }

    private bool IsTrusted(X509Certificate2[] chain)
    {
        var path = PathOf(TrustedFolder, chain[0].Thumbprint);
        // The bytes decide, not the name: a thumbprint is SHA-1.
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(chain[0].RawData)) return true;

        var issuers = new X509Certificate2Collection();
        foreach (var candidate in LoadAll(TrustedFolder))
        {
            if (candidate.Extensions.OfType<X509BasicConstraintsExtension>().Any(b => b.CertificateAuthority)) issuers.Add(candidate);
            else candidate.Dispose();
        }

        var trusted = CertificateInspector.LeadsTo(chain[0], chain.Skip(1), issuers);
        foreach (var issuer in issuers) issuer.Dispose();
        return trusted;
    }

    private CertificateFaults AllowedFor(string thumbprint)
    {
        var path = Path.ChangeExtension(PathOf(TrustedFolder, thumbprint), ".allow");
        if (!File.Exists(path)) return CertificateFaults.None;

        var allowed = CertificateFaults.None;
        foreach (var word in File.ReadAllText(path).Split([',', '\n', ' '], StringSplitOptions.RemoveEmptyEntries))
            if (Enum.TryParse<CertificateFaults>(word, ignoreCase: true, out var fault)) allowed |= fault & Allowable;
        return allowed;
    }

    private void Remember(X509Certificate2 certificate)
    {
        try
        {
            File.WriteAllBytes(PathOf(RejectedFolder, certificate.Thumbprint, mayLack: true), certificate.RawData);
            var all = new DirectoryInfo(RejectedFolder).GetFiles("*.der");
            foreach (var old in all.OrderByDescending(f => f.LastWriteTimeUtc).Skip(MaxRejected)) old.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full or read-only disk must not turn a refusal into another error: the exception carries the certificate too.
        }
    }
}
