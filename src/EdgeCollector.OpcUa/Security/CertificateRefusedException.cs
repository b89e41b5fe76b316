namespace EdgeCollector.OpcUa.Security;

/// <summary>A server's certificate was refused; it was kept in the rejected folder, to be looked at and trusted by name.</summary>
public sealed class CertificateRefusedException(byte[] certificate, string thumbprint, string subject, CertificateFaults faults,
    string message)
    : Exception(message)
{
    /// <summary>The refused certificate as DER.</summary>
    public byte[] Certificate { get; } = certificate;

    /// <summary>SHA-1 of the certificate in capital hex, empty if it is no certificate.</summary>
    public string Thumbprint { get; } = thumbprint;

    /// <summary>The subject it names: text from the other side, to be encoded where it is shown.</summary>
    public string Subject { get; } = subject;

    /// <summary>Everything wrong with it which is not allowed.</summary>
    public CertificateFaults Faults { get; } = faults;
}
