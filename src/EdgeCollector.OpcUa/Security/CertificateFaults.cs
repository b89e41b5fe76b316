namespace EdgeCollector.OpcUa.Security;

/// <summary>
/// What is wrong with a server's certificate. Only <see cref="Hostname"/> and <see cref="Expired"/> can be allowed, for one pinned
/// certificate.
/// </summary>
[Flags]
public enum CertificateFaults
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Neither the certificate nor its issuer is in the trusted folder.</summary>
    Untrusted = 1,

    /// <summary>Outside its validity, before or after.</summary>
    Expired = 2,

    /// <summary>Not made for the host of the endpoint.</summary>
    Hostname = 4,

    /// <summary>Names another application URI than the endpoint's server.</summary>
    ApplicationUri = 8,

    /// <summary>The RSA key is shorter than 2048 bits or longer than 4096, or it is no RSA key.</summary>
    KeySize = 16,

    /// <summary>Signed with SHA-1 or MD5.</summary>
    WeakHash = 32,

    /// <summary>Damaged, over 16 KiB, or a chain of more than five.</summary>
    Malformed = 64,
}
