using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeCollector.OpcUa.Security;

/// <summary>
/// Our own application instance certificate (Part 6 6.2.2) with its private key. Made once, self-signed, and kept in a folder:
/// <c>own/certificate.der</c> for the server's trust list and <c>own/private-key.pem</c>, which only its owner may read.
/// </summary>
public sealed class ApplicationCertificate : IDisposable
{
    /// <summary>Years for which a new certificate is valid.</summary>
    public const int ValidYears = 10;

    private const string CertificateFile = "certificate.der";
    private const string KeyFile = "private-key.pem";

    private ApplicationCertificate(X509Certificate2 certificate, RSA privateKey, string applicationUri)
    {
        Certificate = certificate;
        PrivateKey = privateKey;
        ApplicationUri = applicationUri;
        Der = certificate.RawData;
        ThumbprintBytes = SHA1.HashData(Der);
    }

    /// <summary>The certificate, without its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The application URI in the subject alternative name, which the session has to name too.</summary>
    public string ApplicationUri { get; }

    /// <summary>SHA-1 of the certificate in capital hex: its name in trust lists.</summary>
    public string Thumbprint => Convert.ToHexString(ThumbprintBytes);

    /// <summary>The certificate as DER.</summary>
    internal byte[] Der { get; }

    /// <summary>The thumbprint as it stands in the asymmetric security header.</summary>
    internal byte[] ThumbprintBytes { get; }

    internal RSA PrivateKey { get; }

    /// <summary>Reads certificate and key from <paramref name="folder"/><c>/own</c>, or makes them there if neither exists.</summary>
    /// <param name="folder">The PKI folder; made if missing.</param>
    /// <param name="applicationUri">The URI for a new certificate: unique to this installation, e.g. <c>urn:host:EdgeCollector</c>.</param>
    /// <param name="commonName">The subject's CN and the name people see in the server's trust list.</param>
    /// <param name="hostNames">DNS names of this computer for the subject alternative name.</param>
    /// <param name="time">Gives the begin of validity.</param>
    /// <exception cref="InvalidDataException">Only one of the files is there, a file is damaged, or they do not belong
    /// together.</exception>
    public static ApplicationCertificate LoadOrCreate(
        string folder, string applicationUri, string commonName, IReadOnlyList<string> hostNames, TimeProvider time)
    {
        var own = Path.Combine(folder, "own");
        var certificatePath = Path.Combine(own, CertificateFile);
        var keyPath = Path.Combine(own, KeyFile);
        if (File.Exists(certificatePath) != File.Exists(keyPath))
        {
            var missing = File.Exists(keyPath) ? certificatePath : keyPath;
            throw new InvalidDataException(
                $"{missing} is missing while its counterpart exists: restore it, or delete both and trust the new one");
        }

        if (File.Exists(certificatePath)) return Load(certificatePath, keyPath);

        using var key = RSA.Create(2048);
        using var certificate = SelfSign(key, applicationUri, commonName, hostNames, time.GetUtcNow());
        Directory.CreateDirectory(own);
        // The certificate is written last and moved: a crash in between leaves no pair that looks complete.
        WriteSecret(keyPath, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(certificatePath + ".new", certificate.RawData);
        File.Move(certificatePath + ".new", certificatePath);
        return Load(certificatePath, keyPath);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        PrivateKey.Dispose();
        Certificate.Dispose();
    }

    /// <summary>Makes a pair in memory only, for a demo or a test.</summary>
    internal static ApplicationCertificate CreateEphemeral(
        string applicationUri, string commonName, IReadOnlyList<string> hostNames, TimeProvider time)
    {
        var key = RSA.Create(2048);
        using var signed = SelfSign(key, applicationUri, commonName, hostNames, time.GetUtcNow());
        return new(X509CertificateLoader.LoadCertificate(signed.RawData), key, applicationUri);
    }

    private static ApplicationCertificate Load(string certificatePath, string keyPath)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadCertificateFromFile(certificatePath);
            var key = RSA.Create();
            key.ImportFromPem(File.ReadAllText(keyPath));
            using var publicKey = certificate.GetRSAPublicKey();
            if (publicKey is null || !publicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
                throw new InvalidDataException($"{keyPath} is not the key of {certificatePath}: restore the right pair, or delete both");

            var uri = CertificateNames.Of(certificate).ApplicationUri;
            return uri is null
                ? throw new InvalidDataException(
                    $"{certificatePath} names no application URI (Part 6 6.2.2): delete both files for a new pair")
                : new(certificate, key, uri);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException($"{certificatePath} or {keyPath} is damaged: restore both, or delete both for a new pair", e);
        }
    }

    private static X509Certificate2 SelfSign(
        RSA key, string applicationUri, string commonName, IReadOnlyList<string> hostNames, DateTimeOffset now)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        name.AddOrganizationName("EdgeCollector");
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddUri(new Uri(applicationUri));
        foreach (var host in hostNames)
        {
            if (System.Net.IPAddress.TryParse(host, out var address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(host);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation | X509KeyUsageFlags.KeyEncipherment
            | X509KeyUsageFlags.DataEncipherment | X509KeyUsageFlags.KeyCertSign,
            true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        // A day of slack for servers whose clock is behind ours.
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(ValidYears));
    }

    private static void WriteSecret(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
